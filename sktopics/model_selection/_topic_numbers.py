"""What is known of several numbers of topics, and which of them to try first."""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import clip, pad_left, printable, table_lines

_ADD_SMALLER = (
    "This is the smallest number of topics in the table: add smaller numbers."
)
_TWO_TOPICS = (
    "There cannot be fewer topics. If coherence is clearly higher with more topics, "
    "look at these too: told_apart does not reward detail."
)
# Chosen on seven of nineteen rows of an earlier comparison, the others were like them.
_WITHIN = 0.05


@dataclass(frozen=True, eq=False, repr=False)
class TopicNumberTable(ColumnsMixin, FrozenArrays):
    """Scores of numbers of topics, made by :func:`topic_number_table`.

    Attributes
    ----------
    parameter : str
        The parameter that was varied.
    values : tuple of length n_values
        What it was set to.
    topics_found : ndarray of shape (n_values, n_repeats)
        Numbers of topics that the fitted models have.
    names : tuple of str, of length n_scores
        Names of the scores: "perplexity" (lower is better), "told_apart", "coherence",
        "diversity", "stability" (higher is better), "outliers" (the share of held-out
        documents without a topic), "nmi", and the names of your own.
    scores : ndarray of shape (n_scores, n_values, n_repeats)
        The scores of each repeat.
    """

    parameter: str
    values: tuple
    topics_found: np.ndarray
    names: tuple[str, ...]
    scores: np.ndarray

    def score(self, name) -> np.ndarray:
        """Return a score of all values and repeats.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        scores : ndarray of shape (n_values, n_repeats)

        Raises
        ------
        ValueError
            If the table has no such score.
        """
        if name not in self.names:
            raise ValueError(
                f"The table has no score {name!r:.60}; it has {list(self.names)}."
            )
        return self.scores[self.names.index(name)]

    def recommend(self, within=_WITHIN) -> Any:
        """Return the value to try first: the fewest topics that are told apart well.

        Among the values whose mean `told_apart` is at least the best one minus a
        share of it, this is the one that gives the fewest topics.

        Parameters
        ----------
        within : float, default=0.05
            Which share of the best `told_apart` may be lost. The 5 % were chosen on
            seven of the nineteen rows of a comparison of corpora and models, so they
            are a habit rather than a law.

        Returns
        -------
        value : object
            One of `values`.

        Raises
        ------
        ValueError
            If the table has no score "told_apart", or `within` is negative.
        """
        if not 0 <= within < np.inf:
            raise ValueError(
                f"within must be a share such as 0.05, not negative, got {within!r}."
            )
        means = self.score("told_apart").mean(axis=1)
        best = means.max()
        kept = np.flatnonzero(means >= best - within * abs(best))
        fewest = self.topics_found.mean(axis=1)[kept].argmin()
        return self.values[kept[fewest]]

    @property
    def advice(self) -> tuple[str, ...]:
        """What the table says and does not say, a tuple of sentences."""
        told = "told_apart" in self.names
        says = [*(self._about_choice() if told else ())]
        if told and "outliers" in self.names:
            chosen = self.values.index(self.recommend())
            share = self.score("outliers")[chosen].mean()
            says.append(f"There, {share:.0%} of held-out documents have no topic.")
        says += [_BLIND_SPOTS[name] for name in self.names if name in _BLIND_SPOTS]
        return tuple(says)

    def _about_choice(self):
        value, told = self.recommend(), self.score("told_apart")
        means = told.mean(axis=1)
        yield (
            f"Try {self.parameter}={value!r} first: it gives the fewest topics whose "
            f"told_apart is within {_WITHIN:.0%} of the best. Then read the topics."
        )
        order = self.topics_found.mean(axis=1).argsort(kind="stable")
        last, place = len(order) - 1, order.tolist().index(int(means.argmax()))
        if last and place == last:
            yield (
                "told_apart is best at the largest number of topics in the table: add "
                "larger numbers."
            )
        if last and self.values[order[0]] == value:
            fewest = self.topics_found[order[0]].mean()
            yield _ADD_SMALLER if fewest > 2 else _TWO_TOPICS
        if told.shape[1] > 1:
            spread = float(np.sqrt(told.var(axis=1, ddof=1).mean()))
            taken = means[self.values.index(value)]
            near = [
                repr(other)
                for other, mean in zip(self.values, means, strict=True)
                if other != value and abs(mean - taken) < spread
            ]
            if near:
                yield (
                    f"The standard deviation of told_apart between repeats is "
                    f"{spread:.2f}. These values are nearer to the choice than that, "
                    f"and may be as good: {', '.join(near)}."
                )

    def _columns(self):
        columns = {
            self.parameter: list(self.values),
            "topics_found": self.topics_found.mean(axis=1),
        }
        many = self.topics_found.shape[1] > 1
        for name, scores in zip(self.names, self.scores, strict=True):
            columns[name] = scores.mean(axis=1)
            columns[f"{name}_sd"] = (
                scores.std(axis=1, ddof=1) if many else np.full(len(scores), np.nan)
            )
        return columns

    def _texts(self):
        """Return the header and the rows of the table as lists of texts."""
        columns = self._columns()
        header = [self.parameter.split("__")[-1], "topics_found", *self.names]
        rows = []
        for i, value in enumerate(self.values):
            row = [printable(f"{value}"), f"{columns['topics_found'][i]:.3g}"]
            for name in self.names:
                mean, spread = columns[name][i], columns[f"{name}_sd"][i]
                digits = 0 if abs(mean) >= 100 else 3
                text = f"{mean:.{digits}f}"
                if not np.isnan(spread):
                    text += f" ± {spread:.{max(digits - 1, 0)}f}"
                row.append(text)
            rows.append(row)
        return header, rows

    def __repr__(self):
        header, rows = self._texts()
        header, *rows = ([clip(text, 20) for text in row] for row in (header, *rows))
        widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
        lines = [
            "  ".join(map(pad_left, row, widths)).rstrip() for row in (header, *rows)
        ]
        n_values, n = self.topics_found.shape
        title = (
            f"TopicNumberTable: {n_values} value{'s' * (n_values != 1)} of "
            f"{self.parameter}, {n} repeat{'s' * (n != 1)} each"
        )
        text = table_lines(title, lines[0], lines[1:], "values")
        if "told_apart" in self.names:
            text += f"\nrecommended: {self.parameter}={self.recommend()!r}"
        return text

    def _repr_html_(self):
        header, rows = self._texts()
        cells = "".join(f"<th>{escape(text)}</th>" for text in header)
        body = "".join(
            "<tr>" + "".join(f"<td>{_unbroken(text)}</td>" for text in row) + "</tr>"
            for row in rows
        )
        says = "".join(f"<li>{escape(line)}</li>" for line in self.advice)
        return (
            f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
            f"<ul>{says}</ul>"
        )


def _unbroken(text):
    """Return a text as HTML of one line: a spread stays beside its mean."""
    return escape(text).replace(" ", "&nbsp;")


_BLIND_SPOTS = {
    "told_apart": (
        "told_apart judges the words of topics on held-out documents. Trust it first. "
        "It does not see whether two topics should be one for your purpose."
    ),
    "perplexity": (
        "perplexity often goes on falling, or hardly changes, when more topics are "
        "added. Use it to see which numbers are too small, not to choose."
    ),
    "coherence": (
        "coherence judges words alone. It is high for a few topics of frequent words, "
        "and for topics that repeat each other."
    ),
    "diversity": (
        "diversity is often highest for two or three topics. A low one says that "
        "topics repeat each other."
    ),
    "stability": (
        "stability is often highest for two or three topics. A low one says that "
        "another start or other documents give other topics."
    ),
    "outliers": (
        "outliers are the held-out documents without a topic. told_apart and nmi do "
        "not look at them: where there are many, both are too high."
    ),
    "nmi": (
        "nmi compares topics with your labels. Trust it where the labels are what you "
        "want topics to find."
    ),
}

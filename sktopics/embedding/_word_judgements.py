"""Judgements of words by their vectors: distances of texts, and tests of people's."""

from numbers import Integral

import numpy as np

from .._neighbors import unit
from .._sklearn import Interval, StrOptions, validate_params
from ._query_keys import rows_of_known, table_of
from ._transport import word_movers_distance
from ._word_analogies import (
    AnalogyEvaluation,
    WordPairEvaluation,
    evaluate_analogies,
    evaluate_pairs,
    make_lexicon,
)

_EVALUATION = {
    "restrict_vocab": [Interval(Integral, 1, None, closed="left"), None],
    "case_insensitive": ["boolean"],
    "unknown": [StrOptions({"skip", "zero"})],
    "encoding": [str],
}


class WordJudgementsMixin:
    """Texts and lists of words that vectors are compared with; see `table_of`."""

    def wmdistance(self, first, second, *, normalize=True) -> float:
        """Compute the word mover's distance of two texts.

        The least that it costs to turn one into the other, where moving a word to
        another costs the distance of their vectors [1]_.

        Parameters
        ----------
        first, second : list of str
            The words of the texts; those that the model does not know are left out.
        normalize : bool, default=True
            Whether to scale vectors to length 1 first.

        Returns
        -------
        distance : float
            Exact, by the network simplex of POT [2]_. Infinite if the model knows no
            word of a text.

        Raises
        ------
        ImportError
            If POT is not installed; ``pip install 'sktopics[transport]'``.
        TypeError
            If a text is a str.

        References
        ----------
        .. [1] M. Kusner, Y. Sun, N. Kolkin, K. Weinberger, "From word embeddings to
           document distances", ICML 2015.
        .. [2] R. Flamary et al., "POT: Python Optimal Transport", JMLR 22, 2021.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> near = model.wmdistance(["rain", "snow"], ["snow", "hail"])
        >>> near < model.wmdistance(["rain", "snow"], ["milk", "eggs"])
        True
        """
        for text in (first, second):
            if isinstance(text, str):
                raise TypeError(f"A text must be a list of words, got {text!r}.")
        names, vectors = table_of(self, "words")
        first, second = list(first), list(second)
        rows = rows_of_known(names, first + second)
        first, second = ([w for w in t if w in rows] for t in (first, second))
        if not first or not second:
            return float("inf")
        scale = unit if normalize else np.asarray
        return word_movers_distance(
            first, second, lambda words: scale(vectors[[rows[w] for w in words]])
        )

    def _lexicon(self, restrict_vocab, case_insensitive):
        names, vectors = table_of(self, "words")
        # A file has frequent words first: its order is theirs.
        counts = np.asarray(getattr(self, "term_counts_", np.zeros(len(names))))
        return make_lexicon(names, vectors, counts, restrict_vocab, case_insensitive)

    @validate_params(
        {**_EVALUATION, "delimiter": [str]}, prefer_skip_nested_validation=True
    )
    def evaluate_word_pairs(
        self,
        pairs,
        *,
        delimiter="\t",
        restrict_vocab: int | None = 300_000,
        case_insensitive=True,
        unknown="skip",
        encoding="utf-8",
    ) -> WordPairEvaluation:
        r"""Compare cosines of words with people's judgements of their similarity.

        Parameters
        ----------
        pairs : str, path-like or iterable of str
            A file, or its lines: two words and a number each, such as WordSim-353 and
            SimLex-999. Compressed if its name ends in .gz, .bz2 or .xz. Empty lines,
            those that start with # and a first line of column names are left out.
        delimiter : str, default="\\t"
            What is between words and number.
        restrict_vocab : int or None, default=300_000
            Know only so many of the most frequent words.
        case_insensitive : bool, default=True
            Whether capitals do not matter; of several spellings the most frequent
            counts.
        unknown : {"skip", "zero"}, default="skip"
            Whether to leave out pairs with unknown words, or to give them cosine 0.
        encoding : str, default="utf-8"
            Encoding of the file.

        Returns
        -------
        evaluation : WordPairEvaluation
            With the attributes `pearson`, `spearman`, their p-values, `n_pairs` and
            `oov_ratio`.

        Raises
        ------
        ValueError
            If a line is not of that form, or if fewer than two pairs are known.
        """
        lexicon = self._lexicon(restrict_vocab, case_insensitive)
        return evaluate_pairs(pairs, lexicon, delimiter, encoding, unknown)

    @validate_params(
        {**_EVALUATION, "method": [StrOptions({"add", "multiply"})]},
        prefer_skip_nested_validation=True,
    )
    def evaluate_word_analogies(
        self,
        analogies,
        *,
        method="add",
        restrict_vocab: int | None = 300_000,
        case_insensitive=True,
        unknown="skip",
        encoding="utf-8",
    ) -> AnalogyEvaluation:
        """Ask analogies, such as which word is to c as b is to a.

        Parameters
        ----------
        analogies : str, path-like or iterable of str
            A file, or its lines, as the questions-words.txt of word2vec: four words a
            line, the last the answer, in sections that start with a line ``: name``.
            Compressed if its name ends in .gz, .bz2 or .xz.
        method : {"add", "multiply"}, default="add"
            How answers are ranked, see `most_similar`. The words of a question are not
            answers to it.
        restrict_vocab : int or None, default=300_000
            Know only so many of the most frequent words.
        case_insensitive : bool, default=True
            Whether capitals do not matter; of several spellings the most frequent
            counts.
        unknown : {"skip", "zero"}, default="skip"
            Whether to leave out questions with unknown words, or to count them as
            answered incorrectly.
        encoding : str, default="utf-8"
            Encoding of the file.

        Returns
        -------
        evaluation : AnalogyEvaluation
            With the attributes `accuracy`, `sections` (each with a `name`, an
            `accuracy` and the questions that were `correct` and `incorrect`), `total`
            and `oov_ratio`.

        Raises
        ------
        ValueError
            If a line is not of that form, or if there is no question.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> lines = [": weather", "rain snow hail snow", "rain hail sun shine"]
        >>> evaluation = model.evaluate_word_analogies(lines)
        >>> evaluation.sections[0].name, evaluation.oov_ratio
        ('weather', 0.5)
        """
        lexicon = self._lexicon(restrict_vocab, case_insensitive)
        return evaluate_analogies(analogies, lexicon, method, encoding, unknown)

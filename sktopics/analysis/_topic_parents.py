"""The parents of topics in a hierarchy, of which a topic may have several."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from .._frames import ColumnsMixin
from .._reading import read_parents
from .._sklearn import Interval, validate_params
from .._terminal import one_line, pad, table_lines
from ..topics import topic_table


@dataclass(frozen=True)
class TopicParent:
    """A topic and one of its parents, a row of `TopicParents`.

    Parameters
    ----------
    level : int
        Level of the topic; 0 is the top of the hierarchy, whose topics have no parent.
    topic : int
        Its number.
    label : str
        Its name.
    parent : int
        Number of the parent, in the level above.
    parent_label : str
        Its name.
    share : float
        p(parent | topic).
    share_of_parent : float
        p(topic | parent).
    """

    level: int
    topic: int
    label: str
    parent: int
    parent_label: str
    share: float
    share_of_parent: float


@dataclass(frozen=True)
class TopicParents(ColumnsMixin, Sequence[TopicParent]):
    """An immutable table of topics and their parents, made by `topic_parents`.

    A sequence of `TopicParent` rows: by level, then topic, the largest share first. A
    slice is such a table again.

    Parameters
    ----------
    rows : tuple of TopicParent
    """

    rows: tuple[TopicParent, ...]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicParents(self.rows[key])
        return self.rows[operator.index(key)]

    def _columns(self):
        names = TopicParent.__dataclass_fields__
        return {name: [getattr(row, name) for row in self.rows] for name in names}

    def __repr__(self):
        lines = [
            f"{row.level:5d}  {row.topic:5d}  {row.parent:6d}  {row.share:5.2f}  "
            f"{pad(one_line(row.label, 24), 24)}  {one_line(row.parent_label, 24)}"
            for row in self.rows
        ]
        header = f"level  topic  parent  share  {'name':24}  name of the parent"
        title = f"TopicParents: {len(self)} pairs of a topic and a parent"
        return table_lines(title, header, lines, "pairs")


@validate_params(
    {
        "min_share": [Interval(Real, 0, 1, closed="both")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def topic_parents(
    model, *, min_share=0.1, n_top_words=3, feature_names=None
) -> TopicParents:
    r"""Make a table of the parents of topics in a hierarchy.

    In `topic_taxonomy` a topic is in the likeliest of its parents. It may be a part of
    several, and here it has a row for each:

    .. math:: p(a | t) = \frac{p(t | a)\, n_a}{\sum_b p(t | b)\, n_b}

    Parameters
    ----------
    model : estimator
        A fitted :class:`~sktopics.artm.HierarchicalARTM`, a Pipeline that ends in one,
        or a fitted search.
    min_share : float in [0, 1], default=0.1
        Parents with a smaller share of the topic are left out; those without any are.
    n_top_words : int, default=3
        Words of which the name of a topic is made.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms of a model that knows none.

    Returns
    -------
    parents : TopicParents

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model is no hierarchy.

    See Also
    --------
    topic_taxonomy : With ``levels="layers"`` a tree, in which topics have one parent.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import ARTM, HierarchicalARTM
    >>> from sktopics.analysis import topic_parents
    >>> documents = ["sea ship sail", "sea fish net", "tax law vote", "tax debt bank"]
    >>> model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0)
    >>> pipeline = make_pipeline(CountVectorizer(), model).fit(documents * 5)
    >>> topic_parents(pipeline)
    TopicParents: 4 pairs of a topic and a parent
    level  topic  parent  share  name                      name of the parent
        1      0       0   1.00  sea, sail, ship           sea, fish, net
        1      1       1   1.00  law, vote, tax            tax, bank, debt
        1      2       1   1.00  tax, bank, debt           tax, bank, debt
        1      3       0   1.00  fish, net, sea            sea, fish, net
    """
    names = []
    rows = []
    for level, (of_topic, of_parent) in enumerate(read_parents(model)):
        table = topic_table(model, n_top_words, feature_names, level=level, n_authors=0)
        names.append([", ".join(topic.terms) or topic.label for topic in table])
        for topic, shares in enumerate(of_topic):
            order = np.argsort(-shares, kind="stable").tolist()
            rows += [
                TopicParent(
                    level,
                    topic,
                    names[-1][topic],
                    parent,
                    names[-2][parent],
                    float(shares[parent]),
                    float(of_parent[topic, parent]),
                )
                for parent in order
                if shares[parent] > 0 and shares[parent] >= min_share
            ]
    return TopicParents(tuple(rows))

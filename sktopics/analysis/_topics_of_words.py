"""The topics of the words of each document, by any fitted model."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from .._frames import ColumnsMixin
from .._frozen import FrozenMapping
from .._reading import read_topics, read_word_posteriors
from .._terminal import SHOWN_ROWS, clip, one_line, pad, table_lines
from .._word_topics import check_min_share
from ._names_by_topic import NO_TOPIC, names_by_topic
from ._searched_corpus import SearchedCorpus
from ._sparse_rows import largest_first, read_only


@dataclass(frozen=True)
class TopicsOfWord:
    """A word of a document and its topics, a row of `TopicsOfWords`.

    Parameters
    ----------
    document : int
        Row of the document in the corpus.
    id : object
        What the caller calls the document, else the row.
    term : str
        The word.
    count : float
        How often the document has it.
    topics : tuple of int
        Its topics in this document, that with the largest share first.
    labels : tuple of str
        Their names.
    shares : tuple of float
        p(topic | word, document).
    """

    document: int
    id: Any
    term: str
    count: float
    topics: tuple[int, ...]
    labels: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class TopicsOfWords(ColumnsMixin, Sequence[TopicsOfWord]):
    """The topics of the words of documents, made by `word_topics`.

    A sequence of `TopicsOfWord` rows, one for each word of each document; a slice is
    such a table again. `to_dict` and `to_frame` have a row for each topic of each word.

    Parameters
    ----------
    documents : ndarray of shape (n_entries,), int64
        Rows of the documents in the corpus.
    ids : tuple
        What the caller calls these documents, else the rows.
    columns : ndarray of shape (n_entries,), int64
        Columns of the words.
    counts : ndarray of shape (n_entries,)
        How often the document has the word.
    shares : csr_array of shape (n_entries, n_topics)
        p(topic | word, document).
    terms : ndarray of shape (n_terms,)
        Names of all columns.
    topic_labels : mapping from int to str
        Names of topics.
    """

    documents: np.ndarray
    ids: tuple
    columns: np.ndarray
    counts: np.ndarray
    shares: sp.csr_array
    terms: np.ndarray
    topic_labels: Mapping[int, str]

    def __post_init__(self):
        object.__setattr__(self, "shares", read_only(self.shares))
        for name in ("documents", "columns", "counts", "terms"):
            values = np.array(getattr(self, name))
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    def __len__(self):
        return len(self.documents)

    def __getitem__(self, key):
        if isinstance(key, slice):
            fields = self.documents, self.ids, self.columns, self.counts, self.shares
            parts = (values[key] for values in fields)
            return TopicsOfWords(*parts, self.terms, self.topic_labels)
        key = operator.index(key)
        topics, shares = largest_first(self.shares, range(len(self))[key])
        return TopicsOfWord(
            int(self.documents[key]),
            self.ids[key],
            str(self.terms[self.columns[key]]),
            float(self.counts[key]),
            tuple(topics.tolist()),
            tuple(self.topic_labels[topic] for topic in topics.tolist()),
            tuple(shares.tolist()),
        )

    def _columns(self):
        """Return a row for each topic of each word, by the names of columns."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.shares.indptr))
        order = np.lexsort((self.shares.indices, -self.shares.data, rows))
        topics = self.shares.indices[order]
        return {
            "document": self.documents[rows],
            "id": [self.ids[row] for row in rows.tolist()],
            "term": [str(term) for term in self.terms[self.columns[rows]]],
            "count": self.counts[rows],
            "topic": topics,
            "label": [self.topic_labels[topic] for topic in topics.tolist()],
            "share": self.shares.data[order],
        }

    def __repr__(self):
        rows = []
        for row in self[:SHOWN_ROWS]:
            pairs = zip(row.topics, row.shares, strict=True)
            topics = ", ".join(f"{topic} ({share:.2f})" for topic, share in pairs)
            term = pad(one_line(row.term, 16), 16)
            name = f"{row.id!s:>8.8}"
            rows.append(f"{name}  {term}  {row.count:5g}  {clip(topics, 44)}".rstrip())
        rows += [""] * (len(self) - len(rows))
        title = f"TopicsOfWords: {len(self)} words of documents"
        return table_lines(
            title, "document  term              count  topics (shares)", rows, "words"
        )


def word_topics(
    model, X, *, min_share=0.01, labels=None, ids=None, **beside
) -> TopicsOfWords:
    """Find the topics of each word of each document, p(topic | word, document).

    The same word may be from one topic in one document and from another in the next:
    its share is p(word | topic) p(topic | document), scaled to sum to 1 over topics.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : {list of str, array-like, sparse matrix, TokenSequences}
        What `model.transform` takes.
    min_share : float in [0, 1], default=0.01
        Topics of a word with a smaller share are left out.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    ids : array-like of shape (n_documents,), default=None
        What to call the documents, such as a column of a frame; by default what the
        index of a pandas object calls them, else their rows.
    **beside : dict
        What `transform` of the model takes beside `X`, as ``authors=``.

    Returns
    -------
    words : TopicsOfWords
        A row for each word of each document: documents in order, their words by column.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If topics of the model are clusters of documents, which do not say how probable
        a word is.
    ValueError
        If `min_share` is not from 0 to 1, or if there are not as many `ids` as
        documents.

    See Also
    --------
    approximate_distribution : Topics of the tokens of a text, by a model of clusters.

    Notes
    -----
    A model says it by its `word_topics`, an array without names. For a model that says
    it of positions, as :class:`~sktopics.artm.AttentiveARTM` does, the word has the
    mean of its positions. For any other, also of other packages, it follows from
    `transform` and `components_` by Bayes' rule.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import PLSA
    >>> from sktopics.analysis import word_topics
    >>> documents = ["bank river water bank", "bank money loan", "river water fish",
    ...              "money loan tax"]
    >>> pipeline = make_pipeline(CountVectorizer(), PLSA(2, random_state=0))
    >>> words = word_topics(pipeline.fit(documents), documents)
    >>> words[:6]
    TopicsOfWords: 6 words of documents
    document  term              count  topics (shares)
           0  bank                  2  1 (1.00)
           0  river                 1  1 (1.00)
           0  water                 1  1 (1.00)
           1  bank                  1  0 (1.00)
           1  loan                  1  0 (1.00)
           1  money                 1  0 (1.00)
    """
    check_min_share(min_share)
    names = names_by_topic(model, labels)
    del names[NO_TOPIC]
    corpus = SearchedCorpus(model, X, ids=ids)
    counts, shares = read_word_posteriors(
        model, corpus.X, min_share=min_share, **beside
    )
    documents = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    return TopicsOfWords(
        documents,
        tuple(corpus.ids_of(documents)),
        counts.indices.astype(np.int64),
        counts.data,
        shares,
        np.asarray(read_topics(model).names, dtype=object),
        FrozenMapping(names),
    )

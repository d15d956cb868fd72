"""The topics of the words of one document, whatever tells them."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.preprocessing import normalize

from .._reading import (
    final_model,
    full_texts,
    has_topics,
    is_model,
    is_numeric,
    is_table,
    read_token_posteriors,
    read_word_posteriors,
    traits_of,
)
from ..analysis import (
    TokenTable,
    TopicsOfWords,
    approximate_distribution,
    word_topics,
)
from ..analysis.words_in_order import texts_in_order
from ..topics.names_by_topic import NO_TOPIC
from ._names_in_figures import names_of_topics, names_with_labels
from ._one_document import one_document


class TokensWithTopics(NamedTuple):
    """The words of a document and their topics.

    Attributes
    ----------
    words : list of str
    spans : ndarray of shape (n_words, 2), int64
        Their characters in `text`; -1 where they are not known.
    shares : csr_array of shape (n_words, n_topics)
        Shares of topics in each word; empty rows for words without a topic.
    text : str or None
        The raw text.
    names : dict from int to str
        Names of the topics, with -1.
    """

    words: list
    spans: np.ndarray
    shares: sp.csr_array
    text: str | None
    names: dict

    @property
    def have_places(self):
        """Whether it is known where in the text words stand."""
        return self.text is not None and bool((self.spans[:, 0] >= 0).any())


def tokens_with_topics(tokens, document, labels, beside):
    """Return the words of a document and their topics.

    Parameters
    ----------
    tokens : TokenTable, TopicsOfWords or estimator
        As of `token_topics_html`.
    document : object or None
    labels : dict, list, TopicTable or None
    beside : dict
    """
    if is_model(tokens):
        if document is None:
            raise TypeError("document must be the document whose words are shown.")
        return _by_model(tokens, one_document(document), labels, beside)
    if beside:
        raise TypeError(
            f"{next(iter(beside))}= is no option of this function: a table takes "
            "nothing beside the document."
        )
    if document is not None and not isinstance(document, str):
        raise TypeError(
            "document must be the raw text of the document, a str; got "
            f"{type(document).__name__}."
        )
    if isinstance(tokens, TokenTable):
        names = _renamed(dict(enumerate(tokens.topic_labels)), labels)
        spans = _checked_spans(tokens.spans, document)
        return TokensWithTopics(
            list(tokens.words), spans, tokens.shares, document, names
        )
    if isinstance(tokens, TopicsOfWords):
        return _of_words(tokens, document, labels)
    raise TypeError(
        "tokens must be a TokenTable (as approximate_distribution(..., "
        "calculate_tokens=True).tokens(0) gives it), a TopicsOfWords, or a fitted "
        f"model; got {type(tokens).__name__}."
    )


def _renamed(names, labels):
    return names_with_labels({**names, NO_TOPIC: "(no topic)"}, labels)


def _checked_spans(spans, text):
    """Refuse places that are not in a text: it is another one."""
    if text is not None and spans.max(initial=0) > len(text):
        raise ValueError(
            f"document has {len(text)} characters, and the words of the table reach to "
            f"character {spans.max()}: give the text that the table was made of."
        )
    return spans


def _of_words(table, text, labels):
    """Return the words of a table that says nothing of their order."""
    documents = np.unique(table.documents)
    if len(documents) > 1:
        raise ValueError(
            f"tokens must be the words of one document, and has those of "
            f"{len(documents)}: call word_topics with one document."
        )
    words = [str(table.terms[column]) for column in table.columns.tolist()]
    names = _renamed(dict(table.topic_labels), labels)
    shares = _scaled(table.shares)
    if text is not None:
        raise TypeError(
            "A TopicsOfWords does not say where words stand in a text: give the model "
            "in place of the table, and the document."
        )
    counts = [f" ×{count:g}" if count != 1 else "" for count in table.counts.tolist()]
    shown = [word + count for word, count in zip(words, counts, strict=True)]
    return TokensWithTopics(
        shown, np.full((len(words), 2), -1, dtype=np.int64), shares, None, names
    )


def _by_model(model, X, labels, beside):
    """Return the words of a document as a fitted model reads them."""
    has_topics(model)  # says what is not fitted, or no model of topics
    final = final_model(model)
    names = names_of_topics(model, 0, labels)
    if hasattr(final, "token_topics"):
        return _by_labels(final, X, names, beside)
    if traits_of(final).shares == "clusters":
        return _by_windows(model, X, names, beside)
    if not hasattr(X, "to_counts") and is_table(X) and is_numeric(X):
        return _of_words(word_topics(model, X, **beside), None, labels)
    texts = texts_in_order(model, X)
    located = texts.located(0)
    terms = texts.terms(0, 1, [located])
    if hasattr(final, "transform_positions"):
        of_terms = read_token_posteriors(model, X)[0]
    else:
        counts, of_entries = read_word_posteriors(model, X, **beside)
        # Terms that count for nothing, as of weight 0, have no entry.
        entry_of = np.full(counts.shape[1], -1)
        entry_of[counts.indices] = np.arange(counts.nnz)
        entries = entry_of[terms.ids]
        known = entries >= 0
        terms = terms._replace(
            ids=terms.ids[known], firsts=terms.firsts[known], lasts=terms.lasts[known]
        )
        of_terms = of_entries[entries[known]]
    shares = _of_places(terms, of_terms, len(located.words))
    return TokensWithTopics(located.words, located.spans, shares, located.text, names)


def _scaled(shares):
    """Scale rows to sum to 1; a row of zeros stays one."""
    shares = sp.csr_array(shares, dtype=np.float64)
    return sp.csr_array(normalize(shares, norm="l1")) if shares.nnz else shares


def _of_places(terms, of_terms, n_places):
    """Return the mean shares of the terms that go over each place of the text.

    NumPy equivalent: ``of_terms[(firsts <= place) & (place <= lasts)].mean(axis=0)``.
    """
    lengths = terms.lasts - terms.firsts + 1
    row = np.repeat(np.arange(len(lengths)), lengths)
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(row)) - starts[row] + terms.firsts[row]
    cells = np.ones(len(row)), (place, row)
    over = sp.csr_array(cells, shape=(n_places, len(lengths)))
    return _scaled(over @ of_terms)


def _by_labels(final, X, names, beside):
    """Return words as a model says that has a topic for each token."""
    text = str(X[0])
    (found,) = final.token_topics(X, **beside)
    words = [text[start:stop] for start, stop in found.spans.tolist()]
    rows = np.flatnonzero(found.labels >= 0)
    cells = np.ones(len(rows)), (rows, found.labels[rows])
    shape = len(words), max(names, default=-1) + 1
    return TokensWithTopics(
        words, found.spans, sp.csr_array(cells, shape=shape), text, names
    )


def _by_windows(model, X, names, beside):
    """Return words as windows of text are similar to topics."""
    if beside:
        raise TypeError(
            f"{next(iter(beside))}= is not taken here: the words of a model of "
            "clusters are compared with its topics."
        )
    table = approximate_distribution(model, X, calculate_tokens=True).tokens(0)
    text = full_texts(model, X)
    text = None if text is None else text[0]
    return TokensWithTopics(list(table.words), table.spans, table.shares, text, names)

"""Words that are about something: a text, other words, a vector, a topic."""

from numbers import Integral

import numpy as np
from sklearn.utils import gen_batches

from .._arrays import largest
from .._columns import items_of
from .._reading import (
    WordEmbeddings,
    n_terms_of,
    read_encoder,
    read_topic_embeddings,
    read_topics,
    read_word_embeddings,
    term_posteriors,
    trained_words,
)
from .._sklearn import Interval, validate_params
from ..embedding import as_encoder, encode_words
from ._found_words import FoundWords
from ._query_shares import mean_difference, query_shares
from ._query_vectors import (
    check_comparable,
    check_words,
    cosines_with,
    direction_of,
    query_vectors,
    read_query,
)
from ._query_words import rows_of_words

# Words that are encoded at a time.
_ENCODED_AT_A_TIME = 4096
# Decimals by which similarities are compared: others are noise of rounding.
_DECIMALS = 12


@validate_params(
    {"n_words": [Interval(Integral, 1, None, closed="left"), None]},
    prefer_skip_nested_validation=True,
)
def find_words(
    model,
    query=None,
    *,
    words=None,
    vector=None,
    image=None,
    topic=None,
    negative=None,
    encoder=None,
    n_words: int | None = 10,
) -> FoundWords:
    """Find the words that are about something.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    query : str or list of str, default=None
        A text, or several.
    words : str or list of str, default=None
        Words that the model knows.
    vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
            default=None
        Embeddings, by the encoder of the model.
    image : path or image, or list of them, default=None
        For encoders that read images.
    topic : int or list of int, default=None
        Numbers of topics.
    negative : object, default=None
        What words are not to be about, of the same kind as what is looked for: texts
        beside `query`, words beside `words`, topics beside `topic`.
    encoder : str, transformer, model or callable, default=None
        Makes vectors, as :func:`~sktopics.embedding.as_encoder` takes it; by default
        the encoder of the model.
    n_words : int or None, default=10
        How many words to return; None returns all that are found.

    Returns
    -------
    words : FoundWords
        The nearest first. Words named by `words` or by `negative` beside it are not
        among them, nor words of which nothing is known.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If nothing is looked for, or several things are; if the model does not know a
        word or a topic; if nothing is known of what is looked for.

    Notes
    -----
    The similarity is the cosine of vectors, where there are vectors of words: those
    that the model keeps, those that its encoder was trained on beside documents, as
    Doc2Vec is, or those that the encoder makes of each word of the model. The last
    takes as long as encoding that many short texts, in each call.

    A model without vectors compares the topics of words. With p_t = p(topic t | word)
    and the shares q_t of topics in what is looked for, the similarity is the
    Bhattacharyya coefficient sum_t sqrt(p_t q_t). The topics of a word, of a text and
    of a topic are such shares. Of words with equal similarities the heavier come first.

    Several words, texts or vectors count alike, and what is negative is subtracted, as
    in :func:`find_documents`.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import find_words
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> find_words(pipeline, words="sea", n_words=2)
    FoundWords: 2
    similarity  word
         0.998  ship
         0.987  harbour
    """
    query = read_query(
        {
            "query": query,
            "words": words,
            "vector": vector,
            "image": image,
            "topic": topic,
        },
        negative,
    )
    n_terms_of(model)  # refuses what is no model of topics
    known = _word_vectors(model, encoder)
    has_topic_vectors = read_topic_embeddings(model) is not None
    if known is None or (query.kind == "topic" and not has_topic_vectors):
        terms, similarities, possible = _by_topics(query, model)
    else:
        terms, similarities, possible = _by_vectors(query, model, known, encoder)
    rows = np.flatnonzero(possible)
    n = len(rows) if n_words is None else n_words
    rows = rows[largest(similarities[rows], n)]
    return FoundWords(
        tuple(map(str, terms[rows].tolist())),
        np.asarray(similarities, dtype=np.float64)[rows],
    )


def _word_vectors(model, encoder):
    """Return the words to look among and their vectors; None if nobody has any."""
    if encoder is None:
        kept = read_word_embeddings(model)
        if kept is not None:
            return kept
        encoder = read_encoder(model)
        if encoder is None:
            return None
    else:
        encoder = as_encoder(encoder)
    trained = trained_words(encoder)
    if trained is not None and trained.table:
        return _after_later_steps(trained)
    names, named = read_topics(model)[1:3]
    if not named:
        raise ValueError(
            "The words of the model have no names, so that they cannot be encoded: "
            "give the Pipeline with the vectorizer."
        )
    blocks = gen_batches(len(names), _ENCODED_AT_A_TIME)
    vectors = [encode_words(encoder, names[block].tolist()) for block in blocks]
    return WordEmbeddings(names, np.concatenate(vectors))


def _after_later_steps(trained):
    """Return words with the vectors that an encoder has learned and its steps move."""
    vectors = np.asarray(trained.vectors)
    known = vectors.any(axis=1)
    for step in trained.later:
        vectors = np.asarray(step.transform(vectors))
    vectors = np.where(known[:, np.newaxis], vectors, 0)
    terms = np.array(list(trained.table), dtype=object)
    rows = np.array(list(trained.table.values()), dtype=np.int64)
    return WordEmbeddings(terms, vectors[rows])


def _by_vectors(query, model, known, encoder):
    """Return words, how near they are by cosine, and which can be found."""
    terms, vectors = known
    n_dimensions, asked = vectors.shape[1], []
    possible = vectors.any(axis=1)
    given = [each for each in query[1:] if each is not None]
    if query.kind == "words":
        asked = _rows_asked(query, terms)
        found = [vectors[rows] for rows in asked]
        for rows, part in zip(asked, found, strict=True):
            named = [f"the word {word!r}" for word in terms[rows]]
            check_comparable(part, n_dimensions, named)
        possible[np.concatenate(asked)] = False
    elif query.kind == "topic":
        of_topics = read_topic_embeddings(model)
        topics = [_check_topics(each, len(of_topics)) for each in given]
        found = [of_topics[each] for each in topics]
        for each, part in zip(topics, found, strict=True):
            check_comparable(part, n_dimensions, [f"topic {t}" for t in each])
    else:
        found = [
            query_vectors(query.kind, each, model, encoder, n_dimensions)
            for each in given
        ]
    return terms, cosines_with(vectors, direction_of(*found)), possible


def _by_topics(query, model):
    """Return words, how alike their topics are, and which can be found."""
    if query.kind in ("vector", "image"):
        raise ValueError(
            f"{query.kind}= is compared with vectors of words, and the model has "
            "neither these nor an encoder: give encoder=."
        )
    names = read_topics(model).names
    posteriors = term_posteriors(model, names.tolist())
    shares = posteriors.topic_given_term
    possible = shares.any(axis=1)
    given = [each for each in query[1:] if each is not None]
    if query.kind == "words":
        asked = _rows_asked(query, names, posteriors.named)
        found = [shares[rows] for rows in asked]
        possible[np.concatenate(asked)] = False
    elif query.kind == "topic":
        one_hot = np.eye(shares.shape[1])
        found = [one_hot[_check_topics(each, len(one_hot))] for each in given]
    else:
        found = [query_shares(model, each) for each in given]
    similarities = np.sqrt(shares) @ mean_difference(*map(np.sqrt, found))
    heavier = np.argsort(-posteriors.term_given_topic.sum(axis=1), kind="stable")
    similarities = np.round(similarities, _DECIMALS)
    return names[heavier], similarities[heavier], possible[heavier]


def _rows_asked(query, terms, named=True):
    """Return the places of the words of a query, and those of the negative ones."""
    words = [check_words(query.positive)]
    if query.negative is not None:
        words.append(check_words(query.negative, "negative"))
    return [rows_of_words(each, terms, named) for each in words]


def _check_topics(topics, n_topics):
    """Return numbers of topics as a list of int, of a single one or of several."""
    several = np.iterable(topics) and not isinstance(topics, str)
    topics = list(items_of(topics)) if several else [topics]
    for topic in topics:
        if not isinstance(topic, Integral) or not 0 <= topic < n_topics:
            raise ValueError(
                f"There is no topic {topic!r:.60} (topics: 0 to {n_topics - 1})."
                if n_topics
                else "The model has found no topics."
            )
    if not topics:
        raise ValueError("topic must hold at least one topic, and is empty.")
    return list(map(int, topics))

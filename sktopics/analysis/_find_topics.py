"""Topics that are about something: a text, words, a vector, an image."""

from numbers import Integral

import numpy as np

from .._arrays import largest, unit_rows
from .._reading import (
    read_kept_vectors,
    read_topic_embeddings,
    term_posteriors,
    unknown_term,
)
from .._sklearn import Interval, StrOptions, validate_params
from ..topics import topic_table
from ._found_topics import FoundTopics
from ._liked_documents import query_of_documents
from ._liked_vectors import liked_shares
from ._query_directions import query_direction
from ._query_shares import mean_difference, query_shares
from ._query_vectors import check_words, read_query
from ._query_words import WAYS, are_by_vectors
from ._searched_corpus import SearchedCorpus


@validate_params(
    {
        "n_topics": [Interval(Integral, 1, None, closed="left"), None],
        "by": [StrOptions(set(WAYS))],
    },
    prefer_skip_nested_validation=True,
)
def find_topics(
    model,
    query=None,
    *,
    words=None,
    vector=None,
    image=None,
    like=None,
    negative=None,
    by="auto",
    X=None,
    embeddings=None,
    encoder=None,
    n_topics: int | None = 5,
    labels=None,
    ids=None,
) -> FoundTopics:
    """Find the topics that are about something.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    query : str or list of str, default=None
        A text, or several. A model that knows no texts takes one document as its
        `transform` does, a row of counts for instance.
    words : str or list of str, default=None
        Words of the model's vocabulary.
    vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
            default=None
        Embeddings, by the encoder of the model.
    image : path or image, or list of them, default=None
        For encoders that read images.
    like : int, id, str, or list of them, default=None
        Documents that topics are to be like: texts, or rows or ids of `X`, as for
        :func:`find_documents`.
    negative : object, default=None
        What topics are not to be about, of the same kind as what is looked for: texts
        beside `query`, words beside `words`, documents beside `like`.
    by : {"auto", "vectors", "words"}, default="auto"
        How words are looked for: by their vectors, or by the weights of words in
        topics. "auto" takes vectors where the model keeps vectors of its words.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        The documents of the rows in `like`. A model that keeps the vectors of its
        training documents needs none.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of `X`.
    encoder : str, transformer, model or callable, default=None
        Makes vectors of texts, words and images, as
        :func:`~sktopics.embedding.as_encoder` takes it; by default the encoder of the
        model.
    n_topics : int or None, default=5
        How many topics to return; None returns all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    ids : array-like of shape (n_documents,), default=None
        What documents of `X` are called in `like`; by default what the index of a
        pandas object calls them, else their rows.

    Returns
    -------
    topics : FoundTopics
        The nearest first, topics of equal similarity by number. -1, the outliers, is no
        topic and is never found.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If there is no query or several, if nothing is known of it, or if its vector has
        another length than the vectors of topics.

    Notes
    -----
    The similarity depends on the model and on the query. With a model of clusters, the
    similarity with a text, a document, a vector or an image is the cosine of its vector
    and the topic's mean vector. With a model of mixtures, the similarity with a text or
    a document is the share of the topic in it. With words it is p(topic | word), see
    :func:`~sktopics.topics.term_topics`; or, with a model that keeps vectors of its
    words, the cosine of vectors.

    Several words, texts, vectors or documents count alike: the similarity is a mean.
    The mean over what is negative is subtracted. Of vectors, this ranks as the cosine
    with the mean of the positive ones minus the mean of the negative ones, each scaled
    to length 1, which is the similarity.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import find_topics
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> find_topics(pipeline, "a ship in the harbour")
    FoundTopics: 2
    topic  similarity  label
        1       0.827  sea, ship, harbour
        0       0.173  tax, debt, cut
    >>> find_topics(pipeline, words="tax", negative=["sea", "ship"])
    FoundTopics: 2
    topic  similarity  label
        0       0.725  tax, debt, cut
        1      -0.725  sea, ship, harbour
    """
    given = {"query": query, "words": words, "vector": vector}
    query = read_query({**given, "image": image, "like": like}, negative)
    table = topic_table(model, n_top_words=3, n_authors=0, labels=labels)
    names = table.labels
    vectors = read_topic_embeddings(model)
    if query.kind == "words" and not are_by_vectors(model, by):
        similarities = similarities_with_words(model, words, query.negative)
    elif query.kind in ("query", "like") and vectors is None:
        similarities = _shares_in(query, model, X, ids)
    elif vectors is None:
        what = f'by="{by}"' if query.kind == "words" else f"{query.kind}="
        raise ValueError(
            f"{what} is compared with the vectors of topics, and this model has none: "
            "give a text or words."
        )
    else:
        corpus = None
        if query.kind == "like":
            corpus = _corpus(model, X, embeddings, encoder, ids)
            query = _with_documents(query, corpus)
        wanted = query_direction(query, model, encoder, vectors.shape[1], corpus)
        similarities = unit_rows(vectors) @ wanted
    best = largest(similarities, len(names) if n_topics is None else n_topics)
    return FoundTopics(
        best,
        tuple(names[topic] for topic in best),
        np.asarray(similarities, dtype=np.float64)[best],
    )


def similarities_with_words(model, words, negative=None):
    """Return the mean of p(topic | word) over words, minus that over others.

    Returns
    -------
    similarities : ndarray of shape (n_topics,)
    """
    found = [posteriors_of_words(model, check_words(words))]
    if negative is not None:
        found.append(posteriors_of_words(model, check_words(negative, "negative")))
    return mean_difference(*found)


def posteriors_of_words(model, words):
    """Return p(topic | word), (n_words, n_topics); ValueError for unknown words."""
    found = term_posteriors(model, words)
    for word, column in zip(words, found.columns, strict=True):
        if column < 0:
            raise ValueError(unknown_term(word, found.names, found.named))
    return found.topic_given_term


def _shares_in(query, model, X, ids):
    """Return the mean share of topics in what is looked for, minus that in others."""
    if query.kind == "query":
        given = [each for each in query[1:] if each is not None]
        return mean_difference(*(query_shares(model, each) for each in given))
    corpus = _corpus(model, X, None, None, ids)
    query = _with_documents(query, corpus)
    given = [each for each in query[1:] if each is not None]
    return mean_difference(*(liked_shares(each, corpus, model) for each in given))


def _corpus(model, X, embeddings, encoder, ids):
    """Return the documents in which rows are, or None where there are none."""
    if X is None and embeddings is None and read_kept_vectors(model) is None:
        return None
    return SearchedCorpus(model, X, embeddings=embeddings, encoder=encoder, ids=ids)


def _with_documents(query, corpus):
    """Return the query with the documents that it names."""
    if corpus is None:
        return query_of_documents(query, None, None)
    return query_of_documents(query, corpus.n_documents, corpus.ids)

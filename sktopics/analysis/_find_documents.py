"""Documents of a topic, or about something: a text, words, a vector, an image."""

from numbers import Integral

import numpy as np

from .._arrays import largest
from .._reading import (
    final_model,
    model_input,
    takes_beside,
    topic_probabilities,
)
from .._sklearn import Interval, StrOptions, validate_params
from .._sparse import as_dense
from ..topics.names_by_topic import NO_TOPIC, names_by_topic
from ._bm25 import bm25_scores
from ._found_documents import FoundDocuments
from ._liked_documents import query_of_documents
from ._liked_vectors import liked_shares
from ._query_directions import query_direction
from ._query_shares import mean_difference, query_shares
from ._query_vectors import cosines_with, read_query
from ._query_words import WAYS, are_by_vectors
from ._searched_corpus import SearchedCorpus


@validate_params(
    {
        "topic": [Integral, None],
        "n_documents": [Interval(Integral, 1, None, closed="left"), None],
        "by": [StrOptions(set(WAYS))],
    },
    prefer_skip_nested_validation=True,
)
def find_documents(
    model,
    X=None,
    query=None,
    *,
    topic=None,
    words=None,
    vector=None,
    image=None,
    like=None,
    negative=None,
    by="auto",
    embeddings=None,
    encoder=None,
    n_documents: int | None = 10,
    labels=None,
    ids=None,
    **beside,
) -> FoundDocuments:
    """Find the documents of a topic, or those that are about something.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        The documents to look among: what `model.transform` takes. A model that keeps
        the vectors of its training documents looks among these by default.
    query : str or list of str, default=None
        A text, or several.
    topic : int, default=None
        Number of a topic, -1 for documents without a topic. With something else to look
        for, documents of other topics are left out.
    words : str or list of str, default=None
        Words of the model's vocabulary.
    vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
            default=None
        Embeddings, of the same encoder as `embeddings`.
    image : path or image, or list of them, default=None
        For encoders that read images.
    like : int, id, str, or list of them, default=None
        Documents that others are to be like: rows of `X`, ids or texts. A whole number
        is a row, unless `X` has an index or you give `ids`. Then it is an id. A str
        that is no id is a text.
    negative : object, default=None
        What documents are not to be about, of the same kind as what is looked for:
        texts beside `query`, words beside `words`, documents beside `like`.
    by : {"auto", "vectors", "words"}, default="auto"
        How words are looked for: by their vectors, or by counting them in `X`. "auto"
        takes vectors where the model keeps vectors of its words.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of `X`. Without them, those that the model keeps of its training
        documents are taken. Of other documents the encoder makes some, where they are
        needed.
    encoder : str, transformer, model or callable, default=None
        Makes vectors, as :func:`~sktopics.embedding.as_encoder` takes it; by default
        the encoder of the model.
    n_documents : int or None, default=10
        How many documents to return; None returns all that are found.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    ids : array-like of shape (n_documents,), default=None
        What to call the documents, such as a column of a frame; by default what the
        index of a pandas object calls them, else their rows.
    **beside : dict
        What `transform` of the model takes beside `X`, as ``authors=``.

    Returns
    -------
    documents : FoundDocuments
        The nearest first, documents of equal similarity in the order of the corpus.
        Documents named by `like` or by `negative` beside it are not among them.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a text is no str, if the encoder reads no images, or if there is no `X` and
        the model keeps no vectors.
    ValueError
        If nothing is looked for, or several things are; if there is no such topic or
        document; if nothing is known of what is looked for.

    Notes
    -----
    The similarity depends on what is looked for. With a topic alone it is the share or
    the probability of the topic in the document. With words that are counted it is
    Okapi BM25 [1]_ of the words in `X`, and only documents with one of the words are
    found. With anything else it is the cosine of vectors, or, where there is neither
    an encoder nor vectors, how alike the shares of topics are: their Bhattacharyya
    coefficient sum_t sqrt(p_t q_t), which is 1 for equal shares.

    Several texts, vectors or documents count alike: the similarity is a mean. What is
    negative is subtracted: the mean of the similarities with it, or the BM25 of its
    words. Of vectors, this ranks as the cosine with the mean of the positive ones minus
    the mean of the negative ones, each scaled to length 1, which is the similarity.
    gensim and top2vec take the sum of the positive ones minus that of the negative
    ones, so that one of two negative words counts half as much here as there.

    References
    ----------
    .. [1] S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25
       and beyond", Foundations and Trends in Information Retrieval 3, 2009.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import find_documents
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> find_documents(pipeline, documents, topic=0, n_documents=2)
    FoundDocuments: 2
    document  similarity  topic  excerpt
           1       0.872      0  tax debt tax
           3       0.829      0  tax cut
    >>> find_documents(pipeline, documents, words=["tax"], negative="cut")
    FoundDocuments: 2
    document  similarity  topic  excerpt
           1       0.929      0  tax debt tax
           3      -0.575      0  tax cut
    >>> find_documents(pipeline, documents, like=0, n_documents=1)[0].excerpt
    'ship sea'
    """
    corpus = SearchedCorpus(
        model, X, embeddings=embeddings, encoder=encoder, ids=ids, beside=beside
    )
    given = {"query": query, "words": words, "vector": vector}
    given |= {"image": image, "like": like}
    query = read_query(given, negative, none_is_allowed=topic is not None)
    names = names_by_topic(model, labels)
    if topic is not None and topic not in names:
        known = ", ".join(map(str, sorted(names)[:20]))
        raise ValueError(f"There is no topic {topic} (topics: {known}).")
    asked = []
    if query.kind is None:
        similarities, possible = _of_topic(corpus, topic)
    elif query.kind == "words" and not are_by_vectors(model, by):
        _check_texts_are_there(corpus, by)
        similarities, possible = bm25_scores(model, corpus.X, words, query.negative)
    else:
        if query.kind == "like":
            query, asked = _liked(query, corpus)
        similarities = _likeness(query, corpus)
        possible = np.ones(len(similarities), dtype=bool)
        possible[asked] = False
    topics = corpus.topics
    if query.kind is not None and topic is not None:
        possible &= topics == topic
    rows = np.flatnonzero(possible)
    n = len(rows) if n_documents is None else n_documents
    rows = rows[largest(similarities[rows], n)]
    texts = corpus.excerpts(rows.tolist())
    return FoundDocuments(
        rows,
        tuple(corpus.ids_of(rows)),
        topics[rows],
        tuple(names[topic] for topic in topics[rows].tolist()),
        np.asarray(similarities, dtype=np.float64)[rows],
        tuple(texts.get(row) for row in rows.tolist()),
    )


def _check_texts_are_there(corpus, by):
    if corpus.X is not None:
        return
    if by == "words":
        raise ValueError('by="words" counts words: give the documents as X.')
    raise ValueError(
        "Words are looked for in the documents, as the model has no vectors of words: "
        'give the documents as X, or by="vectors".'
    )


def _of_topic(corpus, topic):
    """Return how much documents are of a topic, and which of them are at all."""
    found, topics = corpus.found, corpus.topics
    possible = topics == topic
    if found.are_clusters:
        return _probabilities(corpus, topic, possible), possible
    if topic == NO_TOPIC:
        return np.ones(len(topics)), possible
    shares = found.shares[:, [topic]].toarray().ravel()
    return shares, shares > 0


def _probabilities(corpus, topic, possible):
    """Return the probabilities of a topic, or of none, in possible documents."""
    final, beside, rows = final_model(corpus.model), corpus.beside, slice(None)
    if corpus.kept is not None and takes_beside(corpus.model, "embeddings"):
        rows, data = np.flatnonzero(possible), None
        beside = {"embeddings": corpus.kept[rows]}
    elif corpus.kept is not None:
        return possible.astype(np.float64)
    else:
        data = model_input(corpus.model, corpus.X)
    found = np.zeros(len(possible))
    if possible.any():
        probabilities = topic_probabilities(final, data, **beside)
        probabilities = np.asarray(as_dense(probabilities))
        none = topic == NO_TOPIC
        found[rows] = 1 - probabilities.sum(axis=1) if none else probabilities[:, topic]
    return found


def _liked(query, corpus):
    """Return the query with the documents that it names, and the rows of these."""
    query = query_of_documents(query, corpus.n_documents, corpus.ids)
    both = [each for each in query[1:] if each is not None]
    asked = [row for each in both for row in each.rows.tolist()]
    texts = [text for each in both for text in each.texts]
    if texts:
        asked += corpus.rows_of_texts(texts)
    return query, asked


def _likeness(query, corpus):
    """Return how alike documents are to what is looked for, but not to be like."""
    model, kind = corpus.model, query.kind
    given = [each for each in query[1:] if each is not None]
    if kind in ("query", "like") and not corpus.has_vectors:
        if kind == "query":
            shares = [query_shares(model, each) for each in given]
        else:
            _check_mixtures(corpus)
            shares = [liked_shares(each, corpus, model) for each in given]
        wanted = mean_difference(*map(np.sqrt, shares))
        return np.asarray(corpus.found.shares.sqrt() @ wanted).ravel()
    if kind == "vector" and not corpus.has_vectors:
        raise ValueError("A vector is compared with embeddings of X: give embeddings=.")
    n_dimensions = corpus.vectors.shape[1]
    direction = query_direction(query, model, corpus.encoder, n_dimensions, corpus)
    return cosines_with(corpus.vectors, direction)


def _check_mixtures(corpus):
    if corpus.are_clusters:
        raise ValueError(
            "Documents are compared by their vectors, and the model has no encoder: "
            "give the vectors of X as embeddings=, or an encoder as encoder=."
        )

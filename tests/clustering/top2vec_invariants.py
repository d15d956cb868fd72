"""What holds for every fitted Top2Vec, after whatever was done to it."""

import io

import joblib
import numpy as np
import scipy.sparse as sp
from bertopic_corpora import FitTransformOnly, Unequal, unequal_corpus
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import PCA

from sktopics import Top2Vec

_TEXT = """
reed concert melody orchestra tone breath orchard cider core harvest pie branch paddle
river rapids hull current lake bulb petal garden spring stem vase wing lantern night
cocoon dust antenna verdict margin ladder pixel ounce decade
"""
_WORDS = _TEXT.split()
_WORD_VECTORS = np.eye(6, 9)[np.repeat(range(6), 6)]
_WORD_VECTORS = _WORD_VECTORS + np.random.RandomState(3).normal(0, 0.2, (36, 9))
VECTOR_OF = dict(zip(_WORDS, _WORD_VECTORS, strict=True))


class MeansOfWords:
    """An encoder: the mean of the vectors of known words, zeros without any."""

    def transform(self, X):
        rows = np.zeros((len(X), 9))
        for row, text in zip(rows, X, strict=True):
            known = [VECTOR_OF[word] for word in text.split() if word in VECTOR_OF]
            if known:
                row[:] = np.mean(known, axis=0)
        return rows


def odd_corpus(seed, sizes=(24, 14, 9, 6, 0), n_outliers=6):
    """Documents of four classes, blank ones, unknown ones, and repeats."""
    corpus = unequal_corpus(sizes, n_outliers, seed=seed)
    documents = ["", *corpus.documents, "  ", "unknown words"]
    nothing = np.zeros((1, 9))
    vectors = np.vstack([nothing, corpus.vectors, nothing, nothing])
    topics = np.concatenate([[-1], corpus.topics, [-1, -1]])
    repeated = [1, 1, 5]
    documents += [documents[row] for row in repeated]
    vectors = np.vstack([vectors, vectors[repeated]])
    return Unequal(documents, vectors, np.append(topics, topics[repeated]))


CORPUS, OTHER = odd_corpus(5), odd_corpus(6, (8, 9, 7, 0, 0), 3)


def both(*corpora):
    """Corpora as one."""
    documents = [text for corpus in corpora for text in corpus.documents]
    vectors = np.vstack([corpus.vectors for corpus in corpora])
    return Unequal(documents, vectors, np.hstack([c.topics for c in corpora]))


def top2vec(encoder=None, clusterer=None, reducer=None, **params):
    """A Top2Vec of small parts."""
    clusterer = HDBSCAN(4, copy=True) if clusterer is None else clusterer
    defaults = {"min_topic_size": 4, "random_state": 0, "merge_distance": 0.02}
    parts = {"reducer": reducer, "clusterer": clusterer}
    return Top2Vec(encoder, **parts, **(defaults | params))


def by_vectors(**params):
    """Fit on embeddings, words being the means of their documents."""
    fitted = top2vec(**params)
    return fitted.fit(CORPUS.documents, embeddings=CORPUS.vectors)


def by_words(**params):
    """Fit by an encoder of words and documents."""
    params = {"word_vectors": "encoder"} | params
    return top2vec(MeansOfWords(), **params).fit(CORPUS.documents)


INSTANCES = {
    "vectors, hdbscan": by_vectors,
    "vectors, hdbscan, clusters": lambda: by_vectors(assign="cluster"),
    "vectors, default": lambda: by_vectors(clusterer="auto"),
    "vectors, default, clusters": lambda: by_vectors(
        clusterer="auto", assign="cluster"
    ),
    "vectors, kmeans, pca": lambda: by_vectors(
        clusterer=KMeans(5, n_init=1), reducer=PCA(3)
    ),
    "vectors, kmeans, clusters": lambda: by_vectors(
        clusterer=KMeans(5, n_init=1), assign="cluster"
    ),
    "words, hdbscan": by_words,
    "words, default, clusters": lambda: by_words(clusterer="auto", assign="cluster"),
    "words by documents, layout": lambda: by_words(
        reducer=FitTransformOnly(), assign="cluster", word_vectors="documents"
    ),
    "words by both, fewer topics": lambda: by_words(
        clusterer=KMeans(6, n_init=1), n_topics=3, word_vectors="both"
    ),
    "32 bits": lambda: top2vec().fit(
        CORPUS.documents, embeddings=CORPUS.vectors.astype(np.float32)
    ),
}


def given_to(fitted, corpus):
    """What methods of a model are given: embeddings, where it has no encoder."""
    if fitted.encoder_ is None:
        return {"X": corpus.documents, "embeddings": corpus.vectors}
    return {"X": corpus.documents}


def units(vectors):
    """Rows of length 1, in 64 bits; zeros stay zeros."""
    vectors = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def check_invariants(fitted, corpus, *, nearest=None, fresh=True):
    """Whether all that a model says is what its documents and vectors give.

    Parameters
    ----------
    fitted : Top2Vec
    corpus : Unequal
        All of its documents.
    nearest : bool, default=None
        Whether every document is in the nearest topic; None asks the model.
    fresh : bool, default=True
        Whether the probabilities of all documents are those of the model as it is now:
        documents that come later leave what was said of others.
    """
    nearest = fitted.assign == "centroid" if nearest is None else nearest
    _check_shapes(fitted, corpus)
    _check_vectors(fitted, corpus)
    _check_counts(fitted, corpus)
    _check_words(fitted)
    _check_places(fitted, corpus, nearest, fresh)
    _check_table(fitted, corpus)
    _check_layers(fitted)
    _check_round_trip(fitted, corpus)


def _check_shapes(fitted, corpus):
    labels, n_topics = fitted.labels_, len(fitted.topic_sizes_)
    n_documents, n_terms = len(corpus.documents), len(fitted.terms_)
    assert labels.dtype == np.int64
    assert labels.shape == fitted.similarities_.shape == (n_documents,)
    assert ((labels >= -1) & (labels < n_topics)).all()
    sizes = np.bincount(labels[labels >= 0], minlength=n_topics)
    assert_array_equal(fitted.topic_sizes_, sizes)
    assert fitted.n_outliers_ == (labels < 0).sum()
    assert fitted.document_embeddings_.shape == (n_documents, 9)
    assert fitted.word_embeddings_.shape == (n_terms, 9)
    assert fitted.components_.shape == (n_topics, n_terms)
    assert fitted.outlier_components_.shape == (1, n_terms)
    assert fitted.topic_embeddings_.shape == (n_topics, 9)
    assert fitted.topic_word_counts_.shape == (n_topics, n_terms)
    assert fitted.topic_document_counts_.shape == (n_topics, n_terms)
    assert fitted.probabilities_.shape == (n_documents,)
    assert len(fitted.topic_names_) == len(fitted.topics_) == n_topics
    assert len(set(fitted.terms_.tolist())) == n_terms


def _check_vectors(fitted, corpus):
    """Vectors of documents are the encoder's, topics are means of directions."""
    documents, expected_words = fitted.document_embeddings_, []
    expected = corpus.vectors
    if fitted.encoder_ is not None:
        expected = MeansOfWords().transform(corpus.documents)
    atol = 1e-12 if documents.dtype == np.float64 else 1e-6
    assert_allclose(documents, expected, atol=atol)
    directions = units(documents)
    for topic, mean in enumerate(fitted.topic_embeddings_):
        area = fitted._areas == topic
        if area.any():
            assert_allclose(mean, directions[area].mean(axis=0), atol=1e-6)
    if fitted._held_words is not None:
        held = _counts(fitted, corpus) > 0
        n_holders = np.maximum(held.sum(axis=0), 1)[:, np.newaxis]
        means = (held.T.astype(float) @ directions) / n_holders
        expected_words.append(means)
    if fitted._encoded_words is not None:
        expected_words.append(MeansOfWords().transform(fitted.terms_))
    if len(expected_words) == 2:
        expected_words = [sum(map(units, expected_words)) / 2]
    assert_allclose(fitted.word_embeddings_, expected_words[0], atol=1e-6)


def _counts(fitted, corpus):
    if fitted.vectorizer_ is None:
        return np.zeros((len(corpus.documents), 0))
    return sp.csr_array(fitted.vectorizer_.transform(corpus.documents)).toarray()


def _check_counts(fitted, corpus):
    counts, n_topics = _counts(fitted, corpus), len(fitted.topic_sizes_)
    rows = np.where(fitted.labels_ < 0, n_topics, fitted.labels_)
    of_topics = np.eye(n_topics + 1)[:, rows]
    for X, topics, outliers in (
        (counts, fitted.topic_word_counts_, fitted.outlier_word_counts_),
        (counts > 0, fitted.topic_document_counts_, fitted.outlier_document_counts_),
    ):
        expected = of_topics @ X
        assert_allclose(topics.toarray(), expected[:-1])
        assert_allclose(outliers.toarray(), expected[-1:])


def _check_words(fitted):
    """Words are those with the largest cosines, which are weights."""
    cosines = units(fitted.topic_embeddings_) @ units(fitted.word_embeddings_).T
    components = fitted.components_
    assert_allclose(components, np.maximum(cosines, 0), atol=1e-6)
    assert ((components >= 0) & (components <= 1)).all()
    outliers = fitted.labels_ < 0
    mean = units(fitted.document_embeddings_)[outliers].sum(axis=0, keepdims=True)
    assert_allclose(
        fitted.outlier_components_,
        np.maximum(units(mean) @ units(fitted.word_embeddings_).T, 0),
        atol=1e-6,
    )
    columns = {term: column for column, term in enumerate(fitted.terms_.tolist())}
    tables = [*zip(fitted.topics_, components, strict=True)]
    tables.append((fitted.topics_.outliers, fitted.outlier_components_[0]))
    for topic, weights in tables:
        best = np.sort(weights)[::-1][: fitted.n_top_words]
        best = best[best > 100 * np.finfo(best.dtype).eps]
        assert_allclose(topic.weights, best, atol=1e-6)
        own = weights[[columns[term] for term in topic.terms]]
        assert_allclose(own, best, atol=1e-6)


def _check_places(fitted, corpus, nearest, fresh):
    """What a model says of its documents, when they come once more."""
    labels, given = fitted.labels_, given_to(fitted, corpus)
    documents = fitted.document_embeddings_
    known = documents.any(axis=1)
    cosines = units(documents) @ units(fitted.topic_embeddings_).T
    found = fitted.transform(**given)
    assert (np.abs(found) <= 1).all()
    assert_allclose(found, cosines, atol=1e-6)
    padded = np.hstack([cosines, np.zeros((len(labels), 1))])
    own = padded[np.arange(len(labels)), labels]
    assert_allclose(fitted.similarities_, own, atol=1e-6)
    assert (np.abs(fitted.similarities_) <= 1).all()
    assert (labels[~known] == -1).all()
    has_area = np.isin(np.arange(len(fitted.topic_sizes_)), fitted._areas)
    if nearest:
        best = np.where(has_area, cosines, -2).max(axis=1, initial=-2)
        rows = labels >= 0
        assert_allclose(best[rows], own[rows], atol=1e-6)
    predicted, alone = fitted.predict(**given), _alone(corpus, known)
    assert_array_equal(predicted[alone], labels[alone])
    assert (predicted[~known] == -1).all()
    shares = fitted.predict_proba(**given)
    assert np.isfinite(shares).all()
    assert (shares >= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-9).all()
    assert (shares[~known] == 0).all()
    rest = 1 - shares.sum(axis=1, keepdims=True)
    most = np.hstack([shares, rest]).argmax(axis=1)
    assert_array_equal(np.where(most == shares.shape[1], -1, most), predicted)
    rows = np.flatnonzero(alone & (labels >= 0))
    if fresh:
        own = shares[rows, labels[rows]]
        assert_allclose(fitted.probabilities_[rows], own, atol=1e-6)
    assert (fitted.probabilities_[labels < 0] == 0).all()
    assert (fitted.probabilities_[labels >= 0] > 0).all()


def _alone(corpus, known):
    _, where, n = np.unique(
        np.array(corpus.documents), return_inverse=True, return_counts=True
    )
    return (n[where] == 1) & known


def _check_table(fitted, corpus):
    labels = fitted.labels_
    for topic, name in zip(fitted.topics_, fitted.topic_names_, strict=True):
        assert topic.label == (name or topic.label)
        assert topic.size == fitted.topic_sizes_[topic.index] / len(labels)
        rows = [document.index for document in topic.documents]
        assert len(set(rows)) == len(rows) <= fitted.n_representative
        assert (labels[rows] == topic.index).all()
        shares = [document.share for document in topic.documents]
        assert_allclose(shares, fitted.probabilities_[rows])
        assert all(
            corpus.documents[document.index].startswith(document.excerpt[:20])
            for document in topic.documents
        )
    outliers = fitted.topics_.outliers
    rows = [document.index for document in outliers.documents]
    assert (labels[rows] == -1).all()
    assert fitted.document_embeddings_[rows].any(axis=1).all()


def _check_layers(fitted):
    if fitted.layers_ is not None:
        assert_array_equal(fitted.layers_[fitted.layer_], fitted.labels_)


def _check_round_trip(fitted, corpus):
    file = io.BytesIO()
    joblib.dump(fitted, file)
    file.seek(0)
    loaded = joblib.load(file)
    assert vars(loaded).keys() == vars(fitted).keys()
    assert loaded.topics_ == fitted.topics_
    given = given_to(fitted, corpus)
    assert_array_equal(loaded.transform(**given), fitted.transform(**given))
    assert_array_equal(loaded.predict(**given), fitted.predict(**given))

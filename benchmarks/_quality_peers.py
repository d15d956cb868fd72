"""Topic models behind one face: what they find, in which words, and in new documents.

Each `Way` has two functions. ``fit(known, setting)`` trains a model, from texts and
their vectors to topics and words, and is what is timed. ``read(model, known, new,
setting)`` says what it found, a `Found`.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

N_WORDS = 10
# Words in fewer documents are left out of the counts for LDA.
MIN_DF = 5
# Of tomotopy, whose default of ten is far from the end.
SWEEPS = 500


class Documents(NamedTuple):
    """Texts, and their vectors, one row each."""

    texts: list
    vectors: np.ndarray

    def first(self, n):
        """The first `n` documents."""
        return Documents(self.texts[:n], self.vectors[:n])


class Setting(NamedTuple):
    """What models are told.

    Attributes
    ----------
    seed : int
    n_topics : int
        For the ways whose names end in K.
    stop_words : list of str
        For the ways that take a stop list.
    encoder : str or None
        What made the vectors, for the ways that also encode words.
    """

    seed: int
    n_topics: int
    stop_words: list
    encoder: str | None


class Found(NamedTuple):
    """What a model found.

    Attributes
    ----------
    labels : ndarray of int
        Topics of the documents that it was fitted on, -1 for outliers.
    new_labels : ndarray of int
        Topics of documents that it had not seen.
    words : list of lists of str
        The words of each topic, best first.
    """

    labels: np.ndarray
    new_labels: np.ndarray
    words: list


def fit_bertopic_of_ours(known, setting, given_number=False):
    from sktopics import BERTopic

    n_topics = {"n_topics": setting.n_topics} if given_number else {}
    model = BERTopic(None, random_state=setting.seed, **n_topics)
    return model.fit(known.texts, embeddings=known.vectors)


def read_bertopic_of_ours(model, known, new, setting):
    new_labels = model.predict(new.texts, new.vectors)
    return Found(model.labels_, new_labels, model.topics_.top_words)


def fit_lda_of_ours(known, setting):
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    from sktopics import LatentDirichletAllocation

    counts = CountVectorizer(stop_words=setting.stop_words, min_df=MIN_DF)
    lda = LatentDirichletAllocation(setting.n_topics, random_state=setting.seed)
    return make_pipeline(counts, lda).fit(known.texts)


def fit_consensus(known, setting, n_runs=10):
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    from sktopics import LatentDirichletAllocation, ensemble

    if not hasattr(ensemble, "ConsensusTopics"):
        raise NotMeasured("sktopics.ensemble has no ConsensusTopics")
    counts = CountVectorizer(stop_words=setting.stop_words, min_df=MIN_DF)
    consensus = ensemble.ConsensusTopics(
        LatentDirichletAllocation(setting.n_topics),
        n_runs=n_runs,
        random_state=setting.seed,
    )
    return make_pipeline(counts, consensus).fit(known.texts)


def read_lda_of_ours(model, known, new, setting):
    from sktopics.topics import topic_table

    return Found(
        model.transform(known.texts).argmax(axis=1),
        model.transform(new.texts).argmax(axis=1),
        topic_table(model, N_WORDS).top_words,
    )


def fit_bertopic(known, setting, stop_list=False, given_number=False):
    from bench_bertopic import original
    from sklearn.feature_extraction.text import CountVectorizer

    options = {}
    if stop_list:
        options["vectorizer_model"] = CountVectorizer(stop_words=setting.stop_words)
    if given_number:
        options["nr_topics"] = setting.n_topics + 1  # it counts the outliers
    model = original(setting.seed, top_n_words=N_WORDS, **options)
    return model.fit(known.texts, known.vectors.copy())


def read_bertopic(model, known, new, setting):
    new_labels, _ = model.transform(new.texts, new.vectors)
    topics = sorted(topic for topic in model.get_topics() if topic >= 0)
    # It fills topics of few words up with empty ones.
    words = [[w for w, _ in model.get_topic(topic) if w] for topic in topics]
    return Found(np.asarray(model.topics_), np.asarray(new_labels), words)


def fit_tritopic(known, setting, given_number=False):
    from tritopic import TriTopic

    model = TriTopic(
        n_topics=setting.n_topics if given_number else "auto",
        random_state=setting.seed,
        verbose=False,
    )
    return model.fit(known.texts, embeddings=known.vectors.copy())


def read_tritopic(model, known, new, setting):
    topics = [topic for topic in model.topics_ if topic.topic_id >= 0]
    # As its `transform`, which takes no vectors of new documents.
    centers = model.topic_embeddings_
    centers = centers / np.linalg.norm(centers, axis=1, keepdims=True)
    vectors = new.vectors / np.linalg.norm(new.vectors, axis=1, keepdims=True)
    similarities = vectors @ centers.T
    new_labels = similarities.argmax(axis=1)
    new_labels[similarities.max(axis=1) < model.outlier_threshold_] = -1
    numbers = {topic.topic_id: place for place, topic in enumerate(topics)}
    labels = np.array([numbers.get(label, -1) for label in model.labels_])
    return Found(labels, new_labels, [topic.keywords[:N_WORDS] for topic in topics])


def fit_evoc(known, setting):
    """Clusters of EVoC, which knows no words: weighted as sktopics does."""
    from evoc import EVoC

    from sktopics import BERTopic

    clusters = EVoC(random_state=setting.seed).fit_predict(known.vectors)
    model = BERTopic(None, None, None)
    return model.fit(known.texts, clusters, embeddings=known.vectors)


@lru_cache
def sentence_encoder(name):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, device="cpu")


def fit_keynmf(known, setting):
    """KeyNMF, the vectors of its words included in what is timed."""
    from turftopic import KeyNMF

    if setting.encoder is None:
        raise NotMeasured("it encodes words: say by which model with --encoder")
    model = KeyNMF(
        setting.n_topics,
        encoder=sentence_encoder(setting.encoder),
        random_state=setting.seed,
    )
    model.fit(known.texts, embeddings=known.vectors)
    return model


def read_keynmf(model, known, new, setting):
    words = [[str(w) for w, _ in topic] for _, topic in model.get_topics(N_WORDS)]
    mixtures = model.document_topic_matrix, model.transform(new.texts, new.vectors)
    return Found(*map(largest_shares, mixtures), words)


def largest_shares(mixtures):
    """The topic that documents have most of; -1 for those that have none of any."""
    return np.where(mixtures.any(axis=1), mixtures.argmax(axis=1), -1)


def tokens(known, setting):
    """Words of each document as the counts for LDA have them, and what makes them."""
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(stop_words=setting.stop_words, min_df=MIN_DF)
    counts.fit(known.texts)
    return partial(_tokens, counts.build_analyzer(), counts.vocabulary_)


def _tokens(analyze, vocabulary, texts):
    return [[word for word in analyze(text) if word in vocabulary] for text in texts]


def fit_lda_of_topica(known, setting):
    import topica

    tokenize = tokens(known, setting)
    model = topica.LDA(setting.n_topics, seed=setting.seed)
    model.fit(tokenize(known.texts))
    return model, tokenize


def read_lda_of_topica(fitted, known, new, setting):
    model, tokenize = fitted
    new_mixtures = model.transform(tokenize(new.texts), seed=setting.seed)
    return Found(
        np.asarray(model.doc_topic).argmax(axis=1),
        np.asarray(new_mixtures).argmax(axis=1),
        model.top_words(N_WORDS),
    )


def fit_bertopic_of_topica(known, setting):
    import topica

    tokenize = tokens(known, setting)
    model = topica.BERTopic(seed=setting.seed)
    model.fit(tokenize(known.texts), known.vectors)
    return model, tokenize


def read_bertopic_of_topica(fitted, known, new, setting):
    model, tokenize = fitted
    new_labels = largest_shares(model.transform(tokenize(new.texts)))
    return Found(np.asarray(model.labels), new_labels, model.top_words(N_WORDS))


def fit_lda_of_tomotopy(known, setting):
    import tomotopy

    tokenize = tokens(known, setting)
    model = tomotopy.LDAModel(k=setting.n_topics, seed=setting.seed)
    for words in tokenize(known.texts):
        if words:
            model.add_doc(words)
    model.train(SWEEPS, workers=1, show_progress=False)
    return model, tokenize


def read_lda_of_tomotopy(fitted, known, new, setting):
    model, tokenize = fitted
    trained = iter(model.docs)
    labels = [
        np.argmax(next(trained).get_topic_dist() if words else model.alpha)
        for words in tokenize(known.texts)
    ]
    new_words = tokenize(new.texts)
    unseen = [model.make_doc(words) for words in new_words if words]
    mixtures = iter(model.infer(unseen, workers=1)[0])
    new_labels = [
        np.argmax(next(mixtures) if words else model.alpha) for words in new_words
    ]
    words = [
        [word for word, *_ in model.get_topic_words(topic, top_n=N_WORDS)]
        for topic in range(model.k)
    ]
    return Found(np.array(labels), np.array(new_labels), words)


class NotMeasured(Exception):
    """What a way lacks."""


class Way(NamedTuple):
    """A way to topics.

    Attributes
    ----------
    packages : dict
        The modules that must be there, and by which names they are installed.
    fit, read : callable
        As described above.
    """

    packages: dict
    fit: Callable
    read: Callable

    @property
    def missing(self):
        """Names of the packages that are not there."""
        return [name for module, name in self.packages.items() if not find_spec(module)]


_OURS = {"sktopics": "sktopics"}
_ORIGINAL = {"bertopic": "bertopic", "umap": "umap-learn", "hdbscan": "hdbscan"}
_TRITOPIC = {"tritopic": "tritopic"}
_EVOC = {"evoc": "evoc", "sktopics": "sktopics"}
_TOPICA = {"topica": "topica"}

WAYS = {
    "sktopics BERTopic": Way(_OURS, fit_bertopic_of_ours, read_bertopic_of_ours),
    "BERTopic 0.17": Way(_ORIGINAL, fit_bertopic, read_bertopic),
    "BERTopic 0.17, stop list": Way(
        _ORIGINAL, partial(fit_bertopic, stop_list=True), read_bertopic
    ),
    "TriTopic": Way(_TRITOPIC, fit_tritopic, read_tritopic),
    "EVoC, sktopics words": Way(_EVOC, fit_evoc, read_bertopic_of_ours),
    "topica BERTopic": Way(_TOPICA, fit_bertopic_of_topica, read_bertopic_of_topica),
    "sktopics BERTopic, K": Way(
        _OURS, partial(fit_bertopic_of_ours, given_number=True), read_bertopic_of_ours
    ),
    "sktopics LDA, K": Way(_OURS, fit_lda_of_ours, read_lda_of_ours),
    "sktopics consensus, K": Way(_OURS, fit_consensus, read_lda_of_ours),
    "BERTopic 0.17, K": Way(
        _ORIGINAL, partial(fit_bertopic, given_number=True), read_bertopic
    ),
    "TriTopic, K": Way(
        _TRITOPIC, partial(fit_tritopic, given_number=True), read_tritopic
    ),
    "turftopic KeyNMF, K": Way({"turftopic": "turftopic"}, fit_keynmf, read_keynmf),
    "topica LDA, K": Way(_TOPICA, fit_lda_of_topica, read_lda_of_topica),
    "tomotopy LDA, K": Way(
        {"tomotopy": "tomotopy"}, fit_lda_of_tomotopy, read_lda_of_tomotopy
    ),
}

"""The models of sktopics that `bench_scaling.py` measures, and how each is fitted."""

import warnings
from collections.abc import Callable
from typing import NamedTuple

from _measure import measured
from _scaling_corpus import PlantedCorpus

# Rooms all of whose estimators are measured, and estimators of other rooms.
ROOMS = ("artm", "clustering", "ensemble", "lda")
MODELS_ELSEWHERE = ("Doc2Vec",)
STREAM_BATCH = 500
# Fits that take less than so many seconds are repeated, so often at most.
SHORT, REPEATS = 1.0, 5


class Point(NamedTuple):
    """The size of one fit."""

    documents: int
    topics: int
    terms: int
    threads: int


class Case(NamedTuple):
    """A way to fit a model.

    Attributes
    ----------
    model : str
        Its name in sktopics.
    make : callable
        Called with the corpus, the parameters of all models (`n_jobs` and
        `random_state`) and the number of passes, returns the model.
    given : callable
        Returns what `fit` is given of a corpus, a tuple and a dict.
    stream : bool
        Whether batches are made and given to `partial_fit` one after the other.
    """

    model: str
    make: Callable
    given: Callable
    stream: bool = False


def _counts(corpus):
    return (corpus.counts,), {}


def _counts_and_authors(corpus):
    return (corpus.counts,), {"authors": corpus.authors}


def _sequences(corpus):
    return (corpus.sequences,), {}


def _texts(corpus):
    return (corpus.texts,), {}


def _texts_and_vectors(corpus):
    return (corpus.texts,), {"embeddings": corpus.vectors}


def _vectors(corpus):
    return (corpus.vectors,), {}


def _topics_told(name, **parameters):
    """Return what makes a model that is told the number of topics and of passes."""

    def make(corpus, common, passes):
        return _estimator(name)(
            corpus.n_topics, max_iter=passes, **parameters, **common
        )

    return make


def _topics_found(name):
    """Return what makes a model of clusters, which is given vectors of texts."""

    def make(corpus, common, passes):
        return _estimator(name)(_no_encoder(), **common)

    return make


def _clusters_of_batches(name):
    """Return what makes a model of clusters that learns from batches."""

    def make(corpus, common, passes):
        from sklearn.cluster import MiniBatchKMeans

        from sktopics import OnlineCountVectorizer

        return _estimator(name)(
            _no_encoder(),
            reducer=None,
            clusterer=MiniBatchKMeans(corpus.n_topics, n_init=1),
            vectorizer=OnlineCountVectorizer(),
            **common,
        )

    return make


def _no_encoder():
    from sktopics import FunctionEncoder

    return FunctionEncoder(_refuse_texts)


def _refuse_texts(texts):
    raise ValueError("all vectors are given, and texts were to be encoded.")


def _estimator(name):
    import sktopics

    return getattr(sktopics, name)


def _hierarchy(corpus, common, passes):
    from sktopics import ARTM, HierarchicalARTM

    n_topics = corpus.n_topics
    levels = [ARTM(n, max_iter=passes) for n in (max(n_topics // 4, 2), n_topics)]
    return HierarchicalARTM(levels, **common)


def _consensus(corpus, common, passes):
    from sktopics import PLSA, ConsensusTopics

    plsa = PLSA(corpus.n_topics, max_iter=passes)
    return ConsensusTopics(plsa, n_runs=3, n_refits=0, **common)


def _doc2vec(corpus, common, passes):
    from sktopics import Doc2Vec

    return Doc2Vec(50, epochs=passes, **common)


def _contextual(corpus, common, passes):
    from sktopics import ContextualTop2Vec, StaticTokenEncoder

    return ContextualTop2Vec(StaticTokenEncoder(corpus.word_vectors), **common)


def _leiden(corpus, common, passes):
    from sktopics import LeidenClustering

    return LeidenClustering(**common)


_LDA, _AUTHORS = "LatentDirichletAllocation", "AuthorTopicModel"
_ONLINE = {"learning_method": "online"}
CASES = {
    "LDA": Case(_LDA, _topics_told(_LDA), _counts),
    "LDA variational": Case(_LDA, _topics_told(_LDA, inference="variational"), _counts),
    "LDA online": Case(_LDA, _topics_told(_LDA, **_ONLINE), _counts),
    "LDA stream": Case(_LDA, _topics_told(_LDA), _counts, stream=True),
    "AuthorTopicModel": Case(_AUTHORS, _topics_told(_AUTHORS), _counts_and_authors),
    "AuthorTopicModel stream": Case(
        _AUTHORS, _topics_told(_AUTHORS), _counts_and_authors, stream=True
    ),
    "PLSA": Case("PLSA", _topics_told("PLSA"), _counts),
    "PLSA stream": Case("PLSA", _topics_told("PLSA"), _counts, stream=True),
    "ARTM": Case("ARTM", _topics_told("ARTM"), _counts),
    "ARTM online": Case("ARTM", _topics_told("ARTM", **_ONLINE), _counts),
    "ARTM stream": Case("ARTM", _topics_told("ARTM"), _counts, stream=True),
    "ThetalessARTM": Case("ThetalessARTM", _topics_told("ThetalessARTM"), _counts),
    "ThetalessARTM stream": Case(
        "ThetalessARTM", _topics_told("ThetalessARTM"), _counts, stream=True
    ),
    "HierarchicalARTM": Case("HierarchicalARTM", _hierarchy, _counts),
    "HierarchicalARTM stream": Case(
        "HierarchicalARTM", _hierarchy, _counts, stream=True
    ),
    "AttentiveARTM": Case("AttentiveARTM", _topics_told("AttentiveARTM"), _sequences),
    "AttentiveARTM stream": Case(
        "AttentiveARTM", _topics_told("AttentiveARTM"), _sequences, stream=True
    ),
    "ConsensusTopics": Case("ConsensusTopics", _consensus, _counts),
    "Doc2Vec": Case("Doc2Vec", _doc2vec, _sequences),
    "Doc2Vec stream": Case("Doc2Vec", _doc2vec, _sequences, stream=True),
    "BERTopic": Case("BERTopic", _topics_found("BERTopic"), _texts_and_vectors),
    "BERTopic stream": Case(
        "BERTopic", _clusters_of_batches("BERTopic"), _texts_and_vectors, stream=True
    ),
    "Top2Vec": Case("Top2Vec", _topics_found("Top2Vec"), _texts_and_vectors),
    "Top2Vec stream": Case(
        "Top2Vec", _clusters_of_batches("Top2Vec"), _texts_and_vectors, stream=True
    ),
    "ContextualTop2Vec": Case("ContextualTop2Vec", _contextual, _texts),
    "LeidenClustering": Case("LeidenClustering", _leiden, _vectors),
}


def models_without_case():
    """Return the names of models of sktopics that no case measures, a list."""
    from sktopics import _HOMES

    measured_models = {case.model for case in CASES.values()}
    models = [name for name, home in _HOMES.items() if home in ROOMS]
    return sorted({*models, *MODELS_ELSEWHERE} - measured_models)


def cost_of_fit(name, point, passes):
    """Return the `Cost` of a fit as a dict. Runs in a process of its own.

    Short fits are repeated; the times are the shortest, memory is that of the first.
    """
    warnings.simplefilter("ignore")
    case, point = CASES[name], Point(*point)
    _fit(case, point._replace(documents=300), 1)()  # reads what was compiled
    fit = _fit(case, point, passes)
    costs = [measured(fit)[1]]
    while len(costs) < REPEATS and sum(cost.seconds for cost in costs) < SHORT:
        costs.append(measured(fit)[1])
    return costs[0]._asdict() | {
        "seconds": min(cost.seconds for cost in costs),
        "cpu_seconds": min(cost.cpu_seconds for cost in costs),
    }


def _fit(case, point, passes):
    """Return a function that fits; what it is given has been made before."""
    common = {"n_jobs": point.threads, "random_state": 0}
    if case.stream:
        return lambda: _fit_stream(case, point, common, passes)
    corpus = PlantedCorpus(point.documents, point.topics, point.terms)
    model = case.make(corpus, common, passes)
    args, metadata = case.given(corpus)
    return lambda: model.fit(*args, **metadata)


def _fit_stream(case, point, common, passes):
    """Make each batch, and learn from it. What makes it is part of the time."""
    model = None
    for i in range(-(-point.documents // STREAM_BATCH)):
        corpus = PlantedCorpus(STREAM_BATCH, point.topics, point.terms, seed=i)
        model = model or case.make(corpus, common, passes)
        args, metadata = case.given(corpus)
        model.partial_fit(*args, **metadata)

"""Compiling before the first fit: every model is fitted once to a few documents."""

import sys
import time
import warnings
from typing import Any, NamedTuple

import numpy as np

# So many passages, every other one of which is cut to so many words: models may have
# other kernels for short documents than for long ones.
_N_DOCUMENTS, _N_WORDS = 600, 12
# Many topics are learned by kernels of their own.
_N_TOPICS, _MANY_TOPICS = 5, 160


class _Corpus(NamedTuple):
    """The same documents in every form that models take."""

    documents: list
    counts: Any
    sequences: Any
    authors: list
    embeddings: np.ndarray


def warm_kernels():
    """Fit every model, so that its kernels are compiled and kept on disk.

    Yields
    ------
    name : str
    seconds : float
    n_compiled : int
        How many functions had to be compiled; 0 if all were on disk.
    """
    corpus = None
    for name, work in _works().items():
        before, start = count_compiled(), time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of topics that are empty, and the like
            corpus = work(corpus) or corpus
        yield name, time.perf_counter() - start, count_compiled() - before


def count_compiled():
    """Return how many functions this process has compiled, not read from disk."""
    kernels = {
        id(kernel): kernel
        for name, module in list(sys.modules.items())
        if name.startswith("sktopics.kernels.")
        for kernel in vars(module).values()
        if hasattr(kernel, "stats")
    }
    return sum(sum(k.stats.cache_misses.values()) for k in kernels.values())


def kernel_folder():
    """Return the folder of the compiled functions, or say that there is none."""
    from ..kernels import phases

    cache = getattr(phases.sample_phase, "_cache", None)
    return getattr(cache, "cache_path", "memory alone, for this process")


def _works():
    """Return what is done, by name. The first makes the corpus for the others."""
    from .. import artm
    from ..clustering import BERTopic, Top2Vec
    from ..embedding import Doc2Vec
    from ..lda import AuthorTopicModel, LatentDirichletAllocation

    lda = LatentDirichletAllocation
    regularizers = [artm.Decorrelator(1.0), artm.SmoothSparseTheta(-0.1)]
    few = {"n_components": _N_TOPICS, "max_iter": 6}
    return {
        "vectorizers": _read,
        "LatentDirichletAllocation": _of_counts(lda(**few)),
        "LatentDirichletAllocation, many topics": _of_counts(
            lda(_MANY_TOPICS, max_iter=6)
        ),
        "LatentDirichletAllocation, variational": _of_counts(
            lda(**few, inference="variational")
        ),
        "LatentDirichletAllocation, online": _of_counts(
            lda(**few, learning_method="online")
        ),
        "AuthorTopicModel": _of_authors(AuthorTopicModel(**few)),
        "PLSA": _of_counts(artm.PLSA(**few)),
        "ARTM": _of_counts(artm.ARTM(_N_TOPICS, regularizers, max_iter=6)),
        "ThetalessARTM": _of_counts(artm.ThetalessARTM(**few)),
        "AttentiveARTM": _of_sequences(artm.AttentiveARTM(**few)),
        "Doc2Vec": _of_sequences(Doc2Vec(20, epochs=2)),
        "Doc2Vec, PV-DBOW": _of_sequences(Doc2Vec(20, epochs=2, dm=0)),
        "BERTopic": _of_documents(BERTopic(min_topic_size=5)),
        "Top2Vec": _of_documents(Top2Vec(min_topic_size=5)),
        "coherence": _score,
    }


def _read(_):
    """Read documents in every way; return the `_Corpus`."""
    from sklearn.decomposition import TruncatedSVD

    from ..datasets import load_sotu
    from ..text import OnlineCountVectorizer, SequenceVectorizer

    sotu = load_sotu()
    documents = sotu.documents[:_N_DOCUMENTS]
    documents = [
        " ".join(text.split()[:_N_WORDS]) if i % 2 else text
        for i, text in enumerate(documents)
    ]
    counts = OnlineCountVectorizer(min_df=2).fit_transform(documents)
    sequences = SequenceVectorizer(min_df=2).fit_transform(documents)
    embeddings = TruncatedSVD(20, random_state=0).fit_transform(counts)
    return _Corpus(
        documents,
        counts,
        sequences,
        list(sotu.authors[:_N_DOCUMENTS]),
        embeddings.astype(np.float32),
    )


def _of_counts(model):
    def work(corpus):
        model.fit(corpus.counts).transform(corpus.counts[:20])

    return work


def _of_authors(model):
    def work(corpus):
        model.fit(corpus.counts, authors=corpus.authors)
        model.transform(corpus.counts[:20], authors=corpus.authors[:20])

    return work


def _of_sequences(model):
    def work(corpus):
        model.fit(corpus.sequences).transform(corpus.sequences[:20])

    return work


def _of_documents(model):
    def work(corpus):
        # Models of sentences give float32, scikit-learn's transformers float64.
        for dtype in (np.float32, np.float64):
            embeddings = corpus.embeddings.astype(dtype)
            model.fit(corpus.documents, embeddings=embeddings)
            model.predict(corpus.documents[:20], embeddings=embeddings[:20])

    return work


def _score(corpus):
    from ..metrics import coherence_score

    texts = [document.lower().split() for document in corpus.documents]
    topics = [texts[0][:5], texts[2][:5]]
    for measure in ("c_v", "c_npmi", "u_mass"):
        coherence_score(topics, texts, measure=measure)

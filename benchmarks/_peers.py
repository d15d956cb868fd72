"""Implementations of LDA behind one face, each with its own defaults.

Each function takes counts, their vocabulary, a number of topics, a seed and a
number of threads, makes a model ready to train, with the data in the form that it
wants, and returns two functions: ``train()``, which is what is timed, and
``topics()``, which returns the topics' words, (n_components, n_terms), and the prior
of the documents' topics as the trained model has it.
"""

import logging
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

PASSES = 10
# Of the peers that share work between processes or threads of their own.
WORKERS = 2


def scikit_learn(counts, vocabulary, n_components, seed, n_jobs):
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        n_components, max_iter=PASSES, n_jobs=n_jobs, random_state=seed
    )
    return _of_estimator(model, counts)


def sktopics(counts, vocabulary, n_components, seed, n_jobs, **parameters):
    from sktopics import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        n_components, n_jobs=n_jobs, random_state=seed, **parameters
    )
    return _of_estimator(model, counts)


def _of_estimator(model, counts):
    return partial(model.fit, counts), lambda: (
        model.components_,
        model.doc_topic_prior_,
    )


def gensim(counts, vocabulary, n_components, seed, n_jobs, multicore=False):
    from gensim.models import LdaModel, LdaMulticore

    # It warns that ten passes are few, every time.
    logging.getLogger("gensim").setLevel(logging.ERROR)
    train = partial(LdaMulticore, workers=n_jobs) if multicore else LdaModel
    bags = bags_of_words(counts)
    id2word = dict(enumerate(vocabulary))
    trained = []

    def fit():
        model = train(
            bags,
            num_topics=n_components,
            id2word=id2word,
            passes=PASSES,
            eval_every=None,
            random_state=seed,
        )
        trained.append(model)

    return fit, lambda: (trained[-1].get_topics(), trained[-1].alpha)


def tomotopy(counts, vocabulary, n_components, seed, n_jobs, sweeps):
    import tomotopy

    # It warns that the results of several workers may not be reproducible.
    warnings.filterwarnings("ignore", "The training result may differ", RuntimeWarning)
    model = tomotopy.LDAModel(k=n_components, seed=seed)
    words = np.asarray(vocabulary, dtype=object)
    for columns, numbers in _rows(counts):
        if columns.size:
            model.add_doc(np.repeat(words[columns], numbers).tolist())

    def topics():
        column = {word: i for i, word in enumerate(vocabulary)}
        columns = [column[word] for word in model.used_vocabs]
        topic_word = np.zeros((n_components, len(vocabulary)))
        for k in range(n_components):
            topic_word[k, columns] = model.get_topic_word_dist(k)
        return topic_word, model.alpha

    train = partial(model.train, sweeps, workers=n_jobs, show_progress=False)
    return train, topics


def bags_of_words(counts):
    """Documents as gensim wants them: lists of (word, number)."""
    return [
        list(zip(words.tolist(), numbers.tolist(), strict=True))
        for words, numbers in _rows(counts)
    ]


def _rows(counts):
    """Yield the columns and the counts of each document of a CSR matrix."""
    cuts = counts.indptr[1:-1]
    yield from zip(
        np.split(counts.indices, cuts), np.split(counts.data, cuts), strict=True
    )


class Peer(NamedTuple):
    """An implementation.

    Attributes
    ----------
    package : str
        The module that must be there.
    prepare : callable
        One of the functions above.
    n_jobs : int or None
        Number of threads or processes; None to try those asked for.
    """

    package: str
    prepare: Callable
    n_jobs: int | None

    @property
    def is_installed(self):
        return find_spec(self.package) is not None


# The first is what others are compared with.
PEERS = {
    "sktopics": Peer("sktopics", sktopics, None),
    "sktopics-variational": Peer(
        "sktopics", partial(sktopics, inference="variational", max_iter=PASSES), None
    ),
    "scikit-learn": Peer("sklearn", scikit_learn, 1),
    "gensim": Peer("gensim", gensim, 1),
    "gensim-multicore": Peer("gensim", partial(gensim, multicore=True), WORKERS),
    "tomotopy-100": Peer("tomotopy", partial(tomotopy, sweeps=100), WORKERS),
    "tomotopy-500": Peer("tomotopy", partial(tomotopy, sweeps=500), WORKERS),
}

"""Author-topic models behind one face, with a clock that reads every pass.

Each function takes counts, the documents' authors, a number of topics, of passes, of
threads and a seed, makes a model ready to train, and returns two functions: ``train()``
trains it and returns the `Clock` that ran with it, ``learned()`` returns what it has
learned, as `Learned`.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from _peers import bags_of_words


class Clock:
    """Seconds of a training's start and of each of its passes.

    Also a callback of scikit-learn's, which is how it is told of sktopics' passes.

    Attributes
    ----------
    marks : list of (float, float)
        Wall clock and processor seconds at the beginning of the training, at the
        beginning of the first pass and at the end of every pass.
    """

    def __init__(self):
        self.marks = []
        self.mark()

    def mark(self):
        self.marks.append((time.perf_counter(), time.process_time()))

    @property
    def start(self):
        """Wall clock seconds before the first pass."""
        return self.marks[1][0] - self.marks[0][0]

    @property
    def passes(self):
        """Wall clock and processor seconds of each pass, (n_passes, 2)."""
        return np.diff(self.marks[1:], axis=0)

    def setup(self, estimator, context):
        """Do nothing: the clock runs since it was made."""

    def teardown(self, estimator, context):
        """Do nothing: the marks stay."""

    def on_fit_task_begin(self, estimator, context):
        """Mark the beginning of the first pass."""
        if context.task_name == "pass" and len(self.marks) == 1:
            self.mark()

    def on_fit_task_end(self, estimator, context):
        """Mark the end of a pass."""
        if context.task_name == "pass":
            self.mark()


class Learned(NamedTuple):
    """Parameters of the Dirichlet distributions, and the priors that they contain.

    Attributes
    ----------
    authors : ndarray of shape (n_authors, n_components)
        In the order of the authors' sorted names.
    topics : ndarray of shape (n_components, n_terms)
    author_prior, topic_prior : float
    """

    authors: np.ndarray
    topics: np.ndarray
    author_prior: float
    topic_prior: float


def sktopics(counts, authors, n_components, passes, seed, n_jobs, **parameters):
    model = author_topic_model(n_components, passes, seed, n_jobs, **parameters)

    def train():
        clock = Clock()
        model.set_callbacks(clock).fit(counts, authors=authors)
        return clock

    return train, lambda: learned_by(model)


def author_topic_model(n_components, passes, seed, n_jobs, **parameters):
    from sktopics import AuthorTopicModel

    return AuthorTopicModel(
        n_components, max_iter=passes, n_jobs=n_jobs, random_state=seed, **parameters
    )


def learned_by(model):
    """What a fitted model of sktopics has learned, as `Learned`."""
    return Learned(
        model.author_components_.astype(np.float64),
        model.components_.astype(np.float64),
        model.doc_topic_prior_,
        model.topic_word_prior_,
    )


def gensim(counts, authors, n_components, passes, seed, n_jobs):
    from gensim.models import AuthorTopicModel

    # It warns that few updates are few, every time.
    logging.getLogger("gensim").setLevel(logging.ERROR)
    clock = []

    class TimedModel(AuthorTopicModel):
        """Marks the passes, each of which ends with an update of the topics."""

        def do_estep(self, *args, **kwargs):
            if len(clock[-1].marks) == 1:
                clock[-1].mark()
            return super().do_estep(*args, **kwargs)

        def do_mstep(self, *args, **kwargs):
            super().do_mstep(*args, **kwargs)
            self.n_msteps = getattr(self, "n_msteps", 0) + 1
            if self.n_msteps % -(-len(bags) // self.chunksize) == 0:
                clock[-1].mark()

    bags = bags_of_words(counts)
    doc2author = dict(enumerate(authors))
    author2doc = documents_of(authors)
    trained = []

    def train():
        clock.append(Clock())
        model = TimedModel(
            # It keeps the lists and changes them.
            list(bags),
            num_topics=n_components,
            id2word={i: str(i) for i in range(counts.shape[1])},
            author2doc={
                name: list(documents) for name, documents in author2doc.items()
            },
            doc2author=dict(doc2author),
            passes=passes,
            eval_every=None,
            random_state=seed,
        )
        trained.append(model)
        return clock[-1]

    def learned():
        model = trained[-1]
        order = [model.author2id[name] for name in sorted(author2doc)]
        # It has priors that are the same for all topics and for all words.
        priors = float(model.alpha[0]), float(model.eta[0])
        return Learned(model.state.gamma[order], model.state.get_lambda(), *priors)

    return train, learned


def documents_of(authors):
    """The documents of each author, by name; gensim's own map takes far longer."""
    documents = defaultdict(list)
    for d, names in enumerate(authors):
        for name in names:
            documents[name].append(d)
    return documents


def ingest_by_gensim(counts, authors):
    """Seconds of gensim's `construct_author2doc` and `construct_doc2author`."""
    from gensim.models.atmodel import construct_author2doc, construct_doc2author

    doc2author = dict(enumerate(authors))
    start = time.perf_counter()
    author2doc = construct_author2doc(doc2author)
    middle = time.perf_counter()
    construct_doc2author(range(counts.shape[0]), author2doc)
    return middle - start, time.perf_counter() - middle


def ingest_by_sktopics(counts, authors, repeats=5):
    """Median seconds that sktopics takes to check authors and number them."""
    from sktopics._groups import check_groups

    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        check_groups(authors, counts.shape[0], "authors")
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))


class AuthorPeer(NamedTuple):
    """An implementation, or settings of one.

    Attributes
    ----------
    package : str
        The module that must be there.
    prepare : callable
        One of the functions above.
    parameters : dict or None
        Of sktopics' AuthorTopicModel; None if it is none.
    """

    package: str
    prepare: Callable
    parameters: dict | None

    @property
    def is_installed(self):
        return find_spec(self.package) is not None


def _of_sktopics(**parameters):
    return AuthorPeer("sktopics", partial(sktopics, **parameters), parameters)


_RANDOM = {"init": "random", "doc_topic_prior": "symmetric"}
# The first is what others are compared with.
AUTHOR_PEERS = {
    "gensim": AuthorPeer("gensim", gensim, None),
    "sktopics": _of_sktopics(),
    "sktopics-random": _of_sktopics(**_RANDOM),
    "sktopics-online": _of_sktopics(
        **_RANDOM, learning_method="online", batch_size=128, learning_offset=1
    ),
}

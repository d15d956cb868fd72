"""Top2Vec and its peers behind one face: topics of documents, and their words.

Each `System` has three functions. ``fit(known, seed)`` trains a model and is what is
timed. ``read(model)`` says what it found, a `Found`. ``reduce(model, known, n_topics)``
says the same of a model with fewer topics, and leaves the model as it was.

All systems are given the same vectors of documents, and the same encoder for words.
Systems with Doc2Vec train their own.
"""

import contextlib
import copy
import io
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

N_WORDS = 10
# The smallest topic that Top2Vec finds.
MIN_TOPIC_SIZE = 15


class LookUp:
    """An encoder that knows its texts, so that encoding takes no time.

    Parameters
    ----------
    texts : list of str
    vectors : ndarray of shape (n_texts, n_dimensions)
    encode_new : callable, default=None
        Vectors of the texts that are not known, such as words; they are known from
        then on. It can be pickled.
    path : Path, default=None
        A file .npz, in which vectors of new texts are kept.
    """

    def __init__(self, texts, vectors, encode_new=None, path=None):
        self.known = dict(zip(texts, vectors, strict=True))
        self.encode_new = encode_new
        self.path = path
        self.new = {}
        if path is not None and Path(path).exists():
            kept = np.load(path)
            self.new = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
        self.known = self.new | self.known

    def __call__(self, texts):
        texts = list(texts)
        unknown = [text for text in dict.fromkeys(texts) if text not in self.known]
        if unknown:
            if self.encode_new is None:
                raise KeyError(f"no vector of {unknown[0]!r}")
            found = dict(zip(unknown, self.encode_new(unknown), strict=True))
            self.known |= found
            self.new |= found
            self._keep()
        return np.array([self.known[text] for text in texts], dtype=np.float32)

    def encode(self, texts, **_):
        """Encode as a model of sentence-transformers does."""
        return self(texts)

    def __deepcopy__(self, memo):
        # Models copy their parts, and this is no part of a model.
        return self

    def learn_words(self, texts, least=5):
        """Encode all words that are in `least` texts at least.

        They are told apart as by scikit-learn, and as by gensim, which top2vec uses.
        """
        from sklearn.feature_extraction.text import CountVectorizer

        words = set()
        for options in (
            {},
            {"strip_accents": "unicode", "token_pattern": r"[^\W\d_]{2,15}"},
        ):
            words.update(
                CountVectorizer(min_df=least, **options).fit(texts).vocabulary_
            )
        self(sorted(words))

    def _keep(self):
        if self.path is not None:
            texts = np.array(list(self.new), dtype=str)
            np.savez(self.path, texts=texts, vectors=np.array(list(self.new.values())))


class WordEncoder:
    """Vectors by a model of sentence-transformers, which is loaded when it is used.

    Parameters
    ----------
    name : str
        Name or folder of the model.
    """

    def __init__(self, name):
        self.name = name
        self.model = None

    def __call__(self, texts):
        if self.model is None:
            from sentence_transformers import SentenceTransformer

            self.model = SentenceTransformer(self.name, device="cpu")
        return self.model.encode(texts, normalize_embeddings=True, batch_size=256)

    def __getstate__(self):
        return vars(self) | {"model": None}


class Documents(NamedTuple):
    """Texts, their vectors, and an encoder of both documents and words."""

    texts: list
    vectors: np.ndarray
    encoder: LookUp


class Found(NamedTuple):
    """What a model found.

    Attributes
    ----------
    labels : ndarray of int
        Topics of the documents, -1 for outliers.
    words : list of lists of str
        The words of each topic, best first.
    """

    labels: np.ndarray
    words: list


def fit_top2vec(known, seed, encoder="vectors", **options):
    """The package top2vec: its own UMAP and HDBSCAN, with a seed."""
    import top2vec.top2vec as upstream
    from gensim.models.doc2vec import Doc2Vec

    if encoder == "doc2vec":
        # It has no parameter for the seed of its Doc2Vec.
        upstream.Doc2Vec = partial(Doc2Vec, seed=seed)
        options |= {"embedding_model": "doc2vec", "workers": 1}
    else:
        options["embedding_model"] = known.encoder
    # Its own defaults, and a seed.
    options["umap_args"] = {
        "n_neighbors": 15,
        "n_components": 5,
        "metric": "cosine",
        "random_state": seed,
    }
    return upstream.Top2Vec(list(known.texts), verbose=False, **options)


def read_top2vec(model):
    words = [list(map(str, words[:N_WORDS])) for words in model.topic_words]
    return Found(np.asarray(model.doc_top), words)


def reduce_top2vec(model, known, n_topics):
    if n_topics >= len(model.topic_vectors):
        return read_top2vec(model)
    model.hierarchical_topic_reduction(n_topics)
    words = [list(map(str, words[:N_WORDS])) for words in model.topic_words_reduced]
    return Found(np.asarray(model.doc_top_reduced), words)


def fit_turftopic(known, seed):
    from turftopic import Top2Vec

    model = Top2Vec(encoder=known.encoder, random_state=seed)
    model.fit(known.texts, embeddings=known.vectors)
    return model


def read_turftopic(model):
    return Found(np.asarray(model.labels_), words_of_turftopic(model))


def words_of_turftopic(model):
    vocabulary = model.vectorizer.get_feature_names_out()
    return [
        [str(vocabulary[place]) for place in np.argsort(-weights)[:N_WORDS]]
        for topic, weights in zip(model.classes_, model.components_, strict=True)
        if topic >= 0
    ]


def reduce_turftopic(model, known, n_topics):
    # Outliers are a topic to it, which may be merged into others or not.
    for n_with_outliers in (n_topics, n_topics + 1):
        smaller = copy.copy(model)
        smaller.hierarchy = copy.deepcopy(model.hierarchy, {id(model): smaller})
        if n_with_outliers < len(model.classes_):
            smaller.reduce_topics(n_with_outliers)
        found = read_turftopic(smaller)
        if len(found.words) == n_topics:
            break
    return found


def fit_bertopic(known, seed, **options):
    from bench_bertopic import original

    model = original(seed, top_n_words=N_WORDS, **options)
    return model.fit(known.texts, known.vectors.copy())


def read_bertopic(model):
    topics = sorted(topic for topic in model.get_topics() if topic >= 0)
    # It fills topics of few words up with empty ones.
    words = [[w for w, _ in model.get_topic(topic) if w] for topic in topics]
    return Found(np.asarray(model.topics_), words)


def reduce_bertopic(model, known, n_topics):
    model = copy.deepcopy(model)
    # It counts the outliers as a topic.
    n_topics += int(np.min(model.topics_) < 0)
    if n_topics < len(model.get_topics()):
        model.reduce_topics(known.texts, nr_topics=n_topics)
    return read_bertopic(model)


def fit_bertopic_of_ours(known, seed, **options):
    from sktopics import BERTopic

    model = BERTopic(None, random_state=seed, **options)
    return model.fit(known.texts, embeddings=known.vectors)


def fit_top2vec_of_ours(known, seed, encoder="vectors", **options):
    from sktopics import Top2Vec

    if encoder == "doc2vec":
        return Top2Vec(random_state=seed, **options).fit(known.texts)
    model = Top2Vec(known.encoder, random_state=seed, **options)
    return model.fit(known.texts, embeddings=known.vectors)


def read_ours(model):
    return Found(model.labels_, [words[:N_WORDS] for words in model.topics_.top_words])


def reduce_top2vec_of_ours(model, known, n_topics):
    if model.clusterer == "hdbscan":
        return reduce_ours(model, known, n_topics)
    # It finds so many topics in the same vectors, also more than before.
    model = copy.deepcopy(model).recluster(known.texts, n_topics=n_topics)
    return read_ours(model)


def reduce_ours(model, known, n_topics):
    model = copy.deepcopy(model)
    if n_topics < len(model.topics_.labels):
        model.reduce_topics(n_topics)
    return read_ours(model)


class System(NamedTuple):
    """A way to topics.

    Attributes
    ----------
    packages : tuple of str
        The modules that must be there.
    fit, read, reduce : callable
        As described above.
    """

    packages: tuple
    fit: Callable
    read: Callable
    reduce: Callable

    @property
    def missing(self):
        """Names of the modules that are not there."""
        return [module for module in self.packages if not find_spec(module)]


_TOP2VEC = ("top2vec",)
_TURFTOPIC = ("turftopic",)
_BERTOPIC = ("bertopic", "umap", "hdbscan")
_OURS = ("sktopics",)


def _top2vec(**options):
    return System(
        _TOP2VEC, partial(fit_top2vec, **options), read_top2vec, reduce_top2vec
    )


def _bertopic(**options):
    return System(
        _BERTOPIC, partial(fit_bertopic, **options), read_bertopic, reduce_bertopic
    )


def _top2vec_of_ours(**options):
    fit = partial(fit_top2vec_of_ours, **options)
    return System(_OURS, fit, read_ours, reduce_top2vec_of_ours)


_LIKE_PAPER = {"reducer": "umap", "clusterer": "hdbscan"}

# What is named in the first line of a run.
PACKAGES = ("top2vec", "turftopic", "bertopic", "umap-learn", "hdbscan")

SYSTEMS = {
    "top2vec, Doc2Vec": _top2vec(encoder="doc2vec"),
    "top2vec, vectors": _top2vec(),
    "turftopic Top2Vec": System(
        _TURFTOPIC, fit_turftopic, read_turftopic, reduce_turftopic
    ),
    "BERTopic": _bertopic(),
    "sktopics BERTopic": System(_OURS, fit_bertopic_of_ours, read_ours, reduce_ours),
    "sktopics Top2Vec, Doc2Vec": _top2vec_of_ours(encoder="doc2vec"),
    "sktopics Top2Vec, Doc2Vec, paper": _top2vec_of_ours(
        encoder="doc2vec", **_LIKE_PAPER
    ),
    "sktopics Top2Vec, vectors": _top2vec_of_ours(),
    "sktopics Top2Vec, vectors, paper": _top2vec_of_ours(**_LIKE_PAPER),
    "sktopics Top2Vec, encoded words": _top2vec_of_ours(word_vectors="encoder"),
    "sktopics Top2Vec, encoded words, paper": _top2vec_of_ours(
        word_vectors="encoder", **_LIKE_PAPER
    ),
}


def fitted(name, documents, seed):
    """Fit a system, and end the processes that it has left.

    HDBSCAN keeps some, which would be waited for until they have been idle for minutes.
    """
    from joblib.externals.loky import get_reusable_executor

    model = SYSTEMS[name].fit(documents, seed)
    get_reusable_executor().shutdown()
    return model


@contextlib.contextmanager
def quietly():
    """Keep what peers print and warn of off the terminal."""
    said = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        warnings.simplefilter("ignore")
        yield

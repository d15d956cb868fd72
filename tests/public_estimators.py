"""The public estimators, found by crawling `sktopics.__all__`."""

from itertools import product
from pathlib import Path

from sklearn.base import BaseEstimator
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics import PLSA, StaticTokenEncoder
from sktopics._sklearn import StrOptions
from sktopics.testing._make_corpus import kind_of

# Parameters that choose another algorithm: an estimator is tested with every one.
ALGORITHMS = ("inference", "learning_method", "gradient")
STATIC_MODEL = str(Path(__file__).parent / "embedding" / "static_model")


class LetterShares:
    """A function that encodes a text by how often five letters occur in it."""

    def __call__(self, texts):
        return [[text.count(c) / (1 + len(text)) for c in "aeiou"] for text in texts]

    def __repr__(self):  # the same in every process, for the names of tests
        return "LetterShares()"


# Of a word of each topic of `make_documents`, and of those that topics share.
WORDS = {
    "rocket": [1, 0, 0],
    "sugar": [0, 1, 0],
    "trophy": [0, 0, 1],
    "violin": [1, 1, 0],
    "people": [1, 1, 1],
}
ENCODER = make_pipeline(TfidfVectorizer(), TruncatedSVD(5))
# For what has no `random_state` of its own.
SEEDED = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
# Parameters of the estimators whose own would download a model, or are missing: those
# of each instance.
PARAMETERS = {
    "BERTopic": [
        {"encoder": ENCODER, "min_topic_size": 4},
        {"encoder": ENCODER, "reducer": PCA(3), "clusterer": KMeans(4, n_init=1)},
        {"encoder": ENCODER, "reducer": None, "clusterer": HDBSCAN(copy=True)},
        {
            "encoder": ENCODER,
            "reducer": None,
            "clusterer": MiniBatchKMeans(4, n_init=1),
            "assign": "centroid",
        },
    ],
    "ChunkedEncoder": [
        {"encoder": SEEDED, "chunk": 3},
        {"encoder": STATIC_MODEL, "chunk": "sentence"},
    ],
    # Refits are tested in tests/ensemble.
    "ConsensusTopics": [
        {"estimator": PLSA(5), "n_runs": 2, "n_refits": 0},
    ],
    "ContextualTop2Vec": [
        {"encoder": StaticTokenEncoder(WORDS), "min_topic_size": 4},
        {
            "encoder": STATIC_MODEL,
            "unit": "sentence",
            "segmentation": "smooth",
            "clusterer": KMeans(4, n_init=1),
            "assign": "cluster",
        },
    ],
    "FunctionEncoder": [{"function": LetterShares()}],
    "Top2Vec": [
        {"min_topic_size": 4},
        {"encoder": ENCODER, "clusterer": KMeans(4, n_init=1)},
        {
            "encoder": ENCODER,
            "reducer": None,
            "clusterer": HDBSCAN(4, copy=True),
            "assign": "cluster",
        },
        {"encoder": ENCODER, "reducer": PCA(3), "clusterer": MiniBatchKMeans(4)},
    ],
    "SentenceEncoder": [{"model": STATIC_MODEL, "device": "cpu"}],
    "StaticTokenEncoder": [{"word_vectors": WORDS}],
    "TokenEncoder": [{"model": STATIC_MODEL, "device": "cpu"}],
}


def public_classes():
    """Return the estimator classes in `sktopics.__all__`, by name."""
    names = [name for name in sktopics.__all__ if name[0].isupper()]
    classes = {name: getattr(sktopics, name) for name in names}
    return {k: v for k, v in classes.items() if issubclass(v, BaseEstimator)}


def instances(kind=None):
    """Return an instance of each class for each of its algorithms."""
    found = []
    for cls in public_classes().values():
        choices = [
            [(name, option) for option in _options(cls, name)] for name in ALGORITHMS
        ]
        given = PARAMETERS.get(cls.__name__, [{}])
        for params, chosen in product(given, product(*filter(None, choices))):
            estimator = cls(**params, **dict(chosen))
            if kind is None or kind_of(estimator) == kind:
                found.append(estimator)
    return found


def _options(cls, parameter):
    constraints = cls._parameter_constraints.get(parameter, [])
    for constraint in constraints:
        if isinstance(constraint, StrOptions):
            return sorted(constraint.options)
    return []

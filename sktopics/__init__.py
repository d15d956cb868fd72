"""Every kind of topic model as an ordinary scikit-learn estimator.

Names resolve on first use, so that ``import sktopics`` stays about as fast as
importing scikit-learn itself: the families whose kernels are compiled by numba
are only imported when one of their estimators is asked for.
"""

import importlib

__version__ = "0.1.0.dev0"

# The public estimators and vectorizers, by the family that holds them.
_HOMES = {
    "ARTM": "artm",
    "AttentiveARTM": "artm",
    "AuthorTopicModel": "lda",
    "BERTopic": "clustering",
    "ClassTfidfTransformer": "text",
    "Doc2Vec": "embedding",
    "FunctionEncoder": "embedding",
    "HierarchicalARTM": "artm",
    "LatentDirichletAllocation": "lda",
    "LeidenClustering": "clustering",
    "OnlineCountVectorizer": "text",
    "PLSA": "artm",
    "SentenceEncoder": "embedding",
    "SequenceVectorizer": "text",
    "ThetalessARTM": "artm",
    "TokenSequences": "sequences",
}
_FAMILIES = (
    "artm",
    "callbacks",
    "clustering",
    "datasets",
    "embedding",
    "lda",
    "metrics",
    "sequences",
    "testing",
    "text",
    "topics",
)

__all__ = sorted([*_HOMES, *_FAMILIES])


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    if name in _FAMILIES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])

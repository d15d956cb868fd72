"""Every kind of topic model as an ordinary scikit-learn estimator.

Names resolve on first use, so that ``import sktopics`` stays about as fast as
importing scikit-learn itself: the families whose kernels are compiled by numba
are only imported when one of their estimators is asked for.
"""

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0.dev0"

# The public estimators and vectorizers, by the family that holds them.
_HOMES = {
    "ARTM": "artm",
    "AttentiveARTM": "artm",
    "AuthorTopicModel": "lda",
    "BERTopic": "clustering",
    "ChunkedEncoder": "embedding",
    "ClassTfidfTransformer": "text",
    "ConsensusTopics": "ensemble",
    "ContextualTop2Vec": "clustering",
    "Doc2Vec": "embedding",
    "FunctionEncoder": "embedding",
    "HierarchicalARTM": "artm",
    "KeynessTransformer": "text",
    "LatentDirichletAllocation": "lda",
    "LeidenClustering": "clustering",
    "NamedCounts": "sequences",
    "OnlineCountVectorizer": "text",
    "PLSA": "artm",
    "SentenceEncoder": "embedding",
    "SequenceVectorizer": "text",
    "StaticTokenEncoder": "embedding",
    "ThetalessARTM": "artm",
    "TokenEncoder": "embedding",
    "TokenSequences": "sequences",
    "Top2Vec": "clustering",
}
_FAMILIES = (
    "analysis",
    "artm",
    "callbacks",
    "clustering",
    "datasets",
    "effects",
    "embedding",
    "ensemble",
    "judging",
    "lda",
    "metrics",
    "model_selection",
    "plots",
    "report",
    "representation",
    "sequences",
    "testing",
    "text",
    "topics",
)
# Functions of the package itself, by their module.
_FUNCTIONS = {"show_versions": "_show_versions"}

__all__ = sorted([*_HOMES, *_FAMILIES, *_FUNCTIONS])

if TYPE_CHECKING:  # for editors and type checkers, which do not run `__getattr__`
    from . import analysis as analysis
    from . import artm as artm
    from . import callbacks as callbacks
    from . import clustering as clustering
    from . import datasets as datasets
    from . import effects as effects
    from . import embedding as embedding
    from . import ensemble as ensemble
    from . import judging as judging
    from . import lda as lda
    from . import metrics as metrics
    from . import model_selection as model_selection
    from . import plots as plots
    from . import report as report
    from . import representation as representation
    from . import sequences as sequences
    from . import testing as testing
    from . import text as text
    from . import topics as topics
    from ._show_versions import show_versions as show_versions
    from .artm import ARTM as ARTM
    from .artm import PLSA as PLSA
    from .artm import AttentiveARTM as AttentiveARTM
    from .artm import HierarchicalARTM as HierarchicalARTM
    from .artm import ThetalessARTM as ThetalessARTM
    from .clustering import BERTopic as BERTopic
    from .clustering import ContextualTop2Vec as ContextualTop2Vec
    from .clustering import LeidenClustering as LeidenClustering
    from .clustering import Top2Vec as Top2Vec
    from .embedding import ChunkedEncoder as ChunkedEncoder
    from .embedding import Doc2Vec as Doc2Vec
    from .embedding import FunctionEncoder as FunctionEncoder
    from .embedding import SentenceEncoder as SentenceEncoder
    from .embedding import StaticTokenEncoder as StaticTokenEncoder
    from .embedding import TokenEncoder as TokenEncoder
    from .ensemble import ConsensusTopics as ConsensusTopics
    from .lda import AuthorTopicModel as AuthorTopicModel
    from .lda import LatentDirichletAllocation as LatentDirichletAllocation
    from .sequences import NamedCounts as NamedCounts
    from .sequences import TokenSequences as TokenSequences
    from .text import ClassTfidfTransformer as ClassTfidfTransformer
    from .text import KeynessTransformer as KeynessTransformer
    from .text import OnlineCountVectorizer as OnlineCountVectorizer
    from .text import SequenceVectorizer as SequenceVectorizer
else:

    def __getattr__(name):
        if name in _HOMES or name in _FUNCTIONS:
            home = _HOMES.get(name) or _FUNCTIONS[name]
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
        if name in _FAMILIES:
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])

"""Parameters of Top2Vec, looked at before any work."""

from numbers import Integral, Real

from ..._sklearn import Interval, StrOptions
from .._steps.constraints import CONSTRAINTS
from .._steps.parts import is_supervised
from .._steps.reduction import needs_labels
from .._steps.usable_parts import check_usable

_SHARED = (
    "encoder",
    "reducer",
    "vectorizer",
    "representation",
    "min_topic_size",
    "n_top_words",
    "n_representative",
    "assign",
    "memory",
    "n_jobs",
    "random_state",
)

SPACE_CONSTRAINTS = {
    **{name: CONSTRAINTS[name] for name in _SHARED},
    "clusterer": [each for each in CONSTRAINTS["clusterer"] if each is not None],
    "ngram_range": [tuple, list],
    "n_topics": [Interval(Integral, 1, None, closed="left"), None],
    "word_vectors": [StrOptions({"auto", "encoder", "documents"})],
    "merge_distance": [Interval(Real, 0, 2, closed="both")],
    "chunk": [
        Interval(Integral, 1, None, closed="left"),
        StrOptions({"sentence", "paragraph"}),
        callable,
        None,
    ],
    "chunk_overlap": [Interval(Real, 0, None, closed="left")],
}


def check_space(model):
    """Refuse what no fit can use, before anything is read.

    Parameters
    ----------
    model : Top2Vec

    Raises
    ------
    TypeError, ValueError
        If a part cannot be copied, learns from labels, or has illegal parameters; if
        there is a vectorizer and an `ngram_range` beside it.
    """
    if model.vectorizer is not None and tuple(model.ngram_range) != (1, 1):
        raise ValueError(
            f"ngram_range={model.ngram_range!r} is for the default vectorizer, and "
            "there is another one: set the ngram_range of the vectorizer."
        )
    for name in ("clusterer", "reducer"):
        part = getattr(model, name)
        if is_supervised(part) or needs_labels(part):
            raise TypeError(
                f"The {name} {type(part).__name__} learns from labels, and there "
                f"are none in {type(model).__name__}: BERTopic learns topics from "
                "labels."
            )
    check_usable(model)


def check_number_of_topics(n_topics):
    """Refuse what is no number of topics."""
    is_number = isinstance(n_topics, Integral) and not isinstance(n_topics, bool)
    if not is_number or n_topics < 1:
        raise ValueError(f"n_topics must be a number of topics, got {n_topics!r:.100}.")

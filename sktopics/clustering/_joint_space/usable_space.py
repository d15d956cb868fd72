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
    "word_vectors": [StrOptions({"auto", "encoder", "documents", "both"})],
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
    check_ngram_range(model)
    for name in ("clusterer", "reducer"):
        part = getattr(model, name)
        if is_supervised(part) or needs_labels(part):
            raise TypeError(
                f"The {name} {type(part).__name__} learns from labels, and there "
                f"are none in {type(model).__name__}: BERTopic learns topics from "
                "labels."
            )
    check_usable(model)


def check_ngram_range(model):
    """Refuse an `ngram_range` that is none, or that no vectorizer would look at."""
    given = model.ngram_range
    numbers = [n for n in given if isinstance(n, Integral) and not isinstance(n, bool)]
    if len(given) != 2 or len(numbers) != 2 or not 1 <= given[0] <= given[1]:
        raise ValueError(
            "ngram_range must be the least and the largest number of words of a term, "
            f"such as (1, 2), got {given!r:.100}."
        )
    if model.vectorizer is not None and tuple(given) != (1, 1):
        raise ValueError(
            f"ngram_range={given!r} is for the default vectorizer, and there is "
            "another one: set the ngram_range of the vectorizer."
        )


def check_number_of_topics(n_topics):
    """Refuse what is no number of topics."""
    is_number = isinstance(n_topics, Integral) and not isinstance(n_topics, bool)
    if not is_number or n_topics < 1:
        raise ValueError(f"n_topics must be a number of topics, got {n_topics!r:.100}.")

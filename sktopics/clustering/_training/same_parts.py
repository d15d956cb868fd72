"""Parts set between batches: what takes effect, and what comes too late."""

from ..._columns import items_of
from .._steps.parameters import changed_parameters
from .._steps.recipes import make_encoder, make_vectorizer, named_reducer
from .frozen_reducer import given_reducer

# Of a vectorizer: they say how a batch is learned, and what was learned stays good.
_EACH_BATCH = ("delete_min_df", "decay")
# These change how fast something is done, not what.
_NO_MATTER = (
    "batch_size",
    "cache_dir",
    "copy",
    "device",
    "memory",
    "n_jobs",
    "show_progress",
    "tqdm_kwds",
    "verbose",
)


def check_same_parts(model, state):
    """Refuse what was set since the batch before, if it would have no effect.

    Parameters
    ----------
    model : fitted BERTopic
    state : FittedState

    Returns
    -------
    changes : dict
        Parameters of the vectorizer that are to be set before it learns this batch.

    Raises
    ------
    ValueError
        If other parameters of a part are others now, or topics that are expected; the
        error names one.
    """
    parts = {
        "encoder": (make_encoder(model), state.encoder),
        "vectorizer": (make_vectorizer(model), state.topics.words.vectorizer),
    }
    if model.clusterer is not None or state.clusterer is not None:
        parts["reducer"] = _reducers(model, state)
        parts["clusterer"] = model.clusterer, state.clusterer
    changes = {}
    for part, (given, fitted) in parts.items():
        if part == "vectorizer" and fitted is None:
            continue  # no batch had words: it has learned nothing
        for name, (now, then) in changed_parameters(given, fitted).items():
            last = name.rpartition("__")[2]
            if part == "vectorizer" and last in _EACH_BATCH:
                changes[name] = now
            elif last not in _NO_MATTER:
                _refuse(f"{part}__{name}" if name else part, now, then)
    _check_same_guidance(model, state.guidance)
    return changes


def _reducers(model, state):
    """Return the reducer that the model asks for, and the one that it has."""
    if isinstance(model.reducer, str) and state.reducer is None:
        return None, None  # "auto" leaves short vectors as they are
    return named_reducer(model), given_reducer(state.reducer)


def _check_same_guidance(model, guidance):
    """Refuse other seed topics and zero-shot names than the first batch had."""
    for name in ("seed_topics", "zeroshot_topics"):
        now, then = getattr(model, name), getattr(guidance, name)
        now = None if now is None else list(items_of(now))
        if name == "seed_topics" and now is not None:
            now = [list(items_of(words)) for words in now]
        if now != then:
            _refuse(name, now, then)


def _refuse(name, now, then):
    now, then = (" ".join(repr(value).split()) for value in (now, then))
    raise ValueError(
        f"{name} is {now:.80}, and was {then:.80} when the batches before were "
        "learned: it cannot change between batches. Set it back, or call fit."
    )

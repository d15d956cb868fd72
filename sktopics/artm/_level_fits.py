"""The levels of a hierarchy, fitted one after the other."""

from sklearn.utils import check_random_state

from .._sklearn import with_callbacks
from ._em_stream import EMStream
from ._hierarchy_stream import fit_level_to_stream
from ._hierarchy_training import ParentTopics, fit_level
from ._levels import attributes_of_levels, learned_columns


@with_callbacks
def fit_levels(model, levels, X, y, weight):
    """Fit models from the top, until a callback asks to stop.

    Parameters
    ----------
    model : HierarchicalARTM
    levels : list of models that are not fitted
    X : csr_array or EMStream
    y : object
        What callbacks are given.
    weight : ndarray of shape (n_documents,), or None
        None for a stream, whose batches have theirs.

    Returns
    -------
    levels : list of fitted models
    children : list of ndarray
        p(child | parent) of each level but the first.
    """
    random_state = check_random_state(model.random_state)
    about = {"estimator": model, "X": X, "y": y}
    context = model._init_callback_context(max_subtasks=len(levels))
    context.call_on_fit_task_begin(**about)
    children = []
    for i, level in enumerate(levels):
        prepare_level(model, level, random_state)
        task = context.subcontext(task_name="level")
        task.call_on_fit_task_begin(**about)
        with task.propagate_callback_context(level):
            parents = parents_of_level(model, levels, i)
            if isinstance(X, EMStream):
                children.append(fit_level_to_stream(level, X, model, y, parents))
            else:
                children.append(fit_level(level, X, weight, y, parents))
        so_far = attributes_of_levels(levels[: i + 1], children[1:])
        if task.call_on_fit_task_end(**about, reconstruction_attributes=so_far):
            break
    context.call_on_fit_task_end(**about, reconstruction_attributes=so_far)
    return levels[: i + 1], children[1:]


def prepare_level(model, level, random_state):
    """Tell a level its columns, and parameters that it has none of its own for.

    Not by its `fit`, to which documents made of topics would have lost the names of
    their columns: modalities and regularizers may ask for them.

    Parameters
    ----------
    model : HierarchicalARTM
    level : ARTM or ThetalessARTM
    random_state : RandomState or None
    """
    if level.random_state is None and random_state is not None:
        level.random_state = random_state.randint(2**31 - 1)
    if level.n_jobs is None:
        level.n_jobs = model.n_jobs
    vars(level).update(learned_columns(model))


def parents_of_level(model, levels, i):
    """Return the topics above level i of a hierarchy, None at the top."""
    if not i:
        return None
    return ParentTopics(levels[i - 1], model.parent_weight, model.parent_sparsity)

"""Where the levels of a hierarchy start."""

from .._fitted import commit, fitted_attributes


def goes_on_by_level(model):
    """Whether the next `fit` of a hierarchy goes on from the last one."""
    return model.warm_start and hasattr(model, "level_attributes_")


def tell_starts(model, levels):
    """Tell levels where to start, unless they say it themselves.

    Parameters
    ----------
    model : HierarchicalARTM
        Its `init`, `n_init` and `warm_start` are honoured.
    levels : list of models that are not fitted
        Change.
    """
    if goes_on_by_level(model):
        _check_number(
            levels, len(model.level_attributes_), "warm_start=True goes on from"
        )
        for level, last in zip(levels, model.levels_, strict=True):
            commit(level, fitted_attributes(last))
            level.warm_start = True
        return
    starts = ["random"] * len(levels)
    if not isinstance(model.init, str):
        starts = list(getattr(model.init, "levels_", model.init))
        _check_number(levels, len(starts), "init gives")
    for level, start in zip(levels, starts, strict=True):
        if isinstance(level.init, str):
            level.init = start
        if level.n_init == 1 and isinstance(level.init, str):
            level.n_init = model.n_init


def _check_number(levels, number, what):
    if len(levels) != number:
        raise ValueError(f"{what} {number} levels, and there are {len(levels)}.")

"""Names of terms, which are the columns of the weights of topics."""

import numpy as np
from sklearn.exceptions import NotFittedError

from .steps import branches_of, final_model, pipeline_steps
from .weights import n_terms_of


def known_term_names(estimator):
    """Return the names of the columns of the final model, or None without names.

    They are the model's own `terms_`, if it counts the terms of documents itself,
    else come from the steps before the model in a Pipeline, else from its
    `feature_names_in_`.

    Returns
    -------
    names : ndarray of shape (n_terms,), dtype object, or None
    """
    model = final_model(estimator)
    names = getattr(model, "terms_", None)
    if names is None:
        names = names_after(pipeline_steps(estimator)[:-1])
    if names is None:
        names = getattr(model, "feature_names_in_", None)
    return None if names is None else np.asarray(names, dtype=object)


def column_names(transformer):
    """Return the names of the columns that a transformer or Pipeline makes, or None.

    Returns
    -------
    names : ndarray of shape (n_columns,), dtype object, or None
    """
    names = names_after(pipeline_steps(transformer))
    return None if names is None else np.asarray(names, dtype=object)


def term_names(estimator, feature_names=None):
    """Return the names of the columns that the final model was fitted on, checked.

    They are those of `known_term_names`; a model fitted on a bare matrix has no
    names, and its terms are called by their column number ("0", "1", ...).

    Parameters
    ----------
    estimator : estimator
        A fitted model with `components_`, a Pipeline that ends in one, or a fitted
        search.
    feature_names : array-like of shape (n_terms,), default=None
        Names that replace those the model or Pipeline knows.

    Returns
    -------
    names : ndarray of shape (n_terms,), dtype object
        Strings.

    Raises
    ------
    NotFittedError, TypeError
        If the model is not fitted, or has no `components_`.
    ValueError
        If the names are too many, too few, or not all different.
    """
    n_terms = n_terms_of(estimator)
    if feature_names is not None:
        return check_names(feature_names, n_terms, "feature_names has")
    return checked_names(estimator, known_term_names(estimator), n_terms)


def checked_names(estimator, names, n_terms):
    """Return the names that `known_term_names` gave, checked, or column numbers."""
    if names is None:
        return np.asarray([str(i) for i in range(n_terms)], dtype=object)
    if len(names) != n_terms:
        raise ValueError(
            f"The steps before {type(final_model(estimator)).__name__} name "
            f"{len(names)} columns, and the model was fitted on {n_terms}: a step "
            "between them changes the columns without giving names (no "
            "get_feature_names_out)."
        )
    return check_names(names, n_terms, "The model names")


def check_names(feature_names, n_terms, source):
    """Return names as an array of str, one for each column and all different."""
    names = np.asarray([str(name) for name in feature_names], dtype=object)
    if len(names) != n_terms:
        raise ValueError(
            f"{source} {len(names)} terms, and the weights have {n_terms} columns."
        )
    if len(set(names)) != n_terms:
        seen = set()
        repeated = next(n for n in names if n in seen or seen.add(n))
        raise ValueError(f"Term names must differ: {repeated!r} names two columns.")
    return names


def names_after(steps, names=None):
    """Names of the columns that leave `steps`, or None if no step gives any.

    `get_feature_names_out` of a whole Pipeline needs every step to have names,
    which a FunctionTransformer that cleans text has not. So names start at the
    first step that has some of its own, and a later step without names (one
    that only changes the values) keeps those before it.
    """
    for step in steps:
        if not hasattr(step, "get_feature_names_out"):
            continue
        if names is not None and getattr(step, "n_features_in_", None) not in (
            None,
            len(names),
        ):
            names = None  # a nameless step changed the columns in between
        try:
            names = _names_out(step, names)
        except (NotFittedError, ValueError):
            # One-to-one steps on raw text never saw named or numbered columns.
            # A vectorizer has no such excuse, nor has a step after one.
            if names is not None or hasattr(step, "build_analyzer"):
                raise
            continue
        if np.ndim(names) == 0:
            names = None  # what a one-to-one FunctionTransformer makes of no names
    return names


def _names_out(step, names):
    """Names of the columns that leave a step, also where parts of it have none."""
    try:
        # Some of other packages take no names.
        args = () if names is None else (names,)
        return step.get_feature_names_out(*args)
    except AttributeError:
        branches = branches_of(step)
        if not branches:
            raise
    found = []
    for branch in branches:
        inner = names_after(
            pipeline_steps(branch.transformer), _names_in(step, branch.columns)
        )
        if branch.columns is not None:
            width = branch.place.stop - branch.place.start
            if inner is None or len(inner) != width:
                inner = range(width)
        if inner is None:
            return None
        how = step.verbose_feature_names_out
        found += [_with_prefix(how, branch.name, str(name)) for name in inner]
    return np.asarray(found, dtype=object)


def _with_prefix(how, branch, name):
    """Name of a column as `verbose_feature_names_out` has it."""
    if callable(how):
        return how(branch, name)
    if isinstance(how, str):
        return how.format(transformer_name=branch, feature_name=name)
    return f"{branch}__{name}" if how else name


def _names_in(step, columns):
    """Names of the columns of a table that a transformer of `step` is given, if any."""
    names = getattr(step, "feature_names_in_", None)
    if names is None or columns is None:
        return None
    if isinstance(columns, slice) and isinstance(columns.start or columns.stop, str):
        return None
    chosen = np.atleast_1d(columns) if np.isscalar(columns) else columns
    is_name = not isinstance(chosen, slice) and np.asarray(chosen).dtype.kind in "UO"
    return np.asarray(chosen, dtype=object) if is_name else names[chosen]

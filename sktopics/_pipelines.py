"""What a fitted estimator or Pipeline can tell about itself.

Metrics, tables and reports accept "a model or a pipeline that ends in one";
this module is the only place that looks inside a Pipeline.
"""

import numpy as np
from sklearn.pipeline import Pipeline


def final_model(estimator):
    """Return the last step of a (nested) Pipeline, or the estimator itself."""
    while isinstance(estimator, Pipeline):
        estimator = estimator[-1]
    return estimator


def model_input(estimator, X):
    """Return what the final model of `estimator` is given for `X`."""
    while isinstance(estimator, Pipeline):
        X = estimator[:-1].transform(X) if len(estimator) > 1 else X
        estimator = estimator[-1]
    return X


def vectorizer_of(estimator):
    """Return the step of a Pipeline that turns text into terms, or None."""
    while isinstance(estimator, Pipeline):
        for _, step in estimator.steps:
            if hasattr(step, "build_analyzer"):
                return step
        estimator = estimator[-1]
    return None


def term_names(estimator, n_terms=None):
    """Return the names of the columns that the final model was fitted on.

    They come from the steps before the model in a Pipeline, else from the
    model's own `feature_names_in_`; a model fitted on a bare matrix has no
    names, and its terms are called by their column number ("0", "1", ...).

    Returns
    -------
    names : ndarray of shape (n_terms,), dtype object
    """
    model = final_model(estimator)
    if isinstance(estimator, Pipeline) and len(estimator) > 1:
        names = estimator[:-1].get_feature_names_out()
    elif hasattr(model, "feature_names_in_"):
        names = model.feature_names_in_
    else:
        n_terms = model.components_.shape[1] if n_terms is None else n_terms
        names = [str(i) for i in range(n_terms)]
    return np.asarray(names, dtype=object)

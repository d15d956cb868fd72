"""Parameters that are changed between a fit and what comes after it."""

import copy

import numpy as np
import pytest
from doc2vec_models import assert_same, new, planted
from numpy.testing import assert_array_equal

from sktopics import Doc2Vec

METHODS = ["partial_fit", "transform", "score", "score_samples"]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("negative", -1),
        ("negative", 2.5),
        ("window", -5),
        ("window", 0),
        ("window", 1.0),
        ("alpha", "fast"),
        ("alpha", np.nan),
        ("alpha", np.array([0.1, 0.2])),
        ("min_alpha", -1.0),
        ("epochs", 0),
        ("sample", None),
        ("dm", 2),
        ("ns_exponent", np.nan),
        ("dm_tag_count", 0),
        ("n_jobs", "all"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_parameters_are_looked_at_again(method, parameter, value):
    X = planted()
    model = new(epochs=2).fit(X)
    before = copy.deepcopy(model)
    for _ in range(2):  # what is refused is not remembered as good
        with pytest.raises(ValueError, match=f"'{parameter}' parameter of Doc2Vec"):
            copy.deepcopy(model).set_params(**{parameter: value}).transform(X)
        model.set_params(**{parameter: value})
        with pytest.raises(ValueError, match=f"'{parameter}' parameter of Doc2Vec"):
            getattr(model, method)(X)
        assert_same(model, before)
        model.set_params(**{parameter: getattr(before, parameter)})
    assert_array_equal(model.transform(X), before.transform(X))


def test_integers_of_numpy():
    X = planted()
    model = new(epochs=2).fit(X)
    inferred = model.transform(X)
    model.set_params(window=np.int64(1), epochs=np.int32(2), alpha=np.float64(0.1))
    assert_array_equal(model.transform(X), inferred)


def test_constraints_of_a_subclass():
    class Careful(Doc2Vec):
        _parameter_constraints = {**Doc2Vec._parameter_constraints, "epochs": [None]}

    X = planted()
    new(epochs=2).fit(X).transform(X)
    model = Careful(epochs=None, inference_epochs=2)
    vars(model).update(
        {k: v for k, v in vars(new(epochs=2).fit(X)).items() if k.endswith("_")}
    )
    with pytest.raises(ValueError, match="'epochs' parameter of Careful"):
        model.set_params(vector_size=12, epochs=2).transform(X)

"""scikit-learn's own checks, over every public estimator, without exceptions."""

import pytest
from public_estimators import instances, public_classes
from sklearn.utils import estimator_checks as sklearn_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

COUNTS = instances("counts")
VECTORS = instances("vectors")
OTHERS = [*instances("documents"), *instances("sequences")]

# What check_estimator leaves out.
NEVER_YIELDED = (
    sklearn_checks.check_param_validation,
    sklearn_checks.check_get_feature_names_out_error,
    sklearn_checks.check_dataframe_column_names_consistency,
    sklearn_checks.check_transformer_get_feature_names_out,
    sklearn_checks.check_transformer_get_feature_names_out_pandas,
    sklearn_checks.check_set_output_transform,
    sklearn_checks.check_set_output_transform_pandas,
    sklearn_checks.check_set_output_transform_polars,
    sklearn_checks.check_global_output_transform_pandas,
    sklearn_checks.check_global_set_output_transform_polars,
)

# The same for clusterers, which transform nothing.
NEVER_YIELDED_TO_CLUSTERERS = (
    sklearn_checks.check_param_validation,
    sklearn_checks.check_dataframe_column_names_consistency,
)

# What check_estimator skips when the input is no array, and needs none.
WITHOUT_DATA = (
    sklearn_checks.check_param_validation,
    sklearn_checks.check_get_feature_names_out_error,
    sklearn_checks.check_estimator_tags_renamed,
    sklearn_checks.check_valid_tag_types,
    sklearn_checks.check_estimator_repr,
    sklearn_checks.check_no_attributes_set_in_init,
    sklearn_checks.check_do_not_raise_errors_in_init_or_set_params,
    sklearn_checks.check_mixin_order,
    sklearn_checks.check_parameters_default_constructible,
    sklearn_checks.check_get_params_invariance,
    sklearn_checks.check_set_params,
)


def test_there_are_public_estimators():
    assert {"LatentDirichletAllocation", "SequenceVectorizer"} <= set(public_classes())
    assert len(COUNTS) >= 2
    assert [type(estimator).__name__ for estimator in VECTORS] == ["LeidenClustering"]


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@parametrize_with_checks([*COUNTS, *VECTORS])
def test_estimator(estimator, check):
    check(estimator)


@pytest.mark.parametrize("check", NEVER_YIELDED, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", COUNTS, ids=repr)
def test_check_that_scikit_learn_never_yields(estimator, check):
    if "output" in check.__name__ and not hasattr(estimator, "set_output"):
        pytest.skip("takes no part in set_output, as TfidfTransformer")
    check(type(estimator).__name__, estimator)


@pytest.mark.parametrize(
    "check", NEVER_YIELDED_TO_CLUSTERERS, ids=lambda check: check.__name__
)
@pytest.mark.parametrize("estimator", VECTORS, ids=repr)
def test_check_of_clusterers_that_scikit_learn_never_yields(estimator, check):
    check(type(estimator).__name__, estimator)


@pytest.mark.parametrize("check", WITHOUT_DATA, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", OTHERS, ids=repr)
def test_check_that_needs_no_data(estimator, check):
    check(type(estimator).__name__, estimator)

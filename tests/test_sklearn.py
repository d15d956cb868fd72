"""Parameters are validated by whatever uses them, not by `fit` alone."""

from numbers import Integral

import numpy as np
import pytest
from public_estimators import instances
from sklearn import config_context
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV

import sktopics
from sktopics._sklearn import (
    Interval,
    InvalidParameterError,
    check_fitted,
    check_parameters,
    validate_params,
)
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._make_corpus import kind_of

DOCUMENTS = make_documents()
SEQUENCES = make_corpus("sequences", DOCUMENTS)
COUNTS = make_corpus("counts", DOCUMENTS)


def attentive():
    return sktopics.AttentiveARTM(3, max_iter=2, random_state=0).fit(SEQUENCES)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("attention", "uniform"),
        ("edges", "zero"),
        ("heads", "max"),
        ("balance", None),
        ("context_prior", -1.0),
        ("n_sweeps", 2**70),
        ("topic_prior", "all"),
        ("n_jobs", "two"),
    ],
)
@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("transform", ()),
        ("transform_positions", ()),
        ("score", ()),
        ("perplexity", ()),
        ("partial_fit", ()),
        ("border_strengths", ()),
        ("boundaries", ()),
        ("segments", ()),
        ("segment_vectors", ()),
        ("homogeneity", ()),
        ("topical_passages", (0,)),
    ],
)
def test_methods_of_attentive_artm(parameter, value, method, arguments):
    model = attentive().set_params(**{parameter: value})
    before = dict(vars(model))
    with pytest.raises(InvalidParameterError, match=f"'{parameter}' parameter"):
        getattr(model, method)(SEQUENCES, *arguments)
    assert vars(model) == before


def test_number_of_columns_of_attentive_artm():
    model = attentive().set_params(balance=None)
    with pytest.raises(InvalidParameterError, match="'balance' parameter"):
        model.get_feature_names_out()


@pytest.mark.parametrize("method", ["transform", "inverse_transform", "add_counts"])
def test_vectorizers(method):
    for cls in (sktopics.SequenceVectorizer, sktopics.OnlineCountVectorizer):
        vectorizer = cls().fit(DOCUMENTS).set_params(token_pattern=3)
        if method == "transform":
            with pytest.raises(InvalidParameterError, match="'token_pattern'"):
                vectorizer.transform(DOCUMENTS)
    terms = vectorizer.get_feature_names_out()
    if method == "add_counts":
        ones = np.ones((1, len(terms)))
        with pytest.raises(InvalidParameterError, match="'token_pattern'"):
            vectorizer.add_counts(ones, terms, ones)


def test_queries_of_authors():
    model = sktopics.AuthorTopicModel(2, max_iter=2, random_state=0)
    model.fit(COUNTS, authors=[["ada"], ["bob"]] * 20).set_params(n_jobs="two")
    for method in ("infer_authors", "predict_author", "predict_proba_author", "bound"):
        with pytest.raises(InvalidParameterError, match="'n_jobs'"):
            getattr(model, method)(COUNTS)
    for method in ("author_topics", "similar_authors"):
        with pytest.raises(InvalidParameterError, match="'n_jobs'"):
            getattr(model, method)("ada")


@pytest.mark.parametrize(
    "model",
    [model for model in instances("counts") if hasattr(model, "n_components")],
    ids=repr,
)
def test_another_number_of_topics_waits_for_the_next_fit(model):
    model = clone(model).set_params(n_components=3, random_state=0).fit(COUNTS)
    expected, score = model.transform(COUNTS), model.score(COUNTS)
    model.set_params(n_components=5)
    np.testing.assert_array_equal(model.transform(COUNTS), expected)
    assert model.score(COUNTS) == score
    if hasattr(model, "partial_fit"):
        with pytest.warns(UserWarning, match="n_components=5 waits .* the 3 topics"):
            model.partial_fit(COUNTS)
        assert model.components_.shape[0] == 3
    assert model.fit(COUNTS).components_.shape[0] == 5


@pytest.mark.parametrize("model", [sktopics.ARTM, sktopics.ThetalessARTM])
def test_another_number_of_topics_and_regularizers_of_some(model):
    from sktopics.artm import SmoothSparsePhi

    model = model(3, SmoothSparsePhi(1.0, topics=[2]), random_state=0).fit(COUNTS)
    expected = model.transform(COUNTS)
    model.set_params(n_components=2)
    np.testing.assert_array_equal(model.transform(COUNTS), expected)
    assert len(model.partial_fit(COUNTS).components_) == 3


def test_regularizers_changed_after_fit():
    from sktopics.artm import Decorrelator

    regularizer = Decorrelator(tau=1.0)
    model = sktopics.ARTM(3, regularizer, random_state=0).fit(COUNTS)
    topics = model.components_
    regularizer.set_params(tau="much")
    for method in (model.partial_fit, model.transform, model.score):
        with pytest.raises(InvalidParameterError, match="'tau' parameter"):
            method(COUNTS)
    assert model.components_ is topics


def numbers_of(estimator):
    """Names of the parameters that may be any integer above some bound."""
    return [
        name
        for name, constraints in type(estimator)._parameter_constraints.items()
        if name in estimator.get_params(deep=False) and constraints != "no_validation"
        for constraint in constraints
        if isinstance(constraint, Interval) and constraint.type is Integral
    ]


@pytest.mark.parametrize(
    ("estimator", "parameter"),
    [
        (model, name)
        for model in instances()
        # Vectorizers are fitted by scikit-learn, which takes such numbers.
        if kind_of(model) != "vectors" and not hasattr(model, "build_analyzer")
        for name in numbers_of(model)
    ],
)
def test_integers_of_more_than_64_bits_are_refused_by_name(estimator, parameter):
    estimator = clone(estimator).set_params(**{parameter: 2**70})
    with pytest.raises(InvalidParameterError, match=f"'{parameter}' parameter"):
        estimator.fit(make_corpus(kind_of(estimator), DOCUMENTS))


def test_an_integer_in_the_place_of_a_float_may_have_more():
    model = sktopics.LatentDirichletAllocation(2, max_iter=2, learning_offset=2**70)
    assert model.fit(COUNTS).n_iter_ == 2


def test_what_is_no_sequences_is_refused_before_its_weights():
    for whatever in (dict, None, 3):
        with pytest.raises(TypeError, match="takes TokenSequences"):
            attentive().score(whatever)


def test_numbers_of_results_and_of_vectors():
    model = sktopics.AuthorTopicModel(2, max_iter=2).fit(
        COUNTS[:4], authors=list("abca")
    )
    with pytest.raises(InvalidParameterError, match="'n' parameter"):
        model.similar_authors("a", n="all")
    for number in (np.inf, -1, 2.5, None):
        with pytest.raises(InvalidParameterError, match="'n_documents' parameter"):
            sktopics.Doc2Vec().estimate_memory(number, 3)


class Doubler(BaseEstimator):
    _parameter_constraints = {
        "factor": [Interval(Integral, 1, None, closed="left"), list],
        "anything": "no_validation",
    }

    def __init__(self, factor=2, anything=None):
        self.factor = factor
        self.anything = anything

    def fit(self, X):
        self.n_ = len(X)
        return self

    @validate_params(
        {"n": [Interval(Integral, 1, None, closed="left")]},
        prefer_skip_nested_validation=True,
    )
    def repeat(self, n):
        return n * [self.factor]


@pytest.mark.parametrize("bad", [0, True, 1.0, "2", None, (1,), np.ones(2), {}])
def test_equal_values_of_other_types_are_not_mixed_up(bad):
    model = Doubler(1).fit([1])
    check_fitted(model)
    model.set_params(factor=bad)
    # scikit-learn takes True for the integer that it is.
    if bad is True:
        return
    for _ in range(2):
        with pytest.raises(InvalidParameterError, match="'factor' parameter"):
            check_fitted(model)
    model.set_params(factor=[], anything=object())
    check_fitted(model)


def test_order_of_complaints():
    with pytest.raises(NotFittedError):
        check_fitted(Doubler())
    with pytest.raises(InvalidParameterError, match="'factor'"):
        Doubler("two").fit([1]).repeat(2)
    with pytest.raises(InvalidParameterError, match="'n' parameter of"):
        Doubler().fit([1]).repeat(0)
    check_fitted(BaseEstimatorWithoutConstraints().fit())


class BaseEstimatorWithoutConstraints(BaseEstimator):
    def fit(self):
        self.fitted_ = True
        return self


def test_validation_is_skipped_where_users_say_so():
    model = Doubler("two").fit([1])
    with config_context(skip_parameter_validation=True):
        check_parameters(model)
    with pytest.raises(InvalidParameterError):
        check_parameters(model)


def test_searches_are_as_before():
    search = GridSearchCV(
        sktopics.ARTM(max_iter=2, random_state=0), {"n_components": [2, "two"]}, cv=2
    )
    with pytest.raises(InvalidParameterError):
        search.set_params(error_score="raise").fit(COUNTS)
    assert clone(search).set_params(param_grid={"n_components": [2]}).fit(COUNTS)

"""Looking inside Pipelines: nested, with passthrough and nameless steps."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
)
from sklearn.feature_selection import SelectKBest, VarianceThreshold, chi2
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics._reading import (
    final_model,
    known_term_names,
    model_input,
    pipeline_steps,
    term_names,
    text_reader,
)

DOCUMENTS = ["The sea and a ship", "a tax and a debt", "sea ship sea", "debt tax"]
TERMS = ["and", "debt", "sea", "ship", "tax", "the"]


def lower(documents):
    return [text.lower() for text in documents]


def halve(X):
    return X * 0.5


def drop_first(X):
    return X[:, 1:]


def vectorizer_of(estimator):
    return getattr(text_reader(estimator), "vectorizer", None)


class Cleaner(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """A text cleaner that claims one-to-one names and never has any."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return lower(X)


def lda():
    return LatentDirichletAllocation(2, max_iter=2, random_state=0)


def nested_prefix():
    return make_pipeline(make_pipeline(CountVectorizer(), TfidfTransformer()), lda())


def nested_suffix():
    return make_pipeline(CountVectorizer(), make_pipeline(TfidfTransformer(), lda()))


def passthrough_everywhere():
    return Pipeline(
        [
            ("clean", "passthrough"),
            ("prefix", Pipeline([("nothing", None), ("count", CountVectorizer())])),
            ("scale", "passthrough"),
            ("model", lda()),
            ("after", "passthrough"),
        ]
    )


def function_before():
    return make_pipeline(FunctionTransformer(lower), CountVectorizer(), lda())


def function_after():
    return make_pipeline(CountVectorizer(), FunctionTransformer(halve), lda())


def functions_around():
    prefix = make_pipeline(FunctionTransformer(lower), CountVectorizer())
    return make_pipeline(
        prefix, FunctionTransformer(halve), TfidfTransformer(), make_pipeline(lda())
    )


def one_to_one_before():
    clean = FunctionTransformer(lower, feature_names_out="one-to-one")
    return make_pipeline(clean, Cleaner(), CountVectorizer(), lda())


SHAPES = [
    nested_prefix,
    nested_suffix,
    passthrough_everywhere,
    function_before,
    function_after,
    functions_around,
    one_to_one_before,
]


@pytest.mark.parametrize("make", SHAPES)
def test_every_shape_of_pipeline(make):
    pipeline = make().fit(DOCUMENTS)
    assert isinstance(final_model(pipeline), LatentDirichletAllocation)
    assert isinstance(vectorizer_of(pipeline), CountVectorizer)
    assert term_names(pipeline).tolist() == TERMS
    assert term_names(pipeline).dtype == object
    data = model_input(pipeline, DOCUMENTS)
    assert data.shape == (4, len(TERMS))
    np.testing.assert_array_equal(
        final_model(pipeline).transform(data), pipeline.transform(DOCUMENTS)
    )


def test_steps_are_flat_and_in_order():
    kinds = [type(step).__name__ for step in pipeline_steps(functions_around())]
    assert kinds == [
        "FunctionTransformer",
        "CountVectorizer",
        "FunctionTransformer",
        "TfidfTransformer",
        "LatentDirichletAllocation",
    ]
    model = lda()
    assert pipeline_steps(model) == [model]


def test_a_selection_inside_the_nested_model_is_seen():
    inner = make_pipeline(SelectKBest(chi2, k=3), lda())
    pipeline = make_pipeline(CountVectorizer(), inner).fit(DOCUMENTS, [0, 1, 0, 1])
    chosen = pipeline[-1][0].get_support()
    assert term_names(pipeline).tolist() == np.array(TERMS)[chosen].tolist()


def test_a_bare_model_has_column_numbers_or_its_own_names():
    counts = CountVectorizer().fit_transform(DOCUMENTS).toarray()
    model = lda().fit(counts)
    assert known_term_names(model) is None
    assert term_names(model).tolist() == list("012345")
    assert model_input(model, counts) is counts
    assert vectorizer_of(model) is None
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(counts, columns=TERMS)
    assert term_names(lda().fit(frame)).tolist() == TERMS
    halved = make_pipeline(FunctionTransformer(halve), lda()).fit(frame)
    assert term_names(halved).tolist() == TERMS


def test_hashed_columns_have_numbers():
    hashing = HashingVectorizer(n_features=8, alternate_sign=False)
    pipeline = make_pipeline(hashing, lda()).fit(DOCUMENTS)
    assert term_names(pipeline).tolist() == list("01234567")


def test_columns_of_a_frame():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"title": DOCUMENTS, "year": [1, 2, 3, 4]})
    columns = ColumnTransformer(
        [("count", CountVectorizer(), "title")], verbose_feature_names_out=False
    )
    pipeline = make_pipeline(columns, lda()).fit(frame)
    assert term_names(pipeline).tolist() == TERMS


def test_a_nameless_step_that_changes_the_columns():
    pipeline = make_pipeline(CountVectorizer(), FunctionTransformer(drop_first), lda())
    pipeline.fit(DOCUMENTS)
    with pytest.raises(ValueError, match=r"name 6 columns.*was fitted on 5"):
        term_names(pipeline)
    # A later step that names its columns by number cannot take the old names.
    pipeline = make_pipeline(
        CountVectorizer(), FunctionTransformer(drop_first), VarianceThreshold(), lda()
    ).fit(DOCUMENTS)
    assert term_names(pipeline).tolist() == ["x0", "x1", "x2", "x3", "x4"]


def test_a_search_stands_for_its_best_pipeline():
    grid = {"latentdirichletallocation__n_components": [1, 2]}
    search = GridSearchCV(function_before(), grid, cv=2).fit(DOCUMENTS)
    assert final_model(search) is search.best_estimator_[-1]
    assert term_names(search).tolist() == TERMS
    assert model_input(search, DOCUMENTS).shape == (4, 6)


def test_not_fitted():
    for estimator in [lda(), make_pipeline(CountVectorizer(), lda())]:
        with pytest.raises(NotFittedError):
            term_names(estimator)
    half = make_pipeline(CountVectorizer(), lda().fit([[1, 2], [2, 1]]))
    with pytest.raises(NotFittedError):
        term_names(half)


def test_no_model():
    with pytest.raises(ValueError, match="no model"):
        final_model(Pipeline([("nothing", "passthrough")]))


class CountsItself(TransformerMixin, BaseEstimator):
    """A model on documents that counts terms itself."""

    def fit(self, X, y=None):
        self.vectorizer_ = CountVectorizer().fit(X)
        self.terms_ = self.vectorizer_.get_feature_names_out()[:-1]
        self.components_ = np.ones((2, len(self.terms_)))
        return self

    def transform(self, X):
        return np.ones((len(X), 2))


def test_a_model_that_counts_terms_itself():
    """It knows its terms, whatever the steps before it call their output."""
    model = CountsItself().fit(DOCUMENTS)
    assert term_names(model).tolist() == TERMS[:-1]
    assert vectorizer_of(model) is model.vectorizer_
    pipeline = make_pipeline(Cleaner(), CountsItself()).fit(DOCUMENTS)
    assert known_term_names(pipeline).tolist() == TERMS[:-1]
    reader = text_reader(pipeline)
    assert reader.vectorizer is pipeline[-1].vectorizer_
    assert [way.run.__self__ for way in reader.ways] == [pipeline[0]]
    assert vectorizer_of(CountsItself()) is None
    assert vectorizer_of(lda()) is None

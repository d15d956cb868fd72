"""Classes as a modality: predicted from the words, by few labels."""

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from sktopics import (
    ARTM,
    LatentDirichletAllocation,
    NamedCounts,
    OnlineCountVectorizer,
    ThetalessARTM,
)
from sktopics.analysis import predict_modality
from sktopics.artm import TopicClassifier
from sktopics.datasets import load_sotu
from sktopics.metrics import class_precision_scorer

N_CLASSES = 5


@pytest.fixture(scope="module")
def planted():
    rng = np.random.default_rng(0)
    phi = rng.dirichlet(np.full(200, 0.1), N_CLASSES)
    y = rng.integers(0, N_CLASSES, 400)
    X = np.array([rng.multinomial(30, 0.7 * phi[c] + 0.3 / 200) for c in y])
    return X, y, rng.random(400) < 0.2


@parametrize_with_checks([TopicClassifier(ARTM(3, random_state=0), unlabelled=None)])
def test_contract(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", [ARTM, ThetalessARTM])
def test_a_fifth_of_the_labels_is_enough(planted, kind):
    X, y, labelled = planted
    model = TopicClassifier(kind(10, random_state=0))
    model.fit(X, np.where(labelled, y, -1))
    right = (model.predict(X) == y)[~labelled]
    assert right.mean() > 0.96
    assert model.score(X, y) > 0.96
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)
    assert model.transform(X).shape == (400, 10)


@pytest.mark.parametrize("none", [-1, None, np.nan, "?"], ids=repr)
def test_what_stands_for_no_label(planted, none):
    X, y, labelled = planted
    names = np.array([f"class {c}" for c in y], object)
    names[~labelled] = none
    unlabelled = "?" if none == "?" else -1
    model = TopicClassifier(ARTM(10, random_state=0), unlabelled=unlabelled)
    model.fit(X, names)
    assert model.classes_.tolist() == [f"class {c}" for c in range(N_CLASSES)]
    assert set(model.predict(X)) <= set(model.classes_)


def test_labels_of_new_documents_are_not_looked_at(planted):
    """By hand: mixtures from words alone times the topics' classes."""
    X, y, _ = planted
    model = TopicClassifier(ARTM(10, random_state=0)).fit(X, y)
    inside = model.estimator_
    padded = np.hstack([X, np.zeros((len(X), N_CLASSES), int)])
    expected = inside.transform(padded) @ inside.components_[:, -N_CLASSES:]
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict_proba(X), expected, atol=1e-6)
    onehot = np.eye(N_CLASSES, dtype=int)[(y + 1) % N_CLASSES]  # wrong ones
    misled = np.hstack([X, onehot])
    np.testing.assert_allclose(
        predict_modality(inside, misled, "classes"), expected, atol=1e-6
    )
    right = np.hstack([X, np.eye(N_CLASSES, dtype=int)[y]])
    assert class_precision_scorer("classes")(inside, right) > 0.96
    assert class_precision_scorer("classes")(inside, misled) < 0.05


def test_from_texts_in_searches():
    sotu = load_sotu()
    texts, late = sotu.documents[::12], np.array(sotu.date[::12]) > 1985
    y = np.where(late, "late", "early")
    pipeline = make_pipeline(
        OnlineCountVectorizer(stop_words="english", min_df=3),
        TopicClassifier(ARTM(8, max_iter=15, random_state=0)),
    )
    grid = {
        "onlinecountvectorizer__min_df": [3, 6],
        "topicclassifier__label_weight": ["auto", 5.0],
        "topicclassifier__estimator__n_components": [8],
    }
    search = GridSearchCV(pipeline, grid, cv=3, scoring="accuracy", error_score="raise")
    search.fit(texts, y)
    assert search.best_score_ > 0.7
    losses = cross_val_score(pipeline, texts, y, cv=3, scoring="neg_log_loss")
    assert np.isfinite(losses).all()


def test_modalities_of_the_words_are_kept(planted, tmp_path):
    X, y, _ = planted
    terms = [f"w{i}" for i in range(200)]
    X = NamedCounts(X, terms=terms, modalities={"a": slice(0, 90), "b": slice(90, 200)})
    model = TopicClassifier(ARTM(6, modalities={"a": 1.0, "b": 2.0}, random_state=0))
    model.fit(X, y)
    assert list(model.estimator_.modalities_) == ["a", "b", "classes"]
    assert model.estimator_.feature_names_in_[-1] == "classes__4"
    turned = X[:, ::-1]
    np.testing.assert_array_equal(model.predict(turned), model.predict(X))
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model", mmap_mode="r")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    assert not hasattr(clone(model), "classes_")


def test_weights_of_documents_are_repeats(planted):
    X, y, _ = planted
    X, y = X[:60], y[:60]
    weight = np.arange(60) % 3
    model = TopicClassifier(ARTM(6, random_state=0))
    weighted = clone(model).fit(X, y, sample_weight=weight)
    repeated = clone(model).fit(X.repeat(weight, axis=0), y.repeat(weight))
    np.testing.assert_allclose(
        weighted.predict_proba(X), repeated.predict_proba(X), atol=1e-4
    )


def test_errors(planted):
    X, y, _ = planted
    with pytest.raises(ValueError, match="No document of positive weight has a label"):
        TopicClassifier().fit(X, np.full(len(X), -1))
    with pytest.raises(ValueError, match="one label for each of 400 documents"):
        TopicClassifier().fit(X, y[:10])
    with pytest.raises(NotFittedError):
        TopicClassifier().predict_proba(X)
    model = TopicClassifier(ARTM(5, random_state=0)).fit(X, y)
    with pytest.raises(ValueError, match="no modality of the model, which has"):
        predict_modality(model.estimator_, X, "tags")
    empty = np.hstack([X, np.zeros((len(X), N_CLASSES), int)])
    with pytest.raises(ValueError, match="No document has a class"):
        class_precision_scorer("classes")(model.estimator_, empty)
    with pytest.raises(TypeError, match="makes a scorer and is none itself"):
        class_precision_scorer(model, X)


COUNTS = np.array([[3, 1, 0, 0], [2, 2, 1, 0], [0, 0, 4, 1], [0, 1, 3, 2]] * 3)
LABELS = ["sea", "sea", "tax", "tax"] * 3
TERMS = ["fish", "ship", "money", "law"]


def small(**parameters):
    return TopicClassifier(ARTM(2, random_state=0, **parameters))


MODALITIES = {
    "open": {"a": slice(0, 2), "b": (slice(2, None), 0.5)},
    "from the end": {"a": slice(-4, -2), "b": (slice(-2, None), 0.5)},
    "prefix": {"a": "a_", "b": ("b_", 0.5)},
}


@pytest.mark.parametrize("modalities", MODALITIES.values(), ids=MODALITIES)
def test_modalities_of_words_end_where_the_words_end(modalities):
    terms = ["a_fish", "a_ship", "b_money", "b_law"]
    model = small(modalities=modalities).fit(NamedCounts(COUNTS, terms=terms), LABELS)
    assert model.estimator_.modalities_ == {
        "a": slice(0, 2),
        "b": slice(2, 4),
        "classes": slice(4, 6),
    }
    assert model.estimator_.modalities["b"] == 0.5
    assert model.predict(NamedCounts(COUNTS, terms=terms)).tolist() == LABELS


def test_words_that_are_called_as_classes_are():
    X = NamedCounts(COUNTS, terms=["classes__sea", "_classes__tax", "money", "law"])
    model = small().fit(X, LABELS)
    assert model.predict(X[:, ::-1]).tolist() == LABELS
    columns = {"a": slice(0, 2), "classes": slice(2, 4)}
    for X, parameters in (
        (NamedCounts(COUNTS, terms=TERMS, modalities=columns), {}),
        (COUNTS, {"modalities": columns}),
    ):
        with pytest.raises(ValueError, match=r"is called 'classes'.*another name"):
            small(**parameters).fit(X, LABELS)


def test_texts_beside_numbers_are_refused():
    for y in ([1, "a"] * 6, np.array([1, "a"] * 6, object), ("a", 2.5) * 6):
        with pytest.raises(TypeError, match="all str or all numbers, and y has"):
            small().fit(COUNTS, y)
    assert small().fit(COUNTS, [1, 2.0, True] * 4).classes_.tolist() == [1, 2]


COLUMNS = {
    "pandas": {"boolean": bool, "Int64": int, "string": str, "category": int},
    "polars": {"Boolean": bool, "Int64": int, "String": str},
    "pyarrow": {"bool_": bool, "int64": int, "string": str},
}


@pytest.mark.parametrize(
    ("library", "dtype"), [(name, dtype) for name in COLUMNS for dtype in COLUMNS[name]]
)
def test_columns_with_missing_labels_keep_their_type(library, dtype):
    frames, kind = pytest.importorskip(library), COLUMNS[library][dtype]
    labels = [kind(0), None, kind(1), None] * 3
    if library == "pandas":
        y = frames.Series(labels, dtype=object).astype(dtype)
    elif library == "polars":
        y = frames.Series(labels, dtype=getattr(frames, dtype))
    else:
        y = frames.array(labels, type=getattr(frames, dtype)())
    model = small().fit(COUNTS, y)
    assert model.classes_.tolist() == [kind(0), kind(1)]
    assert {type(label) for label in model.predict(COUNTS).tolist()} == {kind}


def test_the_model_inside_has_modalities():
    for other in (LatentDirichletAllocation(2), make_pipeline(ARTM(2))):
        with pytest.raises(TypeError, match="a model of modalities, as ARTM"):
            TopicClassifier(other).fit(COUNTS, LABELS)


def test_the_modality_that_is_asked_for_is_named():
    with pytest.raises(ValueError, match=r"modality='tags' is no modality.*'classes'"):
        predict_modality(small().fit(COUNTS, LABELS).estimator_, COUNTS, "tags")

"""Columns of a table become counts that know their names and modalities."""

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from sktopics import ARTM, OnlineCountVectorizer, ThetalessARTM
from sktopics.artm import SmoothSparsePhi
from sktopics.metrics import coherence_scorer, perplexity_scorer
from sktopics.text import ModalityVectorizer
from sktopics.topics import topic_table

pd = pytest.importorskip("pandas")

BODIES = ["rain and snow", "milk and bread", "snow rain hail", "bread butter milk"]
TAGS = [["weather"], ["food", "rain"], ["weather"], ["food"]]


def table(repeats=6):
    return pd.DataFrame(
        {
            "body": BODIES * repeats,
            "tags": TAGS * repeats,
            "year": [1990, 2001, 1990, 1995] * repeats,
        }
    )


def vectorizer(text=None, tags=None, **more):
    return ModalityVectorizer(
        [
            ("text", text or CountVectorizer(), "body"),
            ("tags", tags or CountVectorizer(analyzer=list), "tags"),
            ("year", OneHotEncoder(dtype=int, handle_unknown="ignore"), ["year"]),
        ],
        **more,
    )


def test_counts_of_each_column_side_by_side():
    X = vectorizer().fit_transform(table(1))
    words = CountVectorizer().fit(BODIES)
    np.testing.assert_array_equal(
        X[:, X.modalities["text"]].toarray(), words.transform(BODIES).toarray()
    )
    assert X.terms.tolist() == [
        *words.get_feature_names_out(),
        *("food", "tags__rain", "weather"),
        *("year_1990", "year_1995", "year_2001"),
    ]
    assert X.modalities == {
        "text": slice(0, 7),
        "tags": slice(7, 10),
        "year": slice(10, 13),
    }
    assert X[:, 7:10].toarray().tolist() == [[0, 0, 1], [1, 1, 0], [0, 0, 1], [1, 0, 0]]


def test_transform_is_as_fit_transform_and_names_are_those_of_the_output():
    made = vectorizer(n_jobs=2)
    X, again = made.fit_transform(table()), made.transform(table())
    np.testing.assert_array_equal(X.toarray(), again.toarray())
    assert X.terms.tolist() == again.terms.tolist()
    assert X.terms.tolist() == made.get_feature_names_out().tolist()
    assert vectorizer().fit(table()).transform(table(1)[2:]).shape == (2, 13)


def test_polars_frames():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"body": BODIES, "year": [1, 2, 1, 3]})
    parts = [
        ("text", CountVectorizer(), "body"),
        ("year", OneHotEncoder(dtype=int), ["year"]),
    ]
    X = ModalityVectorizer(parts).fit_transform(frame)
    assert X.shape == (4, 10)
    assert X.terms[-1] == "year_3"


def test_arrays_of_objects_and_parts_that_are_dropped_or_passed():
    rows = np.array([[b, n, 0] for b, n in zip(BODIES, range(4), strict=True)], object)
    parts = [("text", CountVectorizer(), 0), ("n", "passthrough", [1])]
    X = ModalityVectorizer([*parts, ("other", "drop", [2])]).fit_transform(rows)
    assert X.modalities == {"text": slice(0, 7), "n": slice(7, 8)}
    assert X[:, 7].toarray().tolist() == [0, 1, 2, 3]


def test_parameters_of_parts_are_parameters():
    made = clone(vectorizer()).set_params(text__min_df=3, tags__binary=True)
    assert made.get_params()["text__min_df"] == 3
    assert set(made.get_params(deep=False)) == {"transformers", "n_jobs"}


def model(**weights):
    given = {"text": 1.0, "tags": 5.0, "year": 1.0} | weights
    return ARTM(2, modalities=given, random_state=0, max_iter=15)


def test_search_over_the_vocabulary_and_the_weights():
    """The vocabulary of a fold is its own: slices of columns could not say it."""
    pipeline = make_pipeline(vectorizer(), model())
    grid = {
        "modalityvectorizer__text__min_df": [1, 8],
        "artm__modalities": [
            {"text": 1.0, "tags": tags, "year": 1.0} for tags in (1.0, 5.0)
        ],
    }
    search = GridSearchCV(
        pipeline,
        grid,
        scoring={"perplexity": perplexity_scorer, "npmi": coherence_scorer("c_npmi")},
        refit="perplexity",
        cv=KFold(3, shuffle=True, random_state=0),
        n_jobs=2,
        error_score="raise",
    ).fit(table())
    assert np.isfinite(search.cv_results_["mean_test_perplexity"]).all()
    best = search.best_estimator_[-1]
    n_text = len(search.best_estimator_[0].named_transformers_["text"].vocabulary_)
    assert best.modalities_["text"] == slice(0, n_text)
    for columns in best.modalities_.values():
        np.testing.assert_allclose(best.components_[:, columns].sum(axis=1), 1)


@pytest.mark.parametrize("kind", [ARTM, ThetalessARTM])
def test_blocks_are_as_slices_and_survive_joblib(kind, tmp_path):
    X = vectorizer().fit_transform(table())
    named = kind(2, modalities={"text": 1.0, "tags": 3.0, "year": 0.5}, random_state=0)
    by_slice = clone(named).set_params(
        modalities={
            "text": (slice(0, 7), 1.0),
            "tags": (slice(7, 10), 3.0),
            "year": (slice(10, 13), 0.5),
        }
    )
    named.fit(X)
    by_slice.fit(X.toarray())
    np.testing.assert_array_equal(named.components_, by_slice.components_)
    joblib.dump(named, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model", mmap_mode="r")
    assert loaded.modalities_ == named.modalities_
    np.testing.assert_array_equal(loaded.transform(X), by_slice.transform(X.toarray()))
    only_text = X[:, X.modalities["text"]]
    np.testing.assert_allclose(loaded.transform(only_text).sum(axis=1), 1)


def test_without_weights_each_block_is_a_modality():
    X = vectorizer().fit_transform(table())
    fitted = ARTM(2, random_state=0).fit(X)
    assert list(fitted.modalities_) == ["text", "tags", "year"]
    assert ARTM(2, random_state=0).fit(X.toarray()).modalities_ == {}


WRONG = {
    "unknown": ({"text": 1.0, "tgas": 1.0}, "belongs to modality 'tgas': X has"),
    "missing": ({"text": 1.0, "tags": 1.0}, "modalities miss 3 of 13 columns"),
    "weight": ({"text": -1.0, "tags": 1.0, "year": 1.0}, "must be finite and not"),
}


@pytest.mark.parametrize(("modalities", "message"), WRONG.values(), ids=WRONG)
def test_modalities_that_do_not_fit_are_refused(modalities, message):
    X = vectorizer().fit_transform(table())
    with pytest.raises(ValueError, match=message):
        ARTM(2, modalities=modalities).fit(X)


def test_weights_alone_need_counts_that_say_what_they_are():
    with pytest.raises(TypeError, match="let a ModalityVectorizer make X"):
        ARTM(2, modalities={"text": 1.0}).fit(np.ones((2, 2)))


def test_words_by_name_in_a_pipeline():
    smooth = SmoothSparsePhi(50.0, terms=["hail", "weather"], topics=[1])
    pipeline = make_pipeline(vectorizer(), model().set_params(regularizers=smooth))
    pipeline.fit(table())
    words, tags = (topic_table(pipeline, 1, columns=c) for c in ("text", "tags"))
    assert list(words[1].terms) == ["hail"]
    assert list(tags[1].terms) == ["weather"]


def test_set_output_reaches_the_model():
    pipeline = make_pipeline(vectorizer(), model()).set_output(transform="pandas")
    mixtures = pipeline.fit(table()).transform(table())
    assert list(mixtures.columns) == ["artm0", "artm1"]
    with sklearn.config_context(transform_output="pandas"):
        assert isinstance(pipeline.fit(table()).transform(table()), pd.DataFrame)
        assert vectorizer().fit_transform(table(1)).shape == (4, 13)


def test_cross_validate_a_pipeline():
    pipeline = make_pipeline(vectorizer(), model())
    scores = cross_validate(
        pipeline,
        table(),
        scoring=perplexity_scorer,
        cv=3,
        n_jobs=2,
        error_score="raise",
    )
    assert np.isfinite(scores["test_score"]).all()


def growing():
    return ModalityVectorizer(
        [
            ("text", OnlineCountVectorizer(), "body"),
            ("tags", OnlineCountVectorizer(analyzer=list), "tags"),
        ]
    )


def test_vocabularies_grow_and_names_stay():
    made = growing()
    first = made.partial_fit(table(1)[:1]).transform(table(1)[:1])
    assert first.terms.tolist() == ["and", "rain", "snow", "weather"]
    second = made.partial_fit(table(1)[1:]).transform(table(1)[1:])
    assert second.terms.tolist() == [
        *("and", "rain", "snow", "bread", "butter", "hail", "milk"),
        *("weather", "food", "tags__rain"),
    ]
    assert second.modalities == {"text": slice(0, 7), "tags": slice(7, 10)}
    learner = ARTM(2, modalities={"text": 1.0, "tags": 2.0}, random_state=0)
    learner.partial_fit(first)
    assert learner.n_features_in_ == 4


def test_a_part_that_cannot_grow_is_named():
    with pytest.raises(TypeError, match="CountVectorizer of modality 'text' has no"):
        vectorizer().partial_fit(table())
    made = vectorizer().fit(table())
    before = made.get_feature_names_out().tolist()
    with pytest.raises(TypeError, match="CountVectorizer of modality 'text' has no"):
        made.partial_fit(table())
    assert made.get_feature_names_out().tolist() == before
    with pytest.raises(ValueError, match="body"):
        growing().partial_fit(table()).partial_fit(table()[["tags"]])


def test_no_two_terms_have_one_name():
    each = CountVectorizer(token_pattern=r"\S+")
    frame = pd.DataFrame({"body": ["x b__x"], "tag": ["x"]})
    made = ModalityVectorizer([("a", each, "body"), ("b", each, "tag")])
    X = made.fit_transform(frame)
    assert X.terms.tolist() == ["b__x", "x", "b__b__x"]
    assert X.modalities == {"a": slice(0, 2), "b": slice(2, 3)}


def test_the_first_batch_is_a_batch():
    rare = OnlineCountVectorizer(delete_min_df=2)
    parts = [("text", rare, "body"), ("year", "passthrough", ["year"])]
    made = ModalityVectorizer(parts).partial_fit(table(1))
    words = clone(rare).partial_fit(BODIES).get_feature_names_out().tolist()
    assert made.get_feature_names_out().tolist() == [*words, "year"]
    made.partial_fit(table(1))
    assert made.named_transformers_["text"].term_counts_.tolist() == [4] * 5
    limited = ModalityVectorizer([("text", OnlineCountVectorizer(min_df=2), "body")])
    with pytest.raises(ValueError, match="min_df=2 is for fit"):
        limited.partial_fit(table(1))
    assert not hasattr(limited, "transformers_")


def test_tables_of_arrow_and_dicts():
    arrow = pytest.importorskip("pyarrow")
    given = arrow.table({"body": BODIES, "tags": TAGS, "year": [1990] * 4})
    made, same = growing().fit(table(1)), growing().fit(given)
    assert same.transform(given).terms.tolist() == made.transform(given).terms.tolist()
    assert same.partial_fit(given).transform(given).shape == (4, 10)
    with pytest.raises(TypeError, match="got a dict: make a data frame of it"):
        growing().fit({"body": BODIES, "tags": TAGS})

"""AttentiveARTM in the company of scikit-learn: text, searches, files, threads."""

import warnings

import joblib
import numpy as np
import pytest
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_validate, train_test_split
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, SequenceVectorizer, TokenSequences
from sktopics.artm import RegularizerUnion, SmoothSparsePhi
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.metrics import coherence_scorer, completion_perplexity, perplexity_scorer
from sktopics.testing import make_documents
from sktopics.topics import topic_table


def pipeline(**options):
    options = {"n_components": 4, "max_iter": 8, "random_state": 0, **options}
    return make_pipeline(SequenceVectorizer(), AttentiveARTM(**options))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_search_over_vectorizer_and_model(n_jobs):
    search = GridSearchCV(
        pipeline(regularizers=RegularizerUnion([("sparse", SmoothSparsePhi(-0.1))])),
        {
            "sequencevectorizer__min_df": [1, 2],
            "attentiveartm__context": [(2, 5)],
            "attentiveartm__regularizers__sparse__tau": [-0.1, 0.0],
        },
        scoring={"npmi": coherence_scorer("c_npmi", 5), "loss": perplexity_scorer},
        refit="npmi",
        cv=2,
        n_jobs=n_jobs,
    ).fit(make_documents())
    results = search.cv_results_
    assert np.isfinite(results["mean_test_npmi"]).all()
    assert np.isfinite(results["mean_test_loss"]).all()
    assert len(set(results["mean_test_npmi"])) > 1
    assert search.best_estimator_.transform(make_documents()).shape == (40, 4)


def test_the_models_own_score_is_the_default():
    results = cross_validate(pipeline(), make_documents(), cv=3)
    assert (results["test_score"] < 0).all()


def test_features_of_a_classifier():
    documents, labels = make_documents(80), np.arange(80) % 4
    model = make_pipeline(
        SequenceVectorizer(),
        AttentiveARTM(4, random_state=0),
        LogisticRegression(),
    )
    train, test, y_train, y_test = train_test_split(
        documents, labels, random_state=0, stratify=labels
    )
    assert model.fit(train, y_train).score(test, y_test) > 0.9


def test_splits_and_searches_of_sequences():
    X, _, _ = segmented(30)
    train, test = train_test_split(X, random_state=0)
    model = AttentiveARTM(4, max_iter=5, random_state=0).fit(train)
    assert model.transform(test).shape == (len(test), 4)
    search = GridSearchCV(clone(model), {"n_sweeps": [1, 2]}, cv=2).fit(X)
    assert set(search.cv_results_["param_n_sweeps"]) == {1, 2}


def test_tables_know_the_terms():
    documents = make_documents()
    fitted = pipeline().fit(documents)
    table = topic_table(fitted, X=documents)
    assert len(table) == 4
    assert isinstance(table[0].terms[0], str)
    X = fitted[0].transform(documents)
    assert fitted[-1].feature_names_in_.tolist() == X.terms.tolist()
    assert_array_equal(
        topic_table(fitted[-1], X=X)[0].terms, topic_table(fitted, X=documents)[0].terms
    )


def test_completion_perplexity_counts_the_words():
    X, _, _ = segmented(30)
    model = AttentiveARTM(4, max_iter=10, random_state=0).fit(X)
    expected = completion_perplexity(model.components_, X.to_counts())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_allclose(completion_perplexity(model, X), expected)


def test_round_trip_through_a_file_and_memory_maps(tmp_path):
    X, _, _ = segmented(10)
    model = AttentiveARTM(4, max_iter=3, random_state=0).fit(X)
    joblib.dump((model, X), tmp_path / "model")
    loaded, mapped = joblib.load(tmp_path / "model", mmap_mode="r")
    assert_array_equal(loaded.transform(mapped), model.transform(X))
    for first, second in zip(
        loaded.boundaries(mapped), model.boundaries(X), strict=True
    ):
        assert_array_equal(first, second)
    assert_array_equal(clone(model).fit(mapped).components_, model.components_)


def test_other_backends_of_joblib():
    X, _, _ = segmented(120)
    model = AttentiveARTM(4, max_iter=2, random_state=0, n_jobs=2)
    here = model.fit(X).components_
    with joblib.parallel_config(backend="loky"):
        assert_array_equal(model.fit(X).components_, here)


def test_callbacks():
    X, _, _ = segmented(20)
    monitor = TopicMonitor(X=X)
    model = AttentiveARTM(4, max_iter=6, tol=0, random_state=0)
    model.set_callbacks(monitor).fit(X)
    logs = monitor.get_logs().data
    scores = [row["score"] for row in logs if row["task_name"] == "pass"]
    assert len(scores) == 6
    assert_allclose(scores[-1], model.score(X))
    stopped = clone(model).set_callbacks(EarlyStopping(tol=1e9, patience=1)).fit(X)
    assert stopped.n_iter_ < 6


def test_an_empty_document_has_the_shares_of_the_corpus():
    X, _, _ = segmented(10)
    model = AttentiveARTM(4, max_iter=5, random_state=0).fit(X)
    empty = TokenSequences([], [0, 0], n_terms=45)
    masses = model.topic_word_counts_.sum(axis=1)
    assert_allclose(model.transform(empty)[0], masses / masses.sum(), rtol=1e-5)
    assert model.transform_positions(empty).shape == (0, 4)


def test_verbose_prints_a_line_for_each_pass(capsys):
    X, _, _ = segmented(5)
    AttentiveARTM(2, max_iter=3, tol=0, verbose=1, random_state=0).fit(X)
    assert capsys.readouterr().out.count("perplexity") == 3

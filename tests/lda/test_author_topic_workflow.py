"""From raw text and its authors to tuned, scored, saved models."""

import numpy as np
import pytest
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import config_context
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from sktopics import AuthorTopicModel
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.datasets import load_sotu
from sktopics.metrics import (
    coherence_scorer,
    completion_perplexity,
    diversity_scorer,
    perplexity_scorer,
)
from sktopics.topics import match_topics, topic_difference, topic_table

K = 4
NAME = "authortopicmodel"


@pytest.fixture(scope="module")
def speeches():
    """Every twentieth passage; every other one also belongs to its decade."""
    sotu = load_sotu()
    authors = [
        [*own, f"{year // 10 * 10}s"] if d % 40 else own
        for d, (own, year) in enumerate(zip(sotu.authors, sotu.date, strict=True))
    ]
    return sotu.documents[::20], authors[::20]


@pytest.fixture
def routing():
    with config_context(enable_metadata_routing=True):
        yield


def requesting(**parameters):
    """A model that asks for the authors wherever it can."""
    parameters = {"max_iter": 5, "random_state": 0} | parameters
    model = AuthorTopicModel(K, unknown_authors="ignore", **parameters)
    return (
        model.set_fit_request(authors=True)
        .set_score_request(authors=True)
        .set_transform_request(authors=True)
    )


def make_pipe(**parameters):
    vectorizer = CountVectorizer(stop_words="english", min_df=3)
    return make_pipeline(vectorizer, requesting(**parameters))


def indicator_of(authors):
    return MultiLabelBinarizer(sparse_output=True).fit_transform(authors)


def test_authors_are_sliced_for_each_fold(routing, speeches):
    documents, authors = speeches
    pipe, folds = make_pipe(), KFold(3)
    result = cross_validate(
        pipe, documents, params={"authors": authors}, cv=folds, return_estimator=True,
        error_score="raise",
    )  # fmt: skip
    for i, (train, test) in enumerate(folds.split(documents)):
        own = [authors[d] for d in train]
        found = result["estimator"][i][-1]
        assert found.authors_.tolist() == sorted({name for who in own for name in who})
        fresh = make_pipe().fit([documents[d] for d in train], authors=own)
        assert_array_equal(fresh[-1].author_components_, found.author_components_)
        held_out = fresh[0].transform([documents[d] for d in test])
        score = fresh[-1].score(held_out, authors=[authors[d] for d in test])
        assert result["test_score"][i] == pytest.approx(score)
        # The authors were used: without them the score is another.
        assert fresh[-1].score(held_out) != pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize("form", ["lists", "object array", "Series", "indicator"])
def test_authors_travel_in_every_form(routing, speeches, form):
    documents, authors = speeches
    expected = cross_validate(
        make_pipe(), documents, params={"authors": indicator_of(authors)}, cv=2,
        error_score="raise",
    )["test_score"]  # fmt: skip
    if form == "object array":
        given = np.empty(len(authors), dtype=object)
        given[:] = authors
    elif form == "Series":
        pandas = pytest.importorskip("pandas")
        given = pandas.Series(authors, index=np.arange(len(authors)) + 7)
    else:
        given = authors if form == "lists" else indicator_of(authors).tocsc().tocsr()
    found = cross_validate(
        make_pipe(), documents, params={"authors": given}, cv=2, error_score="raise"
    )["test_score"]
    assert np.isfinite(found).all()
    # A fold of names knows only its own authors, one of columns knows them all.
    if form != "indicator":
        expected = cross_validate(
            make_pipe(), documents, params={"authors": authors}, cv=2,
            error_score="raise",
        )["test_score"]  # fmt: skip
    assert_array_equal(found, expected)


def test_search(routing):
    """Planted documents, as texts: four topics explain authors better than one."""
    X, authors, *_ = planted_authors(200, 12, (40, 80))
    words = np.array([f"word{i:02}" for i in range(60)])
    documents = [" ".join(words.repeat(row.astype(int))) for row in X.toarray()]
    search = GridSearchCV(
        make_pipe(max_iter=10),
        {f"{NAME}__n_components": [1, 4], f"{NAME}__doc_topic_prior": [0.2, 20]},
        cv=2,
        error_score="raise",
    ).fit(documents, authors=authors)
    best = {f"{NAME}__n_components": 4, f"{NAME}__doc_topic_prior": 0.2}
    assert search.best_params_ == best
    model = search.best_estimator_[-1]
    assert model.authors_.tolist() == [f"author {a:03}" for a in range(12)]
    counts = search.best_estimator_[0].transform(documents)
    score = model.score(counts, authors=authors)
    assert search.score(documents, authors=authors) == pytest.approx(score)
    assert model.score(counts) < score
    assert len(topic_table(search)) == 4


def test_search_by_the_scorers_of_topics(routing, speeches):
    documents, authors = speeches
    search = GridSearchCV(
        make_pipe(),
        {f"{NAME}__n_components": [1, 5]},
        scoring={
            "perplexity": perplexity_scorer,
            "npmi": coherence_scorer("c_npmi", reference=documents),
            "diversity": diversity_scorer(),
        },
        refit="perplexity",
        cv=2,
        error_score="raise",
    ).fit(documents, authors=authors)
    for name in ("perplexity", "npmi", "diversity"):
        assert np.isfinite(search.cv_results_[f"mean_test_{name}"]).all()
    assert search.best_params_ == {f"{NAME}__n_components": 5}


def test_without_a_request_nobody_is_told(routing, speeches):
    """scikit-learn refuses metadata that nobody asks for; without any, a warning."""
    documents, authors = speeches
    pipe = make_pipeline(CountVectorizer(), AuthorTopicModel(K, max_iter=1))
    with pytest.raises(ValueError, match="authors"):
        pipe.fit(documents, authors=authors)
    with pytest.warns(UserWarning, match="No authors were given"):
        pipe.fit(documents)


def test_authors_by_the_name_of_the_step(speeches):
    """Without metadata routing, a Pipeline takes them under the step's name."""
    documents, authors = speeches
    pipe = make_pipeline(CountVectorizer(), AuthorTopicModel(K, max_iter=2))
    pipe.fit(documents, **{f"{NAME}__authors": authors})
    assert len(pipe[-1].authors_) == len({name for own in authors for name in own})


def test_fit_transform(routing, speeches):
    documents, authors = speeches
    pipe = make_pipe()
    mixtures = pipe.fit_transform(documents, authors=authors)
    assert mixtures.shape == (len(documents), K)
    assert_allclose(mixtures.sum(axis=1), 1, rtol=1e-5)
    assert_array_equal(mixtures, pipe.transform(documents, authors=authors))
    assert not np.allclose(mixtures, pipe.transform(documents))


def test_output(speeches):
    pandas = pytest.importorskip("pandas")
    documents, authors = speeches
    X = CountVectorizer(min_df=5).fit_transform(documents)
    model = AuthorTopicModel(K, max_iter=2).set_output(transform="pandas")
    frame = model.fit(X, authors=authors).transform(X, authors=authors)
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == [f"{NAME}{k}" for k in range(K)]
    assert list(model.get_feature_names_out()) == list(frame.columns)
    model.set_output(transform="polars")
    assert model.transform(X).columns == list(frame.columns)


def test_clones_keep_what_they_request(routing):
    model = requesting(doc_topic_prior="auto")
    other = clone(model)
    assert other.get_params() == model.get_params()
    asked = other.get_metadata_routing()
    for method in ("fit", "transform", "score"):
        assert getattr(asked, method).requests["authors"] is True


def test_names_of_terms_are_remembered():
    pandas = pytest.importorskip("pandas")
    X, authors, *_ = planted_authors(60, 6, n_terms=12)
    frame = pandas.DataFrame(X.toarray(), columns=list("abcdefghijkl"))
    model = AuthorTopicModel(K, max_iter=2).fit(frame, authors=authors)
    assert model.feature_names_in_.tolist() == list("abcdefghijkl")
    assert model.n_features_in_ == 12
    table = topic_table(model)
    assert {term for topic in table for term in topic.terms} <= set("abcdefghijkl")
    with pytest.raises(ValueError, match="feature names"):
        model.partial_fit(frame[frame.columns[::-1]], authors=authors)


def test_completion_perplexity_and_differences():
    X, authors, topics, _ = planted_authors(400, 12, (40, 80))
    train, test = X[:300], X[300:]
    models = [
        AuthorTopicModel(K, random_state=seed, doc_topic_prior=0.2)
        .fit(train, authors=authors[:300])
        for seed in (0, 1)
    ]  # fmt: skip
    one = AuthorTopicModel(1).fit(train, authors=authors[:300])
    planted = completion_perplexity(topics, test)
    found = completion_perplexity(models[0], test)
    assert planted * 0.98 < found < planted * 1.1
    assert found < 0.9 * completion_perplexity(one, test)
    assert_allclose(match_topics(*models).distances, 0, atol=0.1)
    difference = topic_difference(*models)
    assert difference.matrix.shape == (K, K)
    assert (difference.matrix.min(axis=1) < 0.1).all()
    assert_allclose(
        np.diag(topic_difference(models[0], models[0]).matrix), 0, atol=1e-6
    )


# --- watching training ----------------------------------------------------------------


@pytest.mark.parametrize("method", ["batch", "online"])
def test_a_monitor_watches_held_out_documents(method):
    X, authors, *_ = planted_authors(300, 12, (40, 80))
    monitor = TopicMonitor({"perplexity": perplexity_scorer}, X=X[200:], every=2)
    model = AuthorTopicModel(
        K, max_iter=6, learning_method=method, init="random", batch_size=50,
        random_state=0,
    )  # fmt: skip
    model.set_callbacks(monitor)
    model.fit(X[:200], authors=authors[:200])
    rows = [row for row in monitor.get_logs().data if row["task_name"] == "pass"]
    scores = [row["perplexity"] for row in rows]
    assert len(scores) == 3
    assert scores[-1] > scores[0]
    assert scores[-1] == pytest.approx(perplexity_scorer(model, X[200:]))


@pytest.mark.parametrize("method", ["batch", "online"])
def test_training_stops_when_it_no_longer_pays(method):
    X, authors, *_ = planted_authors(200, 12, (40, 80))
    stopping = EarlyStopping(perplexity_scorer, X=X, tol=0.01, patience=2)
    model = AuthorTopicModel(K, max_iter=80, learning_method=method, random_state=0)
    model.set_callbacks(stopping)
    model.fit(X, authors=authors)
    assert 3 <= model.n_iter_ < 80
    plain = AuthorTopicModel(
        K, max_iter=model.n_iter_, learning_method=method, random_state=0
    ).fit(X, authors=authors)
    assert_array_equal(plain.components_, model.components_)
    assert plain.bound_ == model.bound_


def test_evaluations_in_batch(capsys):
    X, authors, *_ = planted_authors(200, 12, (40, 80))
    parameters = {"init": "random", "random_state": 0, "max_iter": 6}
    model = AuthorTopicModel(
        K, evaluate_every=2, perp_tol=0, verbose=1, **parameters
    ).fit(X, authors=authors)
    assert [number for number, _ in model.evaluations_] == [2, 4, 6]
    values = [value for _, value in model.evaluations_]
    assert (np.diff(values) < 0).all()
    assert values[-1] == pytest.approx(model.perplexity_)
    assert model.perplexity_ == pytest.approx(model.perplexity(X, authors=authors))
    assert "iteration: 6 of max_iter: 6, perplexity:" in capsys.readouterr().out
    never = AuthorTopicModel(K, **parameters).fit(X, authors=authors)
    assert never.evaluations_ == []
    assert_array_equal(never.components_, model.components_)
    soon = AuthorTopicModel(K, evaluate_every=1, perp_tol=1e6, **parameters)
    assert soon.fit(X, authors=authors).n_iter_ == 2


def test_evaluations_online_are_of_documents_not_yet_learned_from():
    X, authors, *_ = planted_authors(200, 12, (40, 80))
    parameters = {"random_state": 0, "batch_size": 50, "total_samples": 200}
    model = AuthorTopicModel(K, evaluate_every=2, **parameters)
    model.partial_fit(X[:100], authors=authors[:100])
    before = model.perplexity(X[150:], authors=authors[150:])
    model.partial_fit(X[100:150], authors=authors[100:150])
    between = model.perplexity(X[150:], authors=authors[150:])
    model.partial_fit(X[150:], authors=authors[150:])
    assert [number for number, _ in model.evaluations_] == [2, 4]
    assert model.evaluations_[-1][1] == pytest.approx(between, rel=1e-6)
    assert before != between
    fitted = AuthorTopicModel(
        K, evaluate_every=3, learning_method="online", max_iter=2, **parameters
    ).fit(X, authors=authors)
    assert [number for number, _ in fitted.evaluations_] == [3, 6]
    assert all(1 < value < X.shape[1] for _, value in fitted.evaluations_)

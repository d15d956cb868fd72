"""From raw text to tuned, scored, readable topics and a saved model."""

import pickle

import joblib
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, cross_validate, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import LatentDirichletAllocation, SequenceVectorizer
from sktopics.callbacks import TopicMonitor
from sktopics.datasets import load_sotu
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    completion_perplexity,
    diversity_scorer,
    perplexity_scorer,
    topic_diversity,
    topic_stability,
)
from sktopics.topics import match_topics, term_topics, topic_difference, topic_table

INFERENCES = ["collapsed", "variational"]


@pytest.fixture(scope="module")
def speeches():
    """Passages of 1945-2021, every tenth."""
    documents, _ = load_sotu(return_X_y=True)
    return train_test_split(list(documents[::10]), test_size=0.25, random_state=0)


def make_pipe(**parameters):
    parameters = {"n_components": 8, "max_iter": 30, "random_state": 0} | parameters
    return make_pipeline(
        CountVectorizer(stop_words="english", min_df=4),
        LatentDirichletAllocation(**parameters),
    )


@pytest.fixture(scope="module")
def pipe(speeches):
    return make_pipe().fit(speeches[0])


def to_counts(sequences):
    return sequences.to_counts()


@pytest.mark.parametrize("inference", INFERENCES)
def test_topics_are_better_than_none(speeches, inference):
    train, test = speeches
    pipe = make_pipe(inference=inference).fit(train)
    mixtures = pipe.transform(test)
    assert mixtures.shape == (len(test), 8)
    assert_allclose(mixtures.sum(axis=1), 1, rtol=1e-5)
    one = make_pipe(inference=inference, n_components=1).fit(train)
    assert completion_perplexity(pipe, test) < completion_perplexity(one, test)
    names = pipe[0].get_feature_names_out()
    chance = np.random.default_rng(0).choice(names, (8, 10))
    coherence, by_chance = (
        coherence_score(topics, train, measure="c_npmi")
        for topics in (pipe, chance.tolist())
    )
    assert coherence > by_chance + 0.05


def test_collapsed_is_the_better_default(speeches):
    train, test = speeches
    perplexities = [
        np.mean(
            [
                completion_perplexity(
                    make_pipe(inference=i, max_iter=None, random_state=s).fit(train),
                    test,
                )
                for s in range(2)
            ]
        )
        for i in INFERENCES
    ]
    assert perplexities[0] < perplexities[1]


def test_topics_can_be_read(speeches, pipe):
    train, _ = speeches
    table = topic_table(pipe, n_top_words=6, X=train)
    assert len(table) == 8
    terms = {term for topic in table for term in topic.terms}
    assert terms <= set(pipe[0].get_feature_names_out())
    assert next(iter(terms)) in repr(table) + table._repr_html_()
    shares = pipe.transform(train)[:, 0]
    documents = table[0].documents
    assert [document.index for document in documents] == list(np.argsort(-shares)[:3])
    assert documents[0].excerpt[:20] in train[documents[0].index]
    assert topic_diversity(table) > 0.5
    shares = term_topics(pipe, table[0].terms[0]).topic_given_term
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > 1 / 8


def test_runs_can_be_compared(speeches, pipe):
    other = make_pipe(random_state=1).fit(speeches[0])
    match = match_topics(pipe, other)
    assert sorted(j for _, j in match.pairs) == list(range(8))
    assert_allclose(match_topics(pipe, pipe).distances, 0, atol=1e-6)
    distances = topic_difference(pipe, other).matrix
    assert match.distances.mean() < distances.mean()
    counts = pipe[0].transform(speeches[0])
    model = clone(pipe[-1]).set_params(n_components=3)
    stability = topic_stability(model, counts, n_repeats=2, random_state=0)
    assert stability.similarities.shape == (2, 3)
    assert stability.similarities.max() <= 1


def test_word_order_may_be_kept_until_the_counts_are_needed(speeches, pipe):
    train, test = speeches
    sequences = make_pipeline(
        SequenceVectorizer(stop_words="english", min_df=4),
        FunctionTransformer(to_counts),
        clone(pipe[-1]),
    ).fit(train)
    assert_array_equal(sequences[-1].components_, pipe[-1].components_)
    assert_array_equal(sequences.transform(test), pipe.transform(test))


@pytest.mark.parametrize("inference", INFERENCES)
def test_search(speeches, inference):
    train, _ = speeches
    search = GridSearchCV(
        make_pipe(inference=inference, max_iter=10),
        {"latentdirichletallocation__n_components": [1, 6]},
        scoring={
            "npmi": coherence_scorer("c_npmi", reference=train),
            "perplexity": perplexity_scorer,
            "diversity": diversity_scorer(),
        },
        refit="perplexity",
        cv=2,
    ).fit(train)
    assert search.best_params_ == {"latentdirichletallocation__n_components": 6}
    for name in ("npmi", "perplexity", "diversity"):
        assert np.isfinite(search.cv_results_[f"mean_test_{name}"]).all()
    assert len(topic_table(search)) == 6


def test_score_is_used_without_a_scorer(speeches):
    result = cross_validate(make_pipe(max_iter=5), speeches[0], cv=2)
    assert np.isfinite(result["test_score"]).all()
    assert (result["test_score"] < 0).all()


@pytest.mark.parametrize("inference", INFERENCES)
def test_perplexity_does_not_depend_on_the_size_of_the_test_set(pipe, inference):
    """scikit-learn's of one model: 5,753 for 445 documents, 8.7e33 for ten of them."""
    documents, _ = load_sotu(return_X_y=True)
    X = pipe[0].transform(documents)
    model = clone(pipe[-1]).set_params(inference=inference, max_iter=10).fit(X[::10])
    perplexity = model.perplexity(X)
    twice = model.perplexity(np.vstack([X[:60].toarray()] * 2))
    assert twice == pytest.approx(model.perplexity(X[:60]), rel=1e-4)
    few = [model.perplexity(X[i : i + 40]) for i in range(0, 4000, 400)]
    assert np.median(few) == pytest.approx(perplexity, rel=0.1)


def test_a_monitor_watches_held_out_documents(speeches):
    train, test = speeches
    pipe = make_pipe(max_iter=12)
    held_out = clone(pipe[0]).fit(train).transform(test)
    monitor = TopicMonitor({"perplexity": perplexity_scorer}, X=held_out, every=3)
    pipe[-1].set_callbacks(monitor)
    pipe.fit(train)
    rows = monitor.get_logs().data
    scores = [row["perplexity"] for row in rows if row["task_name"] == "pass"]
    assert len(scores) == 4
    assert scores[-1] > scores[0]
    assert scores[-1] == pytest.approx(perplexity_scorer(pipe, test))


@pytest.mark.parametrize("inference", INFERENCES)
@pytest.mark.parametrize("streamed", [False, True])
def test_saved_models_say_the_same(speeches, tmp_path, inference, streamed):
    train, test = speeches
    pipe = make_pipe(inference=inference, max_iter=4, doc_topic_prior="auto").fit(train)
    X = pipe[0].transform(test)
    model = pipe[-1]
    if streamed:
        model = clone(model).partial_fit(X[:50])
    expected, score = model.transform(X), model.score(X)
    path = tmp_path / "model.joblib"
    joblib.dump(model, path)
    for other in (
        pickle.loads(pickle.dumps(model)),
        joblib.load(path),
        joblib.load(path, mmap_mode="r"),
    ):
        assert_array_equal(other.transform(X), expected)
        assert other.score(X) == score
        other.partial_fit(X[:20])
        assert not np.array_equal(other.transform(X), expected)
    assert clone(model).get_params() == model.get_params()
    assert not hasattr(clone(model), "components_")


def test_names_of_topics_in_data_frames(speeches, pipe):
    pytest.importorskip("pandas")
    X = pipe[0].transform(speeches[1])
    model = clone(pipe[-1]).set_params(max_iter=2).set_output(transform="pandas")
    frame = model.fit(X).transform(X)
    assert list(frame.columns) == [f"latentdirichletallocation{k}" for k in range(8)]
    assert list(model.get_feature_names_out()) == list(frame.columns)

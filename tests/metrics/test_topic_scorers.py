"""Scorers of sparsity and kernels in model selection, and recorded per pass."""

import pickle
import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.callbacks import TopicMonitor
from sktopics.metrics import (
    background_token_ratio,
    coherence_scorer,
    diversity_scorer,
    doc_topic_sparsity,
    kernel_scorer,
    perplexity_scorer,
    segmentation_scorer,
    sparsity_scorer,
    topic_diversity,
    topic_kernels,
    topic_word_sparsity,
)

WORDS = [
    ["orbit", "rocket", "planet", "telescope", "comet", "the"],
    ["butter", "oven", "flour", "recipe", "sugar", "the"],
    ["striker", "penalty", "stadium", "referee", "league", "the"],
]
_rng = np.random.RandomState(0)
TEXTS = [" ".join(_rng.choice(WORDS[i % 3], size=15)) for i in range(60)]
X = CountVectorizer().fit_transform(TEXTS)
SCORERS = {
    "zeros": sparsity_scorer(tol=1e-3),
    "zeros of some": sparsity_scorer(tol=1e-3, topics=[0, 2], columns=slice(1, None)),
    "zeros in documents": sparsity_scorer("doc_topic", tol=0.05),
    "zeros of some in documents": sparsity_scorer("doc_topic", tol=0.05, topics=[1]),
    "size": kernel_scorer("size"),
    "purity": kernel_scorer("purity", threshold=0.5, topics=slice(2)),
    "contrast": kernel_scorer(columns=[0, 1, 2, 3, 4, 5, 6, 7]),
}


def expected_scores(model, X):
    columns = slice(8)
    halves = topic_kernels(model, X, threshold=0.5, topics=[0, 1])
    return {
        "zeros": topic_word_sparsity(model, tol=1e-3),
        "zeros of some": topic_word_sparsity(
            model, tol=1e-3, topics=slice(0, 3, 2), columns=np.arange(1, 16)
        ),
        "zeros in documents": doc_topic_sparsity(model, X, tol=0.05),
        "zeros of some in documents": doc_topic_sparsity(
            model, X, tol=0.05, topics=[1]
        ),
        "size": topic_kernels(model, X).mean["size"],
        "purity": halves.mean["purity"],
        "contrast": topic_kernels(model, X, columns=columns).mean["contrast"],
    }


def new_model(**parameters):
    return LatentDirichletAllocation(
        3, max_iter=6, random_state=0, topic_word_prior=1e-3, **parameters
    )


@pytest.fixture(scope="module")
def model():
    return new_model().fit(X)


def test_values_are_those_of_the_metrics(model):
    scores = {name: scorer(model, X) for name, scorer in SCORERS.items()}
    assert scores == expected_scores(model, X)
    assert len(set(scores.values())) == len(scores)
    half = {name: scorer(model, X[:20]) for name, scorer in SCORERS.items()}
    assert half == expected_scores(model, X[:20]) != scores


def test_on_raw_text(model):
    pipeline = make_pipeline(CountVectorizer(), clone(model)).fit(TEXTS)
    for name, value in expected_scores(model, X).items():
        assert SCORERS[name](pipeline, TEXTS) == value


def test_in_a_grid_search_and_in_cross_validate():
    search = GridSearchCV(
        NMF(random_state=0),
        {"n_components": [3, 5]},
        scoring=SCORERS,
        refit=False,
        cv=2,
    ).fit(X)
    for name in SCORERS:
        assert np.isfinite(search.cv_results_[f"mean_test_{name}"]).all()
    alone = GridSearchCV(
        NMF(random_state=0), {"n_components": [1, 3]}, scoring=kernel_scorer("purity")
    ).fit(X)
    assert alone.best_params_ == {"n_components": 1}  # its kernel is everything
    pipeline = make_pipeline(CountVectorizer(), NMF(3, random_state=0))
    scores = cross_validate(pipeline, TEXTS, scoring=SCORERS, cv=2)
    assert {f"test_{name}" for name in SCORERS} <= scores.keys()


@pytest.mark.parametrize("name", SCORERS)
def test_they_can_be_pickled(model, name):
    duplicate = pickle.loads(pickle.dumps(SCORERS[name]))
    assert duplicate(model, X) == SCORERS[name](model, X)
    assert repr(duplicate) == repr(SCORERS[name])


def test_repr_is_how_they_were_made():
    assert repr(sparsity_scorer("doc_topic")) == "sparsity_scorer('doc_topic', tol=0.0)"
    assert repr(SCORERS["zeros of some"]) == (
        "sparsity_scorer('topic_word', tol=0.001, topics=..., columns=...)"
    )
    assert repr(kernel_scorer(topics=[1])) == (
        "kernel_scorer('contrast', threshold=0.25, topics=...)"
    )


def test_bad_parameters_are_refused_at_once():
    with pytest.raises(ValueError, match="'matrix' parameter of sparsity_scorer"):
        sparsity_scorer("phi")
    with pytest.raises(ValueError, match="'tol' parameter of sparsity_scorer"):
        sparsity_scorer(tol=1)
    with pytest.raises(ValueError, match="columns are of terms"):
        sparsity_scorer("doc_topic", columns=[1])
    with pytest.raises(ValueError, match="'measure' parameter of kernel_scorer"):
        kernel_scorer("coherence")
    with pytest.raises(ValueError, match="'threshold' parameter of kernel_scorer"):
        kernel_scorer(threshold=-1)


def background(model, X, y=None):
    return background_token_ratio(model, X, topics=[0])


def kernels(model, X, y=None):
    return topic_kernels(model, X).mean


@pytest.mark.parametrize("held_out", [None, X[:20]], ids=["training", "held-out"])
def test_recorded_after_each_pass(held_out):
    scoring = {
        **SCORERS,
        "perplexity": perplexity_scorer,
        "diversity": diversity_scorer(n_top_words=5),
        "background": background,
        "all of the kernels": kernels,
    }
    monitor = TopicMonitor(scoring, X=held_out)
    model = new_model().set_callbacks(monitor).fit(X)
    rows = monitor.get_logs().data
    passes = [row for row in rows if row["task_name"] == "pass"]
    assert len(passes) == model.n_iter_ == 6
    scored_on = X if held_out is None else held_out
    # What is recorded is the model of that pass: that of a fit with so many passes.
    for n_passes in (1, 3, 6):
        by_then = new_model().set_params(max_iter=n_passes).fit(X)
        expected = expected_scores(by_then, scored_on)
        expected |= topic_kernels(by_then, scored_on).mean
        expected["perplexity"] = perplexity_scorer(by_then, scored_on)
        expected["diversity"] = topic_diversity(by_then, 5)
        expected["background"] = background_token_ratio(by_then, scored_on, topics=[0])
        recorded = {name: passes[n_passes - 1][name] for name in expected}
        assert recorded == pytest.approx(expected)
    assert passes[0]["purity"] != passes[-1]["purity"]


def test_recorded_inside_a_pipeline_and_a_search():
    monitor = TopicMonitor({"sparsity": sparsity_scorer(tol=1e-3), "kernels": kernels})
    model = new_model().set_params(max_iter=2).set_callbacks(monitor)
    search = GridSearchCV(
        make_pipeline(CountVectorizer(), model),
        {"latentdirichletallocation__n_components": [2, 3]},
        scoring=SCORERS["contrast"],
        cv=2,
    ).fit(TEXTS)
    passes = [r for r in monitor.get_logs().data if r["task_name"] == "pass"]
    assert len(passes) == 2 * (2 * 2 + 1)
    assert {"sparsity", "size", "purity", "contrast"} <= passes[0].keys()
    best = search.best_estimator_
    recorded = {(row["sparsity"], row["contrast"]) for row in passes}
    assert len(recorded) == len(passes)
    assert (SCORERS["zeros"](best, TEXTS), kernels(best, TEXTS)["contrast"]) in recorded


MAKERS = [
    coherence_scorer,
    diversity_scorer,
    sparsity_scorer,
    kernel_scorer,
    segmentation_scorer,
]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_makers_of_scorers_say_that_they_are_no_scorers(model, maker):
    name = maker.__name__
    message = rf"{name} makes a scorer and is none itself.*scoring={name}\(\)\."
    for arguments in ((model, X), (model, X, None)):
        with pytest.raises(TypeError, match=message):
            maker(*arguments)
    pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    with pytest.raises(TypeError, match=message):
        cross_validate(pipeline, TEXTS, scoring=maker, cv=2, error_score="raise")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        GridSearchCV(NMF(), {"n_components": [2]}, scoring=maker, cv=2).fit(X)
    assert f"call it where a scorer is needed, scoring={name}()" in str(
        caught[0].message
    )


def test_a_scorer_that_makes_none_says_so(model):
    message = (
        r"perplexity_scorer is a scorer and makes none.*scoring=perplexity_scorer,"
    )
    for arguments, options in (((), {}), ((), {"estimator": model}), ((5,), {})):
        with pytest.raises(TypeError, match=message):
            perplexity_scorer(*arguments, **options)
    assert perplexity_scorer(estimator=model, X=X) == perplexity_scorer(model, X)
    assert perplexity_scorer._accept_sample_weight() is False
    assert pickle.loads(pickle.dumps(perplexity_scorer)) is perplexity_scorer


def bertopic(**parameters):
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    return BERTopic(encoder, random_state=0, **parameters)


def test_models_without_topics_get_the_lowest_value():
    with pytest.warns(UserWarning, match="No topics were found"):
        none = bertopic(min_topic_size=60).fit(TEXTS)
    floors = {"c_npmi": -1, "c_v": 0, "c_uci": np.log(1e-12), "u_mass": np.log(1e-12)}
    for measure, floor in floors.items():
        assert coherence_scorer(measure)(none, TEXTS) == floor
        assert coherence_scorer(measure, topics=[0])(none, TEXTS) == floor
    assert diversity_scorer()(none, TEXTS) == diversity_scorer(topics=[0])(none, X) == 0
    with pytest.raises(ValueError, match="got none: BERTopic has found no topic in"):
        topic_diversity(none)


@pytest.mark.filterwarnings("ignore:No topics were found")
def test_a_search_over_the_size_of_topics():
    scoring = {"npmi": coherence_scorer("c_npmi"), "diversity": diversity_scorer()}
    search = GridSearchCV(
        bertopic(),
        {"min_topic_size": [40, 5]},
        scoring=scoring,
        refit="npmi",
        cv=2,
        error_score="raise",
    ).fit(TEXTS)
    assert search.best_params_ == {"min_topic_size": 5}
    assert search.cv_results_["mean_test_npmi"][0] == -1
    assert search.cv_results_["mean_test_diversity"][0] == 0


def test_bertopic_is_told_which_scorers_judge_it():
    fitted = bertopic(min_topic_size=5).fit(TEXTS)
    with pytest.warns(UserWarning, match="No topics were found"):
        none = bertopic(min_topic_size=60).fit(TEXTS)
    after = make_pipeline(FunctionTransformer(list), bertopic(min_topic_size=5))
    for topics in (fitted, none, after.fit(TEXTS)):
        with pytest.raises(
            TypeError, match=r"no distribution of words.*coherence_scor"
        ):
            perplexity_scorer(topics, TEXTS)

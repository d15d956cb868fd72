"""Scorers in scikit-learn's model selection, on counts and on raw text."""

import pickle

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import (
    GridSearchCV,
    HalvingGridSearchCV,
    KFold,
    RandomizedSearchCV,
    cross_val_score,
    cross_validate,
)
from sklearn.pipeline import make_pipeline

from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    completion_perplexity,
    count_cooccurrences,
    diversity_scorer,
    perplexity_scorer,
    topic_diversity,
)
from sktopics.topics import topic_table

WORDS = [
    ["orbit", "rocket", "planet", "telescope", "comet", "astronaut", "galaxy"],
    ["butter", "oven", "flour", "recipe", "sugar", "whisk", "dough"],
    ["striker", "penalty", "stadium", "referee", "league", "goalkeeper", "trophy"],
]


def make_texts(n_documents=60):
    rng = np.random.RandomState(0)
    words = [rng.choice(WORDS[i % 3], size=15) for i in range(n_documents)]
    return [" ".join(w).capitalize() + "." for w in words]


TEXTS = make_texts()
X = CountVectorizer().fit_transform(TEXTS)
GRID = {"n_components": [1, 3]}
SCORING = {
    "npmi": coherence_scorer("c_npmi", n_top_words=5),
    "perplexity": perplexity_scorer,
    "diversity": diversity_scorer(n_top_words=5),
}


def lda(**params):
    return LatentDirichletAllocation(random_state=0, max_iter=5, **params)


def pipeline_of(model):
    return make_pipeline(CountVectorizer(), model)


def names_of(grid, estimator):
    prefix = "" if not hasattr(estimator, "steps") else estimator.steps[-1][0] + "__"
    return {prefix + name: values for name, values in grid.items()}


def test_values_are_those_of_the_metrics():
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    perplexity = completion_perplexity(model, TEXTS)
    assert perplexity_scorer(model, TEXTS) == -perplexity < -1
    assert perplexity_scorer(model[-1], X) == -perplexity
    for measure in ("c_v", "c_npmi", "c_uci", "u_mass"):
        expected = coherence_score(model, TEXTS, measure=measure, n_top_words=6)
        assert coherence_scorer(measure, 6)(model, TEXTS, None) == expected
    for measure in ("unique", "inverted_rbo", "jaccard"):
        expected = topic_diversity(model, 6, measure=measure)
        assert diversity_scorer(measure, 6)(model, TEXTS) == expected
        assert diversity_scorer(measure, 6)(model, None) == expected


@pytest.mark.parametrize("n_jobs", [None, 2])
@pytest.mark.parametrize(
    ("estimator", "data"),
    [
        (lda(), X),
        (NMF(init="nndsvda", max_iter=500), X.toarray()),
        (pipeline_of(lda()), TEXTS),
        (pipeline_of(NMF(init="nndsvda", max_iter=500)), np.array(TEXTS, object)),
    ],
    ids=["lda", "nmf", "lda from text", "nmf from text"],
)
def test_grid_search(estimator, data, n_jobs):
    search = GridSearchCV(
        estimator,
        names_of(GRID, estimator),
        scoring=SCORING,
        refit="perplexity",
        cv=KFold(3, shuffle=True, random_state=0),
        n_jobs=n_jobs,
        error_score="raise",
    ).fit(data)
    assert list(search.best_params_.values()) == [3]
    results = search.cv_results_
    assert results["mean_test_perplexity"][1] > results["mean_test_perplexity"][0]
    if "Dirichlet" in repr(estimator):  # one topic of NMF is that of one group
        assert results["mean_test_npmi"][1] > results["mean_test_npmi"][0] + 0.1
    for name in SCORING:
        assert np.isfinite(results[f"mean_test_{name}"]).all()
    assert search.best_score_ == results["mean_test_perplexity"][1] < 0
    assert search.score(data) == perplexity_scorer(search, data)


@pytest.mark.parametrize(
    "scorer", [*SCORING.values(), coherence_scorer("u_mass")], ids=[*SCORING, "u_mass"]
)
@pytest.mark.parametrize(
    ("estimator", "data"), [(lda(), X), (pipeline_of(lda()), TEXTS)], ids=["X", "text"]
)
def test_one_scorer_alone(estimator, data, scorer):
    grid = names_of(GRID, estimator)
    for search in (
        GridSearchCV(estimator, grid, scoring=scorer, cv=2, error_score="raise"),
        HalvingGridSearchCV(
            estimator,
            grid,
            scoring=scorer,
            cv=2,
            min_resources=20,
            random_state=0,
            error_score="raise",
        ),
        RandomizedSearchCV(
            estimator,
            grid,
            n_iter=2,
            scoring=scorer,
            cv=2,
            random_state=0,
            error_score="raise",
        ),
    ):
        search.fit(data)
        assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    assert np.isfinite(cross_val_score(estimator, data, scoring=scorer, cv=2)).all()


def test_cross_validate_scores_the_test_folds():
    estimator = pipeline_of(lda(n_components=3))
    cv = KFold(3)
    scores = cross_validate(
        estimator, TEXTS, scoring=SCORING, cv=cv, return_train_score=True
    )
    for fold, (train, test) in enumerate(cv.split(TEXTS)):
        train, test = ([TEXTS[i] for i in rows] for rows in (train, test))
        model = clone(estimator).fit(train)
        for name, scorer in SCORING.items():
            assert scores[f"test_{name}"][fold] == pytest.approx(scorer(model, test))
            assert scores[f"train_{name}"][fold] == pytest.approx(scorer(model, train))


def test_reference_replaces_the_test_fold():
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    tokens = [CountVectorizer().build_analyzer()(text) for text in TEXTS]
    terms = model[0].get_feature_names_out()
    expected = coherence_score(model, TEXTS, measure="c_npmi")
    counted = count_cooccurrences(tokens, terms, window=10)
    for reference in (TEXTS, tokens, counted):
        scorer = coherence_scorer("c_npmi", reference=reference)
        assert scorer(model, TEXTS[:2]) == pytest.approx(expected)
        assert pickle.loads(pickle.dumps(scorer))(model, TEXTS[:2]) == scorer(model, [])
    assert coherence_scorer("c_npmi")(model, TEXTS[:2]) != pytest.approx(expected)


def test_names_for_a_bare_model():
    terms = CountVectorizer().fit(TEXTS).get_feature_names_out()
    model = lda(n_components=3)
    expected = coherence_score(pipeline_of(model).fit(TEXTS), TEXTS, measure="c_npmi")
    with_texts = coherence_scorer("c_npmi", reference=TEXTS, feature_names=terms)
    assert with_texts(model, X) == pytest.approx(expected)
    # Without texts, the window is the document, whatever the columns are called.
    by_document = coherence_score(model, X, measure="c_npmi")
    assert coherence_scorer("c_npmi")(model, X) == by_document
    assert coherence_scorer("c_npmi", feature_names=terms)(model, X) == by_document


def test_some_topics_and_columns():
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    top = topic_table(model, 5).top_words
    expected = coherence_score([top[0], top[2]], TEXTS, measure="c_npmi")
    for topics in ([0, 2], slice(0, 3, 2), [True, False, True]):
        scorer = coherence_scorer("c_npmi", 5, topics=topics)
        assert scorer(model, TEXTS) == pytest.approx(expected)
    scorer = diversity_scorer(n_top_words=30, topics=[1])
    assert scorer(model, TEXTS) == 1 > diversity_scorer(n_top_words=30)(model, TEXTS)
    half = topic_table(model, 5, columns=slice(10)).top_words
    scorer = coherence_scorer("c_npmi", 5, topics=[1], columns=slice(10))
    assert scorer(model, TEXTS) == coherence_score(half[1:2], TEXTS, measure="c_npmi")
    scorer = diversity_scorer(n_top_words=5, columns=slice(10))
    assert scorer(model, TEXTS) == topic_diversity(half, 5)
    with pytest.raises(ValueError, match="topics go beyond the 3"):
        coherence_scorer(topics=[3])(model, TEXTS)


def test_some_topics_keep_the_analyzer_of_the_pipeline():
    letters = CountVectorizer(analyzer="char", lowercase=False)
    model = make_pipeline(letters, lda(n_components=2)).fit(TEXTS)
    scorer = coherence_scorer("c_npmi", 5, topics=[0])
    expected = coherence_score(model, TEXTS, measure="c_npmi", n_top_words=5,
                               average=False)[0]  # fmt: skip
    assert scorer(model, TEXTS) == expected > -1
    names = letters.get_feature_names_out()
    scorer = coherence_scorer("c_npmi", 5, topics=[0], feature_names=names)
    assert scorer(model, TEXTS) == expected


def test_options_reach_the_measure():
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    exact, lossy, wide = (
        coherence_scorer("c_npmi", 5, window=window)(model, TEXTS)
        for window in ("exact", "gensim", 4)
    )
    assert len({exact, lossy, wide}) == 3
    vectors = {word: np.eye(3)[k] + 0.1 for k in range(3) for word in WORDS[k]}
    scorer = coherence_scorer("c_w2v", 5, word_vectors=vectors)
    assert scorer(model, TEXTS) == coherence_score(
        model, TEXTS, measure="c_w2v", n_top_words=5, word_vectors=vectors
    )
    shout = coherence_scorer("c_npmi", 5, analyzer=lambda text: text.upper().split())
    with pytest.raises(ValueError, match=r"None of the .* terms"):
        shout(model, TEXTS)  # no term of the topics is in upper case


def test_terms_that_a_fold_lacks_do_not_warn(recwarn):
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    assert np.isfinite(coherence_scorer("c_npmi")(model, TEXTS[:1]))
    assert not recwarn.list


@pytest.mark.parametrize(
    "scorer", [*SCORING.values(), coherence_scorer()], ids=[*SCORING, "c_v"]
)
def test_scorers_can_be_pickled(scorer):
    model = pipeline_of(lda(n_components=3)).fit(TEXTS)
    loaded = pickle.loads(pickle.dumps(scorer))
    assert loaded(model, TEXTS) == scorer(model, TEXTS)
    assert type(loaded) is type(scorer)


def test_repr_is_how_it_was_made():
    expected = "coherence_scorer('c_npmi', n_top_words=5)"
    assert repr(coherence_scorer("c_npmi", 5)) == expected
    assert repr(eval(expected)) == expected
    scorer = coherence_scorer(reference=TEXTS, window="gensim")
    assert repr(scorer) == (
        "coherence_scorer('c_v', n_top_words=10, window='gensim', reference=...)"
    )
    expected = "diversity_scorer('jaccard', n_top_words=7)"
    assert repr(diversity_scorer("jaccard", 7)) == expected
    assert eval(expected) == diversity_scorer("jaccard", 7)
    assert repr(diversity_scorer(topics=[0])).endswith("n_top_words=10, topics=...)")


class Weighted(LatentDirichletAllocation):
    """A model that takes sample_weight in fit and remembers that it did."""

    def fit(self, X, y=None, sample_weight=None):
        self.weighted_ = sample_weight is not None
        return super().fit(X)


@pytest.mark.parametrize("scoring", [*SCORING.values(), SCORING], ids=[*SCORING, "all"])
def test_metadata_routing(scoring):
    weights = np.ones(60)
    refit = "npmi" if isinstance(scoring, dict) else True
    options = {"scoring": scoring, "cv": 2, "error_score": "raise"}
    with sklearn.config_context(enable_metadata_routing=True):
        model = Weighted(max_iter=2, random_state=0).set_fit_request(sample_weight=True)
        for estimator, data in ((model, X), (pipeline_of(model), TEXTS)):
            grid = names_of(GRID, estimator)
            search = GridSearchCV(estimator, grid, refit=refit, **options)
            search.fit(data, sample_weight=weights)
            fitted = search.best_estimator_
            assert (fitted if data is X else fitted[-1]).weighted_
            cross_validate(
                estimator, data, params={"sample_weight": weights}, **options
            )


@pytest.mark.parametrize("scoring", [*SCORING.values(), SCORING], ids=[*SCORING, "all"])
def test_sample_weight_of_fit_without_routing(scoring):
    refit = "npmi" if isinstance(scoring, dict) else True
    search = GridSearchCV(
        Weighted(max_iter=2, random_state=0),
        GRID,
        scoring=scoring,
        refit=refit,
        cv=2,
        error_score="raise",
    )
    with pytest.warns(UserWarning, match="does not support sample_weight"):
        search.fit(X, sample_weight=np.ones(60))
    assert search.best_estimator_.weighted_


def test_bad_parameters_are_refused_at_once():
    with pytest.raises(ValueError, match="'measure' parameter of coherence_scorer"):
        coherence_scorer("npmi")
    with pytest.raises(ValueError, match="'n_top_words' parameter of coherence_scorer"):
        coherence_scorer("c_npmi", 0)
    with pytest.raises(ValueError, match="'window' parameter of coherence_scorer"):
        coherence_scorer(window=0)
    with pytest.raises(ValueError, match="'measure' parameter of diversity_scorer"):
        diversity_scorer("rbo")
    with pytest.raises(ValueError, match="'n_top_words' parameter of diversity_scorer"):
        diversity_scorer(n_top_words=2.5)


def test_models_without_topics_are_refused():
    model = KMeans(2, n_init=1, random_state=0).fit(X)
    for scorer in SCORING.values():
        with pytest.raises(TypeError, match="KMeans"):
            scorer(model, X)

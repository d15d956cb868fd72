"""Effects of covariates: planted effects, coverage, designs, bad input."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA, BERTopic, LatentDirichletAllocation
from sktopics.effects import topic_effects, topic_prevalence
from sktopics.testing import make_documents

TOPICS = np.random.default_rng(0).dirichlet(np.full(40, 0.2), size=3)


def known_model():
    """Return a model whose topics are known, not learned."""
    model = LatentDirichletAllocation(3, max_iter=1, random_state=0)
    model.fit(np.ones((2, 40), dtype=int))
    model.components_ = TOPICS * 1000
    return model


def simulated(rng, n=150, length=10, effect=0.4):
    """Documents whose share of the first topic grows with x, and the effect of x."""
    x = rng.uniform(size=n)
    first = 0.2 + effect * x + rng.uniform(-0.15, 0.15, size=n)
    shares = np.column_stack([first, (1 - first) / 2, (1 - first) / 2])
    lengths = rng.poisson(length, size=n) + 1
    words = [
        rng.multinomial(m, p) for m, p in zip(lengths, shares @ TOPICS, strict=True)
    ]
    return x, np.array(words)


def test_planted_effects_are_covered():
    model, held, slopes = known_model(), 0, []
    for seed in range(100):
        x, X = simulated(np.random.default_rng(seed))
        effects = topic_effects(model, X, x)
        held += effects.lower[0, 1] <= 0.4 <= effects.upper[0, 1]
        slopes.append(effects.coefficients[0, 1])
    assert 89 <= held <= 99
    assert np.mean(slopes) == pytest.approx(0.4, abs=0.02)  # no shrinking


def test_posterior_means_shrink_effects_of_short_documents():
    model = known_model()
    x, X = simulated(np.random.default_rng(0), n=2000, length=8)
    by_words = topic_effects(model, X, x).coefficients[0, 1]
    posterior = topic_effects(model, X, x, shares="posterior")
    as_known = topic_effects(model, X, x, shares="model")
    assert posterior.coefficients[0, 1] < 0.95 * by_words
    np.testing.assert_array_equal(posterior.coefficients, as_known.coefficients)
    assert (posterior.errors > as_known.errors).all()


def test_shares_of_topics_sum_to_1_and_effects_to_0():
    x, X = simulated(np.random.default_rng(1))
    effects = topic_effects(known_model(), X, x)
    np.testing.assert_allclose(effects.coefficients.sum(axis=0), [1, 0], atol=1e-9)


def test_groups_widen_intervals_of_documents_that_depend_on_each_other():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(30), 10)
    x = rng.uniform(size=30)[groups]
    first = np.clip(0.5 + rng.uniform(-0.4, 0.4, size=30)[groups], 0, 1)
    shares = np.column_stack([first, 1 - first, 0 * first])
    X = np.array([rng.multinomial(60, p) for p in shares @ TOPICS])
    alone = topic_effects(known_model(), X, x)
    grouped = topic_effects(known_model(), X, x, groups=groups)
    assert grouped.n_groups == 30
    assert grouped.errors[0, 1] > 2 * alone.errors[0, 1]
    with pytest.warns(UserWarning, match="3 groups"):
        topic_effects(known_model(), X, x, groups=groups % 3)


def test_formulas():
    pytest.importorskip("formulaic")
    pd = pytest.importorskip("pandas")
    x, X = simulated(np.random.default_rng(2))
    party = np.where(x > 0.5, "left", "right")
    frame = pd.DataFrame({"x": x, "party": party}, index=range(5, 155))
    effects = topic_effects(known_model(), X, formula="party + x", data=frame)
    assert effects.covariates == ("Intercept", "party[T.right]", "x")
    by_hand = np.column_stack([np.ones(150), party == "right", x])
    expected = topic_effects(known_model(), X, by_hand)
    np.testing.assert_allclose(effects.coefficients, expected.coefficients)
    assert np.isnan(effects.corrected[:, 0]).all()
    splines = topic_effects(
        known_model(), X, formula="bs(x, df=4)", data={"x": x.tolist()}
    )
    assert len(splines.covariates) == 5
    table = effects.to_frame()
    assert len(table) == 9
    assert table["corrected"].isna().sum() == 3
    frame.loc[7, "x"] = np.nan
    with pytest.raises(ValueError, match="'x' is missing for 1 of 150"):
        topic_effects(known_model(), X, formula="x", data=frame)
    with pytest.raises(ValueError, match="must have covariates alone"):
        topic_effects(known_model(), X, formula="x ~ party", data=frame.fillna(0))


def test_formulas_of_classes():
    pytest.importorskip("formulaic")
    pd = pytest.importorskip("pandas")
    x, X = simulated(np.random.default_rng(2))
    model, party = known_model(), np.where(x > 0.5, "left", "right")
    alone = topic_effects(model, X, formula="0 + party", data={"party": party})
    assert alone.covariates == ("party[left]", "party[right]")
    by_class = topic_prevalence(model, X, party)
    np.testing.assert_allclose(alone.coefficients.T, by_class.prevalence)
    assert not np.isnan(alone.corrected).any()
    expected = topic_effects(model, X, party == "right").coefficients
    for column in (
        pd.array(party, dtype="string"),
        pd.Categorical(party, categories=["left", "nobody", "right"]),
    ):
        found = topic_effects(model, X, formula="party", data={"party": column})
        assert found.covariates == ("Intercept", "party[T.right]")
        np.testing.assert_allclose(found.coefficients, expected)
    party[3] = "third"
    with pytest.warns(UserWarning, match=r"One document .*'party\[T.third\]'"):
        found = topic_effects(model, X, formula="party", data={"party": party})
    assert np.isnan(found.corrected[:, [0, 2]]).all()
    assert not np.isnan(found.corrected[:, 1]).any()
    assert "nan" in repr(found)


@pytest.mark.parametrize(
    ("formula", "data", "error", "match"),
    [
        ("x +* (", {}, ValueError, "cannot be read: Operator"),
        ("I(x / x)", {}, ValueError, r"'I\(x / x\)' is missing or infinite for 1 "),
        ("x", "x", TypeError, "data must be a data frame or a dict of columns: got st"),
        ("day", {}, ValueError, "'day' is a date: give a number"),
    ],
    ids=["syntax", "nan", "data", "date"],
)
def test_bad_formulas(formula, data, error, match):
    pytest.importorskip("formulaic")
    _, X = simulated(np.random.default_rng(0))
    day = np.datetime64("2001-01-01") + np.arange(150)
    given = data or {"x": np.arange(150), "day": day}
    with pytest.raises(error, match=match):
        topic_effects(known_model(), X, formula=formula, data=given)


def test_clusters_and_pipelines():
    documents = make_documents(40)
    is_first = (np.arange(40) % 4 == 0).astype(float)
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
    clusters = BERTopic(
        encoder, reducer=None, clusterer=KMeans(4, n_init=1, random_state=0)
    ).fit(documents)
    effects = topic_effects(clusters, documents, is_first)
    assert effects.shares == "model"
    assert effects.coefficients[:, 1].max() > 0.9
    with pytest.raises(TypeError, match='shares="model"'):
        topic_effects(clusters, documents, is_first, shares="words")
    pipeline = make_pipeline(CountVectorizer(), PLSA(4, random_state=0))
    effects = topic_effects(pipeline.fit(documents), documents, is_first)
    assert effects.shares == "words"
    assert effects.coefficients[:, 1].max() > 0.8
    assert "x0" in repr(effects)


@pytest.mark.parametrize("model", [TOPICS, "lda"], ids=["array", "text"])
def test_what_is_no_model(model):
    with pytest.raises(TypeError, match="model must be a fitted model of topics"):
        topic_effects(model, np.eye(40), np.arange(40))


def test_documents_without_words_do_not_count():
    x, X = simulated(np.random.default_rng(3))
    X[:7] = 0
    effects = topic_effects(known_model(), X, x)
    assert effects.n_documents == 143
    rest = topic_effects(known_model(), X[7:], x[7:])
    np.testing.assert_allclose(effects.coefficients, rest.coefficients, atol=1e-3)


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        ({}, TypeError, "Give either design"),
        ({"design": np.ones((3, 1))}, ValueError, "each of the 150 documents"),
        ({"design": np.full(150, np.nan)}, ValueError, "'x0' is missing"),
        ({"design": np.ones((150, 2))}, ValueError, "'x1' is constant"),
        ({"design": np.full(150, "a")}, ValueError, "must hold numbers"),
        ({"design": {"x": [1]}}, TypeError, "not a dict: give columns by formula"),
        ({"design": np.arange(150).astype("M8[D]")}, ValueError, "'x0' is a date"),
        ({"formula": "x"}, TypeError, "formula needs data"),
        ({"design": np.arange(150), "data": {}}, TypeError, "data is for formula"),
        ({"design": np.arange(150), "groups": [0] * 150}, ValueError, "one group"),
        ({"design": np.arange(150), "level": 1.0}, ValueError, "'level' parameter"),
        ({"design": np.arange(150), "shares": "all"}, ValueError, "'shares' param"),
        ({"design": np.arange(150), "authors": [1]}, TypeError, "authors= is no"),
    ],
    ids=[
        "none",
        "rows",
        "nan",
        "rank",
        "text",
        "dict",
        "date",
        "data",
        "no-formula",
        "group",
        "level",
        "shares",
        "beside",
    ],
)
def test_bad_input(given, error, match):
    _, X = simulated(np.random.default_rng(0))
    with pytest.raises(error, match=match):
        topic_effects(known_model(), X, **{"shares": "model", **given})

"""How topics hold together along texts."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, PLSA, AttentiveARTM, SequenceVectorizer
from sktopics.metrics import intratext_coherence

SEA = ["sea", "ship", "wind", "sail", "harbour"]
TAX = ["tax", "debt", "law", "bank", "vote"]


def texts(n=20, length=6, seed=0):
    """Texts about the sea first and about taxes then, or the reverse."""
    rng = np.random.default_rng(seed)
    halves = [
        [list(rng.choice(words, length)) for words in (SEA, TAX)] for _ in range(n)
    ]
    found = [" ".join(a + b if d % 2 else b + a) for d, (a, b) in enumerate(halves)]
    return [*found, "", "sea", "unheard of"]


def shuffled(texts, seed):
    rng = np.random.default_rng(seed)
    return [" ".join(rng.permutation(text.split())) for text in texts]


def slow_values(tokens_of, window, n_topics):
    """Mean shares near the tokens of each topic, and how many of these there are."""
    near, n_near, support = np.zeros((3, n_topics))
    for shares in tokens_of:
        for i in range(len(shares)):
            topic = shares[i].argmax()
            others = [j for j in range(len(shares)) if j != i and abs(j - i) <= window]
            near[topic] += sum(shares[j, topic] for j in others)
            n_near[topic] += len(others)
            support[topic] += bool(others)
    return near / n_near, support


@pytest.mark.parametrize("window", [1, 3, 100])
def test_values_are_means_over_near_tokens(window):
    vectorizer = SequenceVectorizer()
    X = vectorizer.fit_transform(texts())
    model = AttentiveARTM(2, context=3, max_iter=10, random_state=0).fit(X)
    positions = model.transform_positions(X)
    tokens_of = [positions[a:b] for a, b in zip(X.offsets, X.offsets[1:], strict=False)]
    values, support = slow_values(tokens_of, window, 2)
    for asked in (
        intratext_coherence(model, X, window=window),
        intratext_coherence(make_pipeline(vectorizer, model), texts(), window=window),
    ):
        np.testing.assert_allclose(asked.values, values, rtol=1e-5)
        np.testing.assert_array_equal(asked.support, support)
    assert asked.mean == pytest.approx(values.mean(), rel=1e-5)


def test_models_of_counts_are_asked_by_word():
    vectorizer = SequenceVectorizer()
    X = vectorizer.fit_transform(texts())
    counts = X.to_counts()
    model = ARTM(2, random_state=0).fit(counts)
    shares = model.word_topics(counts).toarray()
    tokens_of = []
    for d in range(len(X)):
        row = counts.indices[counts.indptr[d] : counts.indptr[d + 1]].tolist()
        ids = X.ids[X.offsets[d] : X.offsets[d + 1]].tolist()
        at = [counts.indptr[d] + row.index(i) for i in ids]
        tokens_of.append(shares[at].reshape(-1, 2))
    values, support = slow_values(tokens_of, 3, 2)
    found = intratext_coherence(model, X, window=3)
    np.testing.assert_allclose(found.values, values, rtol=1e-5)
    np.testing.assert_array_equal(found.support, support)


def test_chance_is_the_mean_over_orders():
    vectorizer = SequenceVectorizer()
    documents = texts(6)
    X = vectorizer.fit_transform(documents)
    model = PLSA(2, random_state=0).fit(X.to_counts())
    found = intratext_coherence(model, X, window=2)
    orders = [
        intratext_coherence(
            model, vectorizer.transform(shuffled(documents, seed)), window=2
        )
        for seed in range(200)
    ]
    mean = np.mean([each.values for each in orders], axis=0)
    np.testing.assert_allclose(found.by_chance, mean, atol=0.01)
    np.testing.assert_allclose(found.by_chance, orders[0].by_chance)


def test_topics_that_come_in_runs_are_above_chance():
    model = AttentiveARTM(2, context=5, random_state=0)
    pipeline = make_pipeline(SequenceVectorizer(), model).fit(texts())
    found = intratext_coherence(pipeline, texts(), window=2)
    assert found.mean_above_chance > 0.05
    assert found.mean < 1


def test_unknown_tokens_are_passed_over():
    vectorizer = SequenceVectorizer().fit(texts())
    model = AttentiveARTM(2, max_iter=5, random_state=0)
    model.fit(vectorizer.transform(texts()))
    X = vectorizer.transform(["sea never ship", "tree", "tax debt"])
    assert intratext_coherence(model, X, window=1).support.sum() == 4


def test_topics_without_tokens_have_no_value():
    X = SequenceVectorizer().fit_transform(["sea", "", "tax"])
    model = PLSA(2, random_state=0).fit(X.to_counts())
    found = intratext_coherence(model, X)
    assert np.isnan(found.values).all()
    assert np.isnan(found.mean)
    assert found.support.tolist() == [0, 0]


def test_counts_have_no_order():
    pipeline = make_pipeline(CountVectorizer(), PLSA(2, random_state=0)).fit(texts())
    with pytest.raises(TypeError, match="says nothing of the order of words"):
        intratext_coherence(pipeline, texts())
    with pytest.raises(ValueError, match="window"):
        intratext_coherence(pipeline, texts(), window=0)

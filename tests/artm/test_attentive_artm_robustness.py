"""AttentiveARTM on what users also pass: nothing, very little, and one long text."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sktopics import AttentiveARTM, TokenSequences


def hyperbolic(distance):
    return 1 / distance


LONG = np.random.default_rng(0).integers(0, 20, 30_000)
TEXTS = {
    "unknown words only": TokenSequences([-1, -1], [0, 2], n_terms=3),
    "empty documents": TokenSequences([], [0, 0, 0], n_terms=3),
    "one token": TokenSequences([1], [0, 1], n_terms=2),
    "one term": TokenSequences([0, 0, 0], [0, 3], n_terms=1),
    "no weights": TokenSequences([0, 1], [0, 2], n_terms=2, weights=np.zeros(2)),
    "one long document": TokenSequences(LONG, [0, len(LONG)], n_terms=20),
}
OPTIONS = {
    "default": {},
    "exact": {"gradient": "exact"},
    "online": {"learning_method": "online"},
    "function": {"attention": hyperbolic, "context": 50},
    "heads": {"context": [5, np.inf], "heads": "concatenate"},
}


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("texts", TEXTS)
def test_everything_stays_finite(texts, options):
    X = TEXTS[texts]
    model = AttentiveARTM(3, max_iter=3, random_state=0, **OPTIONS[options])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No words in topic")
        model.fit(X)
    vectors = model.transform(X)
    assert_allclose(vectors.sum(axis=1), 1, rtol=1e-4)
    assert np.isfinite(model.score(X))
    assert np.isfinite(model.transform_positions(X)).all()
    assert np.isfinite(model.segment_vectors(X)).all()
    assert np.isfinite(model.homogeneity(X)).all()
    assert np.isfinite(model.border_strengths(X)).all()
    assert len(model.boundaries(X)) == len(X)
    for passage in model.topical_passages(X, 0):
        assert 0 <= passage.start < passage.stop <= X.lengths[passage.document]


def test_texts_without_a_word_leave_topics_empty_and_say_so():
    with pytest.warns(UserWarning, match="No words in topic 0, 1, 2"):
        model = AttentiveARTM(3, max_iter=1).fit(TEXTS["unknown words only"])
    assert not model.components_.any()
    assert_allclose(model.transform(TEXTS["empty documents"]), 1 / 3)

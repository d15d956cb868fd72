"""Topic significance against sums by hand; never NaN."""

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.metrics import topic_significance

KINDS = ("uniform", "vacuous", "background")


@pytest.fixture
def topic_word():
    return np.random.default_rng(0).dirichlet(np.full(30, 0.2), 4)


@pytest.fixture
def doc_topic():
    return np.random.default_rng(1).dirichlet(np.full(4, 0.3), 25)


def test_equals_the_definitions(topic_word, doc_topic):
    result = topic_significance(topic_word, doc_topic=doc_topic)
    p_topic = doc_topic.mean(axis=0)
    p_document = doc_topic / doc_topic.sum(axis=0)
    for k, phi in enumerate(topic_word):
        assert result.uniform[k] == pytest.approx(entropy(phi, np.full(30, 1 / 30)))
        assert result.vacuous[k] == pytest.approx(entropy(phi, p_topic @ topic_word))
        uniform = np.full(25, 1 / 25)
        assert result.background[k] == pytest.approx(entropy(p_document[:, k], uniform))
    assert result.mean == {
        name: pytest.approx(getattr(result, name).mean()) for name in KINDS
    }


def test_scales_do_not_matter(topic_word, doc_topic):
    expected = topic_significance(topic_word, doc_topic=doc_topic)
    weights = topic_word * np.array([[1], [20], [0.3], [5]])
    lengths = np.linspace(1, 9, 25)[:, None]
    result = topic_significance(weights, doc_topic=doc_topic * lengths)
    for name in KINDS:
        np.testing.assert_allclose(getattr(result, name), getattr(expected, name))


def test_without_documents(topic_word):
    result = topic_significance(topic_word)
    assert result.background is None
    assert list(result.mean) == ["uniform", "vacuous"]
    expected = [entropy(phi, topic_word.mean(axis=0)) for phi in topic_word]
    np.testing.assert_allclose(result.vacuous, expected)


def test_junk_is_insignificant(doc_topic):
    rng = np.random.default_rng(0)
    good = rng.dirichlet(np.full(50, 0.05), 3)
    junk = np.full((1, 50), 1 / 50)
    doc_topic[:, 3] = 0.4  # the junk is in all documents
    result = topic_significance(
        np.vstack([good, junk]), doc_topic=doc_topic / doc_topic.sum(axis=1)[:, None]
    )
    for values in (result.uniform, result.vacuous, result.background):
        assert values[3] < 0.5 * values[:3].min()
    assert result.uniform[3] == pytest.approx(0, abs=1e-12)


TEXTS = ["ship sea harbour sea", "tax debt tax", "sea ship", "debt sea tax", ""]


@pytest.mark.parametrize(
    "model",
    [
        LatentDirichletAllocation(3, random_state=0),
        NMF(2, random_state=0, init="nndsvd"),
    ],
)
def test_models_and_pipelines(model):
    pipeline = make_pipeline(CountVectorizer(), model).fit(TEXTS)
    X = pipeline[0].transform(TEXTS)
    theta = model.transform(X)
    if isinstance(model, NMF):  # what a topic explains does not depend on its scale
        theta = theta * model.components_.sum(axis=1)
    expected = topic_significance(model.components_, doc_topic=theta)
    for result in (topic_significance(pipeline, TEXTS), topic_significance(model, X)):
        for name in KINDS:
            np.testing.assert_allclose(getattr(result, name), getattr(expected, name))


def test_never_nan():
    topic_word = [[0, 0, 0], [1, 0, 0], [0, 1, 1]]
    doc_topic = [[1, 0, 0], [0, 0, 1], [0, 0, 0]]  # nothing in topic 1, or document 2
    for shares in (doc_topic, np.zeros((3, 3)), [[0, 0, 1]], None):
        result = topic_significance(topic_word, doc_topic=shares)
        for name, value in result.mean.items():
            values = getattr(result, name)
            assert np.isfinite(values).all()
            assert (values >= 0).all()
            assert np.isfinite(value)
    # The topic of no document, whose word no other topic has.
    result = topic_significance([[1, 0], [0, 1]], doc_topic=[[1, 0], [1, 0]])
    assert result.vacuous[1] == pytest.approx(np.log(1e12))
    assert result.background[1] == 0


def test_float32(topic_word, doc_topic):
    expected = topic_significance(topic_word, doc_topic=doc_topic)
    single = topic_significance(
        topic_word.astype(np.float32), doc_topic=doc_topic.astype(np.float32)
    )
    assert single.mean == pytest.approx(expected.mean, rel=1e-5)


def test_bad_input(topic_word, doc_topic):
    with pytest.raises(NotFittedError):
        topic_significance(NMF())
    with pytest.raises(ValueError, match="not both"):
        topic_significance(topic_word, np.ones((2, 30)), doc_topic=doc_topic)
    with pytest.raises(ValueError, match="say nothing about an array"):
        topic_significance(topic_word, np.ones((2, 30)))
    with pytest.raises(ValueError, match="doc_topic has 3 columns for 4 topics"):
        topic_significance(topic_word, doc_topic=doc_topic[:, 1:])
    with pytest.raises(ValueError, match="Negative values"):
        topic_significance(topic_word, doc_topic=-doc_topic)
    with pytest.raises(ValueError, match="NaN"):
        topic_significance(topic_word, doc_topic=doc_topic * np.nan)
    with pytest.raises(ValueError, match="negative entries"):
        topic_significance(-topic_word)

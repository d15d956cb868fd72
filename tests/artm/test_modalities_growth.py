"""Modalities whose vocabularies grow from batch to batch."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from sktopics import ARTM, HierarchicalARTM, OnlineCountVectorizer, ThetalessARTM
from sktopics.artm import Decorrelator, SmoothSparsePhi
from sktopics.sequences import NamedCounts
from sktopics.text import ModalityVectorizer
from sktopics.topics import topic_table

SKY = {"body": "rain snow rain", "tags": ["sky"]}
FOOD = {"body": "milk bread milk", "tags": ["food"]}
WINTER = {"body": "snow hail ice", "tags": ["sky", "winter"]}
BAKING = {"body": "bread flour oven", "tags": ["food", "baking"]}


def frame(*kinds):
    return pytest.importorskip("pandas").DataFrame([*kinds] * 8)


def vectorizer():
    tags = OnlineCountVectorizer(analyzer=list)
    return ModalityVectorizer(
        [("text", OnlineCountVectorizer(), "body"), ("tags", tags, "tags")]
    )


def learn(model, *frames):
    parts = vectorizer()
    for each in frames:
        model.partial_fit(parts.partial_fit(each).transform(each))
    return model, parts


WEIGHTS = {"text": 1.0, "tags": 3.0}
BATCHES = [frame(SKY, FOOD), frame(WINTER, BAKING), frame(SKY, BAKING)]
MODELS = {
    "artm": ARTM(2, modalities=WEIGHTS, random_state=0),
    "thetaless": ThetalessARTM(2, modalities=WEIGHTS, random_state=0),
    "levels": HierarchicalARTM(
        [ARTM(1, modalities=WEIGHTS), ARTM(2, modalities=WEIGHTS)], random_state=0
    ),
}
every_model = pytest.mark.parametrize("name", MODELS)


def new(name, **parameters):
    return clone(MODELS[name]).set_params(**parameters)


@every_model
def test_new_columns_belong_to_their_modality(name):
    model, parts = learn(new(name), *BATCHES)
    X = parts.transform(BATCHES[0])
    assert {*model.feature_names_in_} == {*X.terms}
    belongs = dict(
        zip(model.feature_names_in_, model.feature_modalities_in_, strict=True)
    )
    assert belongs["hail"] == belongs["oven"] == "text"
    assert belongs["winter"] == belongs["baking"] == "tags"
    # Words came after tags: modalities are no longer side by side.
    assert len(model.modalities_["text"]) == 8
    assert len(model.modalities_["tags"]) == 4
    for rows in model.modalities_.values():
        assert_allclose(model.components_[:, rows].sum(axis=1), 1, rtol=1e-5)
        assert (model.components_[:, rows].max(axis=0) > 1e-3).all()
    assert topic_table(model, columns="tags", n_top_words=4)[0].terms
    # The columns of the vectorizer are in another order, and found by name.
    assert X.terms.tolist() != model.feature_names_in_.tolist()
    mixtures = model.transform(X)
    assert_allclose(mixtures.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("name", ["artm", "thetaless"])
@pytest.mark.parametrize("modality", ["text", "tags"])
def test_words_of_a_modality_are_not_sparsed_before_they_are_seen(name, modality):
    """Neither by regularizers of their own modality, nor by those of the other."""
    sparse = SmoothSparsePhi(-0.5, modalities=modality, relative=True)
    apart = Decorrelator(0.5, modalities=modality, relative=True)
    model = new(name, regularizers=[sparse, apart])
    model, _ = learn(model, *BATCHES[:2])
    late = ["hail", "ice", "flour", "oven", "winter", "baking"]
    columns = [model.feature_names_in_.tolist().index(word) for word in late]
    assert (model.components_[:, columns].max(axis=0) > 1e-3).all()
    assert model.seen_terms_.all()


def test_a_word_that_is_announced_and_not_seen_keeps_its_start():
    """The tag that no document has is there in both topics, the words likewise."""
    terms = ["rain", "milk", "sky", "food"]
    first = NamedCounts(
        np.array([[4, 0, 1, 0], [0, 4, 0, 1]]),
        terms=terms,
        modalities={"text": slice(0, 2), "tags": slice(2, 4)},
    )
    second = NamedCounts(
        np.array([[4, 0, 0, 1, 0, 0], [0, 4, 0, 0, 1, 0]]),
        terms=["rain", "milk", "hail", "sky", "food", "winter"],
        modalities={"text": slice(0, 3), "tags": slice(3, 6)},
    )
    sparse = SmoothSparsePhi(-0.3, relative=True)
    model = ARTM(2, sparse, modalities=WEIGHTS, random_state=0)
    model.partial_fit(first)
    for _ in range(4):
        model.partial_fit(second)
    columns = model.feature_names_in_.tolist()
    unseen = [columns.index("hail"), columns.index("winter")]
    assert model.seen_terms_.sum() == 4
    assert not model.seen_terms_[unseen].any()
    assert (model.components_[:, unseen].max(axis=0) > 0).all()
    assert (model.components_[:, unseen] < 0.05).all()


def test_weights_multiply_new_columns():
    """With weight 0, tags change no mixture, those that came late neither."""
    found = []
    for tags in (["other"], ["sky", "winter"]):
        model = new("artm", modalities={"text": 1.0, "tags": 0.0})
        late = WINTER | {"tags": tags}
        model, parts = learn(model, BATCHES[0], frame(late, FOOD))
        found.append(model.transform(parts.transform(BATCHES[0])))
    assert_allclose(found[0], found[1], atol=1e-6)


def test_modalities_without_weights_grow_too():
    model, _ = learn(new("artm", modalities=None), *BATCHES)
    assert set(model.modalities_) == {"text", "tags"}
    assert sum(np.size(rows) for rows in model.modalities_.values()) == 12


def test_online_fit_of_a_stream_grows():
    parts = vectorizer()
    stream = [parts.partial_fit(each).transform(each) for each in BATCHES]
    model = new("artm", max_iter=3).fit(stream)
    assert len(model.modalities_["tags"]) == 4
    for rows in model.modalities_.values():
        assert_allclose(model.components_[:, rows].sum(axis=1), 1, rtol=1e-5)
    other = new("artm", max_iter=3).fit([stream[-1]])
    again = new("artm", max_iter=3).fit([stream[-1]])
    assert_array_equal(other.components_, again.components_)


def test_new_modalities_and_columns_without_one_are_refused():
    model, parts = learn(new("artm"), BATCHES[0])
    before = model.components_
    X = parts.transform(BATCHES[0])
    more = NamedCounts(
        np.ones((2, 3), int), terms=["rain", "sky", "Ann"],
        modalities={"text": slice(0, 1), "tags": slice(1, 2), "author": slice(2, 3)},
    )  # fmt: skip
    with pytest.raises(ValueError, match="'Ann' belongs to modality 'author'"):
        model.partial_fit(more)
    nameless = NamedCounts(np.ones((2, 2), int), terms=["rain", "new"])
    with pytest.raises(ValueError, match="'new' belongs to modality None"):
        model.partial_fit(nameless)
    assert model.components_ is before
    assert model.n_features_in_ == X.shape[1]

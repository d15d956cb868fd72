"""What regularizers say to parameters that make no sense."""

import numpy as np
import pytest

from sktopics.artm import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
)
from sktopics.artm._regularization import as_union

NAMES = np.array(["a", "b", "c"], dtype=object)
ASYMMETRIC = np.array([[0.0, 1, 0], [0, 0, 0], [0, 0, 0]])


def bind(regularizer, feature_names=NAMES, n_components=4, modalities=None):
    return as_union(regularizer).bind(feature_names, n_components, modalities)


@pytest.mark.parametrize("tau", [np.nan, np.inf, "much", None, [1.0]])
@pytest.mark.parametrize(
    "kind", [Decorrelator, SmoothSparsePhi, SmoothSparseTheta, TopicSelection]
)
def test_tau(kind, tau):
    with pytest.raises(ValueError, match=rf"'tau' parameter of {kind.__name__} .*Got"):
        bind(kind(tau=tau))


@pytest.mark.parametrize(
    ("regularizer", "message"),
    [
        (Decorrelator(relative="topics"), "'relative' parameter of Decorrelator"),
        (Decorrelator(schedule=3), "'schedule' parameter of Decorrelator"),
        (Decorrelator(topics="first"), "'topics' parameter of Decorrelator"),
        (Decorrelator(topics=[4]), r"topics=.*'decorrelator'.*n_components=4"),
        (Decorrelator(topics=7), r"topics=.*'decorrelator'.*n_components=4"),
        (Decorrelator(topics=[0.5]), r"topics=.*'decorrelator'.*n_components=4"),
        (Decorrelator(topics=[1, 1]), "none twice"),
        (Decorrelator(topics=[]), "at least one"),
        (Decorrelator(topics=slice(9, 12)), "at least one"),
        (Decorrelator(modalities="tags"), r"modalities=\['tags'\].*no named"),
        (SmoothSparsePhi(power=-1), "'power' parameter of SmoothSparsePhi"),
        (SmoothSparsePhi(terms=3), "'terms' parameter of SmoothSparsePhi"),
        (SmoothSparsePhi(terms=[3]), "no column 3 among 3"),
        (SmoothSparsePhi(terms={"a": np.nan}), "terms of SmoothSparsePhi: nan of 'a'"),
        (SmoothSparsePhi(terms=np.ones(4)), r"the shape \(3,\)"),
        (SmoothSparseTheta(topic_weights=[1, 2]), "topic_weights .* must be 4"),
        (SmoothSparseTheta(topic_weights=[1, 2, 3, np.inf]), "must be 4 finite"),
        (LabelRegularization(labels={"a": -1}), "the frequency -1 is negative"),
        (SpecifiedSparse(n_top=0), "'n_top' parameter of SpecifiedSparse"),
        (SpecifiedSparse(per="row"), "'per' parameter of SpecifiedSparse"),
        (ImproveCoherence(), "'cooccurrence' parameter of ImproveCoherence .*None"),
        (ImproveCoherence(cooccurrence=np.eye(4)), r"shape \(4, 4\) and is for 3"),
        (ImproveCoherence(cooccurrence={"ab": 1}), "'ab' is no pair"),
        (ImproveCoherence(cooccurrence=np.full((3, 3), np.nan)), "NaN or infinity"),
        (Biterms(cooccurrence=-np.ones((3, 3))), "negative weights: -1"),
        (Biterms(cooccurrence=ASYMMETRIC), "must be a symmetric matrix"),
        (Biterms(cooccurrence={("a", "b"): 1, ("b", "a"): 2}), "two weights"),
        (NetPLSA(), "'graph' parameter of NetPLSA .*None"),
        (NetPLSA(graph=ASYMMETRIC), "graph of NetPLSA must be a symmetric"),
        (NetPLSA(graph={}, vertex_weights=[1.0]), "vertex_weights of NetPLSA"),
        (NetPLSA(graph={}, vertex_weights={"a": -2}), "-2 is negative"),
        (SmoothTimeInTopics(timestamps=["a", "b", "a"]), "name a time twice"),
        (SmoothTimeInTopics(timestamps=["a", 0]), "name a time twice"),
        (TopicPrior(topic_prior=[1, 2]), "topic_prior of TopicPrior must be 4"),
        (TopicPrior(topic_prior=[1, 2, -3, 1]), "not negative"),
        (TopicPrior(topic_prior=[0, 0, 0, 0]), "not all zero"),
        (SmoothPtdw(window=0), "'window' parameter of SmoothPtdw"),
    ],
)
def test_parameters(regularizer, message):
    with pytest.raises(ValueError, match=message):
        bind(regularizer)


@pytest.mark.parametrize(
    "regularizer",
    [
        SmoothSparsePhi(terms=["a"]),
        LabelRegularization(labels={"a": 1}),
        Biterms(cooccurrence={("a", "b"): 1}),
        NetPLSA(graph={("a", "b"): 1}),
        SmoothTimeInTopics(timestamps=["a", "b"]),
    ],
)
def test_names_need_a_vocabulary_with_names(regularizer):
    phi = np.full((3, 2), 1 / 3)
    bound = bind(regularizer, None, 2)
    with pytest.raises(ValueError, match="the terms of the model have no names"):
        bound.parts[0].regularizer.grad(phi, phi, phi.sum(axis=0))


@pytest.mark.parametrize(
    "regularizer",
    [
        SmoothSparsePhi(terms=["x", "y"]),
        ImproveCoherence(cooccurrence={("x", "y"): 1.0}),
        SmoothTimeInTopics(timestamps=["x"]),
    ],
)
def test_no_known_term_is_worth_a_warning(regularizer):
    with pytest.warns(UserWarning, match=r"none of its terms .*'x'"):
        bound = bind(regularizer)
    phi = np.full((3, 4), 1 / 3)
    assert not bound.parts[0].regularizer.grad(phi, phi, phi.sum(axis=0)).any()


def test_some_known_terms_are_enough(recwarn):
    bind(SmoothSparsePhi(terms=["a", "x", "y"]))
    assert not recwarn.list


@pytest.mark.parametrize(
    "modalities", ["authors", ["tags", "authors"], [], ["tags", "tags"]]
)
def test_unknown_modalities(modalities):
    with pytest.raises(ValueError, match=r"modalities=.*'decorrelator'.*'tags'"):
        bind(Decorrelator(modalities=modalities), modalities={"tags": slice(0, 2)})

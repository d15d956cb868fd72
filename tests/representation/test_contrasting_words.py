"""Words that tell topics apart, against slow NumPy."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from given_topics import context_of

from sktopics.representation import ContrastingWords
from sktopics.topics import (
    RepresentationContext,
    Topic,
    TopicTable,
    refine_topics,
    top_terms,
)

rng = np.random.default_rng(0)
TERMS = np.array([f"word{i}" for i in range(30)], dtype=object)
DENSE = rng.dirichlet(np.full(30, 0.3), size=4)
SCORES = np.where(rng.random((4, 30)) < 0.4, rng.random((4, 30)) - 0.1, 0)
KINDS = pytest.mark.parametrize("weights", [DENSE, SCORES], ids=["shares", "scores"])


def slow(weights, topic, measure, exclusivity, compared, sizes=None):
    """Score the words of a topic one by one; None for words that it does not have."""
    weights = np.maximum(weights, 0)
    p = weights / weights.sum(axis=1, keepdims=True)
    sizes = np.ones(len(p)) if sizes is None else sizes
    inside = [w for w in range(p.shape[1]) if p[topic, w] > 0]
    exclusive = {w: p[topic, w] / sum(p[t, w] for t in compared) for w in inside}
    scores = {}
    for w in inside:
        if measure == "frex":
            f = np.mean([p[topic, v] <= p[topic, w] for v in inside])
            e = np.mean([exclusive[v] <= exclusive[w] for v in inside])
            scores[w] = 1 / (exclusivity / e + (1 - exclusivity) / f)
        elif measure == "relevance":
            q = sum(sizes[t] * p[t, w] for t in compared)
            q /= sum(sizes[t] for t in compared)
            scores[w] = (1 - exclusivity) * np.log(p[topic, w]) + exclusivity * np.log(
                p[topic, w] / q
            )
        else:
            logs = [np.log(max(p[t, w], 1e-12)) for t in compared]
            scores[w] = p[topic, w] * (np.log(p[topic, w]) - np.mean(logs))
    return sorted(inside, key=lambda w: (-round(scores[w], 12), -p[topic, w], w)), p


@KINDS
@pytest.mark.parametrize(
    ("measure", "given", "used"),
    [
        ("frex", None, 0.5),
        ("frex", 0.2, 0.2),
        ("relevance", None, 0.4),
        ("relevance", 1, 1),
        ("blei_lafferty", None, None),
    ],
)
@pytest.mark.parametrize("n_neighbors", [None, 1, 2, 3, 9])
def test_against_slow_numpy(weights, measure, given, used, n_neighbors):
    vectors = np.array([[1, 0], [1, 0.1], [0, 1], [0.5, 1.0]])
    context = context_of(weights, TERMS, topic_embeddings=vectors)
    step = ContrastingWords(measure, exclusivity=given, n_neighbors=n_neighbors)
    refined = step.refine(context.table, context)
    near = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for topic in range(4):
        others = np.argsort(-(near @ near[topic]), kind="stable")
        others = [t for t in others if t != topic][: n_neighbors or 3]
        expected, p = slow(weights, topic, measure, used, [topic, *others])
        best = expected[:10]
        assert list(refined[topic].terms) == TERMS[best].tolist()
        np.testing.assert_allclose(refined[topic].weights, p[topic, best])


@pytest.mark.parametrize("weights", [DENSE, SCORES], ids=["shares", "scores"])
def test_relevance_is_that_of_top_terms(weights):
    context = context_of(weights, TERMS)
    refined = ContrastingWords("relevance", exclusivity=0.3).refine(
        context.table, context
    )
    expected = top_terms(np.maximum(weights, 0), TERMS, relevance=0.7)
    assert refined.top_words == expected


def test_sizes_weigh_in_relevance():
    sizes = np.array([0.7, 0.1, 0.1, 0.1])
    table = TopicTable(Topic(i, None, size, (), ()) for i, size in enumerate(sizes))
    context = RepresentationContext(table, DENSE, TERMS)
    refined = ContrastingWords("relevance", exclusivity=0.8).refine(table, context)
    for topic in range(4):
        expected, _ = slow(DENSE, topic, "relevance", 0.8, range(4), sizes)
        assert list(refined[topic].terms) == TERMS[expected[:10]].tolist()
    assert refined.top_words == top_terms(DENSE, TERMS, relevance=0.2, sizes=sizes)


def test_sparse_and_single_precision_weights_give_the_same_words():
    context = context_of(SCORES, TERMS)
    expected = ContrastingWords(n_neighbors=2).refine(context.table, context)
    for weights in (sp.csr_array(SCORES), sp.csr_matrix(SCORES)):
        other = RepresentationContext(context.table, weights, TERMS)
        refined = ContrastingWords(n_neighbors=2).refine(context.table, other)
        assert refined == expected


def test_neighbours_by_words_where_there_are_no_vectors():
    weights = np.array(
        [[5, 4, 0, 1, 0, 0], [5, 0, 4, 1, 0, 0], [0, 4, 4, 0, 5, 1], [0, 0, 0, 0, 1, 9]]
    )
    terms = ["both", "first", "second", "rare", "other", "last"]
    context = context_of(weights, terms)
    refined = ContrastingWords("relevance", exclusivity=1, n_neighbors=1).refine(
        context.table[:2], context
    )
    # "first" and "second" are in topic 2, too, which is no neighbour of the two.
    assert [words[0] for words in refined.top_words] == ["first", "second"]


def test_no_exclusivity_is_the_order_of_weights():
    context = context_of(DENSE, TERMS, n_words=10)
    for measure in ("frex", "relevance"):
        step = ContrastingWords(measure, exclusivity=0)
        assert step.refine(context.table, context).top_words == context.table.top_words


def test_one_topic_empty_topics_and_names():
    context = context_of(DENSE[:1], TERMS, n_words=10)
    for measure in ("frex", "relevance", "blei_lafferty"):
        for n_neighbors in (None, 2):
            step = ContrastingWords(measure, n_neighbors=n_neighbors)
            (words,) = step.refine(context.table, context).top_words
            assert len(words) == 10
    weights = np.vstack([DENSE[:2], np.zeros(30)])
    context = context_of(weights, TERMS)
    for n_neighbors in (None, 1):
        table = context.table.with_labels({0: "Mine"})
        refined = ContrastingWords(n_neighbors=n_neighbors).refine(table, context)
        assert refined.top_words[2] == []
        assert refined.labels[0] == "Mine"
        assert not refined[1].is_named


def test_blei_lafferty_has_no_exclusivity():
    context = context_of(DENSE, TERMS)
    with pytest.raises(ValueError, match="has no exclusivity"):
        ContrastingWords("blei_lafferty", exclusivity=0.1).refine(
            context.table, context
        )


def test_a_table_without_its_model_is_refused():
    table = context_of(DENSE, TERMS).table
    with pytest.raises(ValueError, match="give the model"):
        ContrastingWords().refine(table, RepresentationContext(table, None, TERMS))


@pytest.mark.parametrize("measure", ["frex", "relevance", "blei_lafferty"])
@pytest.mark.parametrize("n_neighbors", [None, 1, 2])
def test_a_part_of_a_table_is_as_if_its_topics_were_all(measure, n_neighbors):
    whole = context_of(DENSE, TERMS, n_words=30).table
    whole = [replace(topic, size=0.1 * (i + 1)) for i, topic in enumerate(whole)]
    part = TopicTable([whole[0], whole[2], whole[3]])
    numbered = TopicTable(replace(topic, index=i) for i, topic in enumerate(part))
    step = ContrastingWords(measure, n_neighbors=n_neighbors, n_top_words=30)
    found = refine_topics(part, step)
    assert [topic.index for topic in found] == [0, 2, 3]
    assert found.top_words == refine_topics(numbered, step).top_words


def test_no_topics():
    assert len(refine_topics(TopicTable([]), ContrastingWords())) == 0

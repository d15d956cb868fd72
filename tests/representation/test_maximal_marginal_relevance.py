"""Words of a topic that differ from each other."""

from dataclasses import replace

import numpy as np
import pytest
from word_meanings import MEANING, TERMS, WEIGHTS, Encoder, context, table

from sktopics.representation import KeyBERTInspired, MaximalMarginalRelevance
from sktopics.representation._maximal_marginal_relevance import diverse_words
from sktopics.topics import RepresentationContext, Topic, TopicTable, refine_table


def words(step, given=None):
    given = table() if given is None else given
    return step.refine(given, context(given)).top_words


def unit(seed, n=12, size=5):
    vectors = np.random.default_rng(seed).normal(size=(n, size))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def slow_order(vectors, relevance, n, diversity):
    """The definition, as loops."""
    chosen = []
    while len(chosen) < min(n, len(vectors)):
        scores = {}
        for i in range(len(vectors)):
            if i not in chosen:
                near = max((vectors[i] @ vectors[j] for j in chosen), default=None)
                if near is None:
                    scores[i] = relevance[i]
                else:
                    scores[i] = (1 - diversity) * relevance[i] - diversity * near
        chosen.append(max(scores, key=scores.get))
    return chosen


@pytest.mark.parametrize("diversity", [0, 0.1, 0.5, 1])
def test_order_by_definition(diversity):
    for seed in range(20):
        vectors = unit(seed)
        relevance = vectors @ unit(seed + 100)[0]
        for n in (1, 5, 12, 20):
            found = diverse_words(vectors, relevance, n, diversity)
            assert found.tolist() == slow_order(vectors, relevance, n, diversity)


def test_without_diversity_words_are_by_relevance():
    step = MaximalMarginalRelevance(0, 8, Encoder())
    for topic in step.refine(table(), context()):
        assert list(topic.weights) == sorted(topic.weights, reverse=True)


def test_with_all_diversity_words_differ():
    # After a word of the sea, stop words and money are both farther than another.
    (sea, _) = words(MaximalMarginalRelevance(1, 3, Encoder()))
    assert len({np.argmax(MEANING[word]) for word in sea}) == 3


def test_ties_go_to_the_heavier_word():
    same = dict.fromkeys(MEANING, (0.1, 0.7, 0.3))
    heaviest = TERMS[np.argsort(-WEIGHTS[0], kind="stable")].tolist()
    for diversity in (0, 0.3, 1):
        step = MaximalMarginalRelevance(diversity, 5, Encoder(same))
        assert words(step)[0] == heaviest[:5]


def test_ties_of_long_vectors():
    # A product of matrices rounds the cosines of equal vectors in different ways.
    vectors = np.repeat(unit(0, 2, 384), [31, 6], axis=0)
    relevance = np.full(37, 0.5)
    found = diverse_words(vectors, relevance, 37, 0.3)
    assert found.tolist() == [0, *range(31, 32), *range(1, 31), *range(32, 37)]


def test_one_word_and_fewer_words_than_asked_for():
    given = TopicTable(
        [Topic(7, None, 1.0, ("sea",), (1.0,)), Topic(9, None, 0, (), ())]
    )
    step = MaximalMarginalRelevance(0.5, 10, Encoder())
    assert words(step, given) == [["sea"], []]
    assert words(step, TopicTable([])) == []


def test_all_texts_are_encoded_in_one_call():
    encoder = Encoder()
    words(MaximalMarginalRelevance(0.1, encoder=encoder))
    (call,) = encoder.calls
    assert len(call) == len(set(call)) == len(TERMS) + 2


def test_candidates():
    step = MaximalMarginalRelevance(0.1, 10, Encoder(), n_candidates=4)
    assert [set(of) for of in words(step)] == [
        {"the", "of", "sea", "ship"},
        {"the", "of", "tax", "debt"},
    ]
    facts = replace(context(), documents=["sea"] * 6)
    nearest = KeyBERTInspired(Encoder(), n_top_words=5)
    before = refine_table(table(), nearest, facts, errors="raise")
    after = refine_table(table(), [nearest, step], facts, errors="raise")
    assert [set(t.terms) for t in after] == [set(t.terms[:4]) for t in before]


def test_unknown_words_come_last_and_known_ones_only_count():
    known = {word: v for word, v in MEANING.items() if word != "the"}
    found = words(MaximalMarginalRelevance(1, 6, Encoder(known)))
    assert [of[-1] for of in found] == ["the", "the"]
    assert [len(set(of)) for of in found] == [6, 6]
    nothing = MaximalMarginalRelevance(0.1, 2, Encoder({}))
    assert words(nothing) == table().top_words


def test_texts_of_which_the_encoder_knows_nothing():
    """An encoder that knows words and no texts: the topic is the mean of its words."""
    step = MaximalMarginalRelevance(0.3, 4, Encoder())
    only = MaximalMarginalRelevance(0.3, 4, WordsOnly())
    vectors = [np.array(v) / np.linalg.norm(v) for v in MEANING.values()]
    scaled = dict(zip(MEANING, vectors, strict=True))
    assert words(only) == words(step.set_params(encoder=Encoder(scaled)))


class WordsOnly(Encoder):
    def __call__(self, texts):
        return np.array([self.meaning.get(text, (0, 0, 0)) for text in texts])


def test_weights_are_cosines_and_never_negative():
    meaning = {**MEANING, "of": (-9, -1, -1)}
    topic = MaximalMarginalRelevance(0.1, 8, Encoder(meaning)).refine(
        table(), context()
    )[0]
    assert dict(zip(topic.terms, topic.weights, strict=True))["of"] == 0
    assert all(0 <= weight <= 1 for weight in topic.weights)


def test_one_word_of_a_stem():
    given = TopicTable([Topic(0, None, 1.0, ("Sea", "sea", "seas", "tax"), [0.25] * 4)])
    meaning = {word: MEANING.get(word.lower(), (9, 0, 1)) for word in given[0].terms}
    step = MaximalMarginalRelevance(0.1, encoder=Encoder(meaning), n_candidates=4)
    facts = RepresentationContext(given, np.zeros((1, 1)), np.array(["sea"]))
    assert set(step.refine(given, facts)[0].terms) == {"Sea", "seas", "tax"}
    step.set_params(word_form=lambda word: word.rstrip("s"))
    assert set(step.refine(given, facts)[0].terms) == {"Sea", "tax"}


def test_without_an_encoder_the_error_names_the_parameter():
    with pytest.raises(ValueError, match=r"MaximalMarginalRelevance\(encoder="):
        words(MaximalMarginalRelevance())
    with pytest.raises(ValueError, match="encoder="):
        refine_table(table(), MaximalMarginalRelevance(), context(), errors="raise")


@pytest.mark.parametrize(
    "params", [{"diversity": 1.1}, {"diversity": -1}, {"n_top_words": 0}], ids=str
)
def test_illegal_parameters(params):
    with pytest.raises(ValueError, match=next(iter(params))):
        words(MaximalMarginalRelevance(encoder=Encoder(), **params))

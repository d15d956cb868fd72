"""The words of an aspect as the words of topics."""

import numpy as np
import pytest
from given_topics import context_of

from sktopics.representation import AspectWords
from sktopics.topics import RepresentationContext, Topic, TopicTable

CONTEXT = context_of([[3, 1, 0], [0, 1, 3]], ["sea", "ship", "tax"])


def with_aspects(*aspects):
    return TopicTable(
        Topic(i, None, 0.5, ("sea",), (0.75,), aspects={} if a is None else {"a": a})
        for i, a in enumerate(aspects)
    )


def test_words_of_an_aspect_have_the_weights_of_the_model():
    table = with_aspects(["ship", "harbour", "ship"], None)
    refined = AspectWords("a").refine(table, CONTEXT)
    assert refined.top_words == [["ship", "harbour"], ["sea"]]
    assert refined.weights == [[0.25, 0.0], [0.75]]
    assert refined[0].label == "ship, harbour"
    assert refined[0].aspects == table[0].aspects


def test_texts_pairs_and_empty_aspects():
    table = with_aspects("At sea", [("ship", 0.9), ("sail", 0.2)])
    refined = AspectWords("a").refine(table, CONTEXT)
    assert refined.top_words == [["At sea"], ["ship", "sail"]]
    assert refined.weights == [[0.0], [0.9, 0.2]]
    assert AspectWords("a").refine(with_aspects(" ", []), CONTEXT).top_words == [
        ["sea"],
        ["sea"],
    ]


def test_a_table_alone_is_enough():
    table = with_aspects(["sea", "ship"])
    context = RepresentationContext(table, None, np.array([]))
    for known in (None, context):
        assert AspectWords("a").refine(table, known).weights == [[0.75, 0.0]]


def test_names_stay():
    table = with_aspects(["ship"]).with_labels({0: "Mine"})
    assert AspectWords("a").refine(table, CONTEXT).labels == ["Mine"]


@pytest.mark.parametrize("aspect", [{"x": 1}, [1, 2], [["a", "b", "c"]], 3])
def test_other_aspects_are_no_words(aspect):
    with pytest.raises(ValueError, match="holds neither words nor a text"):
        AspectWords("a").refine(with_aspects(aspect), CONTEXT)


def test_an_unknown_aspect_names_the_known_ones():
    with pytest.raises(ValueError, match=r"no aspect 'b'|Aspects of these topics: 'a'"):
        AspectWords("b").refine(with_aspects(["sea"]), CONTEXT)
    assert AspectWords("b").refine(TopicTable([]), CONTEXT).top_words == []

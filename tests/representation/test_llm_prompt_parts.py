"""What prompts are made of: documents, tokens, tags, near names."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import some_topics

from sktopics._language_models import prompt_text
from sktopics._language_models.prompt_text import (
    data_block,
    filled_in,
    shown_line,
    tag_of,
)
from sktopics._language_models.token_budget import (
    budget_shares,
    cut_to_tokens,
    estimated_tokens,
)
from sktopics.representation._llm.near_names import (
    folded_name,
    groups_alike,
    names_alike,
)
from sktopics.representation._llm.near_topics import near_topics
from sktopics.representation._llm.topic_questions import (
    PromptMaker,
    PromptTooLong,
    TopicFacts,
)
from sktopics.representation._llm.topic_texts import TopicTexts, diverse
from sktopics.topics import (
    KeptDocuments,
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
)


def test_tokens_are_quarters_of_bytes():
    assert [estimated_tokens(t) for t in ("", "a", "abcd", "abcde")] == [0, 1, 1, 2]
    assert estimated_tokens("学校") == 2
    assert estimated_tokens("\ud800") == 1


@given(st.text(max_size=80), st.integers(0, 30))
def test_a_cut_text_is_the_start_of_it_and_fits(text, n_tokens):
    cut = cut_to_tokens(text, n_tokens)
    assert estimated_tokens(cut) <= n_tokens or not cut
    assert cut == text or not cut or text.startswith(cut[:-1])
    assert (cut == text) == (estimated_tokens(text) <= n_tokens) or not text


def test_texts_are_cut_between_words():
    assert cut_to_tokens("one two three four five", 4) == "one two three…"
    assert cut_to_tokens("one two three", 2, lambda t: len(t.split())) == "one two…"
    assert cut_to_tokens("x" * 100, 3) == "x" * 9 + "…"


@given(st.lists(st.integers(0, 50), max_size=8), st.integers(-5, 200))
def test_a_budget_is_shared_evenly_and_nothing_is_left_over(sizes, total):
    shares = budget_shares(sizes, total)
    assert all(0 <= share <= size for share, size in zip(shares, sizes, strict=True))
    assert sum(shares) <= max(total, 0)
    cut = sorted(s for s, size in zip(shares, sizes, strict=True) if s < size)
    assert all(b - a <= 1 for a, b in pairwise(cut))
    if cut:
        assert sum(shares) == max(total, 0)


def test_texts_become_one_line_of_letters_that_show():
    assert shown_line(" a\r\n\tb\u2028c\x85d ") == "a b c d"
    assert shown_line("a\x00b\u202ec\ud800d\ufeff") == "abcd"
    assert shown_line("می\u200cخواهم 学校 é 😀") == "می\u200cخواهم 学校 é 😀"


def test_a_tag_is_in_none_of_the_texts_and_depends_on_them_alone():
    first = tag_of(["a", "b"])
    assert first == tag_of(["a", "b"])
    assert len({first, tag_of(["a", "c"]), tag_of(["a", "b", first])}) == 3
    assert data_block("documents", ["x", "y"], "12") == (
        "<documents 12>\n- x\n- y\n</documents 12>"
    )


def test_a_tag_that_a_text_holds_is_not_taken(monkeypatch):
    monkeypatch.setattr(prompt_text, "_TAG_LENGTH", 1)
    assert tag_of(["0123456789abcde"]) == "f"


def test_a_prompt_fits_where_tokens_of_two_texts_are_more_than_those_of_each():
    def count(text):
        return len(text) + 40 * text.count("\n- ")

    maker = PromptMaker("[KEYWORDS] [DOCUMENTS]", "", "Name?", 600, count)
    facts = TopicFacts(["sea"], [], ["ship " * 50] * 4, [])
    prompt = maker.of_topic(facts, "topic 0")
    assert 300 < count(prompt) <= 600
    with pytest.raises(PromptTooLong, match="The prompt of topic 0 has"):
        maker.of_topic(facts._replace(keywords=["x" * 500]), "topic 0")


def test_places_are_filled_once():
    values = {"KEYWORDS": "[DOCUMENTS]", "DOCUMENTS": r"\1 [KEYWORDS]"}
    filled = filled_in("[KEYWORDS] [DOCUMENTS] [OTHER] [SIBLINGS]", values)
    assert filled == r"[DOCUMENTS] \1 [KEYWORDS] [OTHER] "


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Space shuttle", "space  Shuttle!", True),
        ("Shuttle in space", "Space in shuttle", True),
        ("Health care reform", "Health-care reforms", True),
        ("Straße", "STRASSE", True),
        ("World War 1", "World War 2", False),
        ("Ships", "Public money", False),
        ("世界貿易", "世界経済", False),
    ],
)
def test_names_that_are_almost_the_same(first, second, alike):
    assert names_alike(first, second) == names_alike(second, first) == alike


def test_groups_of_names():
    names = ["a b", "x", "b a", "y", "X", "a  b"]
    assert groups_alike(names) == [[0, 2, 5], [1, 4]]
    assert groups_alike([]) == []
    assert folded_name("A, b.") == "a b"


def test_near_topics_may_be_sparse_negative_or_of_no_length():
    from scipy.sparse import csr_array

    table = some_topics()
    weights = np.array([[1, 0, -1.0], [0.9, 0.1, np.nan], [0, 0, 0]])
    near = []
    for components in (weights, csr_array(np.nan_to_num(weights))):
        context = RepresentationContext(table, components, np.array(["a", "b", "c"]))
        near.append(near_topics(table, context, [0, 1, 2, 9], 2))
    assert near[0] == near[1] == {0: [1], 1: [0], 2: [], 9: []}
    assert near_topics(table[:1], None, [0], 3) == {0: []}


def test_chosen_things_differ_and_the_most_typical_comes_first():
    vectors = np.array([[1, 0], [1, 0], [0.9, 0.1], [0, 1.0]])
    similarities = vectors @ vectors.T
    assert diverse(similarities, 2) == [0, 3]
    assert diverse(similarities, 9) == [0, 3, 1, 2]
    assert diverse(np.zeros((0, 0)), 3) == []


def context_of(documents, **more):
    table = some_topics(documents=False)
    return RepresentationContext(
        table, np.eye(3), np.array(list("abc")), documents, **more
    )


def test_texts_that_say_the_same_are_shown_once():
    documents = ["The sea", "the  SEA", "ships", "", "tax"]
    shares = np.array([[1.0, 0, 0]] * 4 + [[0, 1.0, 0]])
    topic = some_topics(documents=False)[0]
    texts = TopicTexts(context_of(documents, shares=shares))
    assert texts.of(topic, 4) == ["The sea", "ships"]
    assert texts.of(topic, 1) == ["The sea"]
    assert texts.of(topic, 0) == []


def test_texts_of_clusters_are_those_near_the_middle():
    vectors = np.array([[1, 0.0], [0.5, 0.5], [0.9, 0.1], [0, 1]], dtype=np.float32)
    vectors.setflags(write=False)
    context = context_of(
        ["far", "other", "near", "tax"],
        shares=np.array([[1, 0, 0]] * 3 + [[0, 1, 0]], dtype=float),
        embeddings=vectors,
        topic_embeddings=np.array([[0.9, 0.1], [0, 1], [1, 1]]),
    )
    topic = some_topics(documents=False)[0]
    assert TopicTexts(context).of(topic, 1) == ["near"]
    assert TopicTexts(context).of(topic, 9) == ["near", "far", "other"]


def test_texts_that_are_not_at_hand_are_excerpts():
    document = RepresentativeDocument(7, 1.0, "an excerpt")
    topic = Topic(0, None, 1.0, ("a",), (1.0,), [document])
    assert TopicTexts(None).of(topic, 3) == ["an excerpt"]
    kept = KeptDocuments({7: "an excerpt that goes on"}, 9)
    assert TopicTexts(context_of(kept)).of(topic, 3) == ["an excerpt that goes on"]
    other = KeptDocuments({1: "of another table"}, 9)
    assert TopicTexts(context_of(other)).of(topic, 3) == ["an excerpt"]
    nothing = Topic(0, None, 1.0, ("a",), (1.0,), [RepresentativeDocument(7, 1.0)])
    assert TopicTexts(None).of(nothing, 3) == []
    assert TopicTexts(context_of(None)).of(TopicTable([nothing])[0], 3) == []

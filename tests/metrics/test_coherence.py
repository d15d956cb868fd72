import itertools
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sktopics.metrics._coherence as coherence_module
from sktopics.metrics import (
    CoherenceWarning,
    TopicCoherences,
    coherence_score,
    topic_coherences,
)

EPSILON = 1e-12
COUNTED = ["u_mass", "c_v", "c_uci", "c_npmi", "c_npmi_positive"]
SIZES = {"u_mass": None, "c_uci": 10, "c_npmi": 10, "c_npmi_positive": 10, "c_v": 110}
FLOORS = {
    "u_mass": np.log(EPSILON),
    "c_uci": np.log(EPSILON),
    "c_npmi": -1,
    "c_npmi_positive": 0,
    "c_v": 0,
}


def windows_of(texts, size):
    """All windows as sets, one by one; a size of None is the document."""
    if size is None:
        return [set(text) for text in texts]
    return [
        set(text[s : s + size])
        for text in texts
        for s in range(max(1, len(text) - size + 1))
    ]


def brute_force(topic, texts, measure, size):
    """Coherence of one topic of known terms, straight from its definition."""
    windows = windows_of(texts, size)

    def p(*terms):
        return np.mean([set(terms) <= window for window in windows])

    def pmi(w, v):
        return np.log((p(w, v) + EPSILON) / (p(w) * p(v)))

    def npmi(w, v):
        return pmi(w, v) / -np.log(p(w, v) + EPSILON) if p(w, v) < 1 else 1.0

    if measure == "u_mass":
        pairs = [(w, v) for i, w in enumerate(topic) for v in topic[:i]]
        return np.mean([np.log((p(w, v) + EPSILON) / p(v)) for w, v in pairs])
    if measure in ("c_uci", "c_npmi", "c_npmi_positive"):
        confirm = {"c_uci": pmi, "c_npmi": npmi}.get(
            measure, lambda w, v: max(npmi(w, v), 0)
        )
        return np.mean([confirm(w, v) for w, v in itertools.permutations(topic, 2)])
    vectors = np.array([[npmi(w, v) for v in topic] for w in topic])
    whole = vectors.sum(axis=0)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
    return np.mean(
        [d / n if n else 0 for d, n in zip(vectors @ whole, lengths, strict=True)]
    )


def some_texts(seed=0, n_texts=12, n_terms=8, longest=40):
    rng = np.random.default_rng(seed)
    p = 1 / np.arange(1, n_terms + 1)
    return [
        [f"w{i}" for i in rng.choice(n_terms, size=n, p=p / p.sum())]
        for n in rng.integers(0, longest, size=n_texts)
    ]


TOPICS = [["w0", "w3", "w1"], ["w5", "w2"], ["w4", "w1", "w6", "w0"]]


@pytest.mark.parametrize("measure", COUNTED)
def test_exact_is_the_definition(measure):
    texts = some_texts()
    ours = coherence_score(TOPICS, texts, measure=measure, average=False)
    expected = [brute_force(t, texts, measure, SIZES[measure]) for t in TOPICS]
    np.testing.assert_allclose(ours, expected, rtol=1e-10)
    score = coherence_score(TOPICS, texts, measure=measure)
    assert isinstance(score, float)
    assert score == pytest.approx(np.mean(expected))


@pytest.mark.parametrize("measure", COUNTED)
@pytest.mark.parametrize("window", [1, 3, "document"])
def test_a_window_of_another_length(measure, window):
    texts = some_texts()
    ours = coherence_score(TOPICS, texts, measure=measure, window=window, average=False)
    size = None if window == "document" else window
    expected = [brute_force(t, texts, measure, size) for t in TOPICS]
    np.testing.assert_allclose(ours, expected, rtol=1e-10)


texts_strategy = st.lists(
    st.lists(st.sampled_from("abcd"), max_size=30), min_size=1, max_size=5
)
topics_strategy = st.lists(
    st.lists(st.sampled_from("abcdXY"), max_size=6), min_size=1, max_size=4
)


@pytest.mark.parametrize("measure", COUNTED)
@settings(max_examples=40, deadline=None)  # the first example compiles
@given(texts=texts_strategy, topics=topics_strategy, size=st.integers(1, 9))
def test_exact_is_brute_force_and_never_nan(measure, texts, topics, size):
    seen = {token for text in texts for token in text}
    assume(not seen or not any(topics) or seen & set().union(*topics))
    result = topic_coherences(topics, texts, measure=measure, window=size)
    for topic, value, unknown in zip(
        topics, result.values, result.unknown, strict=True
    ):
        terms = list(dict.fromkeys(topic))
        known = [term for term in terms if term in seen]
        assert list(unknown) == [term for term in terms if term not in seen]
        if len(known) < 2:
            assert value == FLOORS[measure]
        else:
            expected = brute_force(known, texts, measure, size)
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("measure", COUNTED)
@settings(max_examples=40, deadline=None)  # the first example compiles
@given(texts=texts_strategy, topics=topics_strategy)
def test_gensim_windows_are_never_nan(measure, texts, topics):
    seen = {token for text in texts for token in text}
    assume(not seen or not any(topics) or seen & set().union(*topics))
    result = topic_coherences(topics, texts, measure=measure, window="gensim")
    assert np.isfinite(result.values).all()
    assert np.isfinite(result.std).all()


@pytest.mark.parametrize("measure", COUNTED)
def test_the_order_of_documents_does_not_matter(measure):
    texts = some_texts()
    score = coherence_score(TOPICS, texts, measure=measure)
    assert coherence_score(TOPICS, texts[::-1], measure=measure) == score


def test_terms_that_go_together_are_more_coherent():
    texts = [["ship", "sea", "gull"], ["tax", "law", "court"]] * 5
    good, bad = ["ship", "sea", "gull"], ["ship", "law", "gull"]
    for measure in COUNTED:
        values = coherence_score([good, bad], texts, measure=measure, average=False)
        assert values[0] > values[1]


def test_unknown_terms_are_left_out_and_named_in_a_warning():
    texts = [["ship", "sea"], ["ship", "tax"], ["sea", "gull"]]
    topics = [["ship", "kraken", "sea"], ["ship", "sea"]]
    with pytest.warns(CoherenceWarning, match=r"1 term \('kraken'\)") as caught:
        values = coherence_score(topics, texts, measure="c_npmi", average=False)
    assert values[0] == values[1]
    assert caught[0].filename == __file__


def test_many_unknown_terms_are_named_in_part():
    topics = [["ship", "sea", *(f"monster{i}" for i in range(30))]]
    with pytest.warns(CoherenceWarning, match=r"30 terms .*'monster9' and 20 more\)"):
        coherence_score(topics, [["ship", "sea"]], n_top_words=50)


@pytest.mark.parametrize("measure", COUNTED)
def test_a_topic_without_known_terms_gets_the_value_of_unrelated_terms(measure):
    texts = [["ship", "sea"], ["ship", "sea", "tax"], ["gull"]]
    topics = [["ship", "sea"], ["kraken", "siren"], ["ship", "kraken"], []]
    with pytest.warns(CoherenceWarning, match=r"of topics \[1, 2, 3\]"):
        values = coherence_score(topics, texts, measure=measure, average=False)
    np.testing.assert_array_equal(values[1:], FLOORS[measure])
    assert values[0] > FLOORS[measure]


def test_the_result_tells_what_it_rests_on_and_does_not_warn():
    texts = [["ship", "sea"], ["ship", "tax"], ["sea", "gull"]]
    topics = [["ship", "sea", "gull"], ["kraken", "sea"]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = topic_coherences(topics, texts, measure="c_npmi")
    assert isinstance(result, TopicCoherences)
    assert result.measure == "c_npmi"
    assert result.support.tolist() == [6, 0]
    assert result.std[0] > 0
    assert result.unknown == ((), ("kraken",))
    assert result.mean == result.values.mean()


def test_known_terms_give_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        coherence_score([["ship", "sea"]], [["ship", "sea"], ["tax"]])


def test_repeated_terms_of_a_topic_count_once():
    texts = some_texts()
    once = coherence_score([["w0", "w1", "w2"]], texts)
    assert coherence_score([["w0", "w1", "w0", "w2", "w1"]], texts) == once


def test_the_first_top_words_are_used():
    texts = some_texts()
    topics = [[f"w{i}" for i in range(7)]]
    first = coherence_score([topics[0][:3]], texts)
    assert coherence_score(topics, texts, n_top_words=3) == first
    assert coherence_score(topics, texts) != first


@pytest.mark.parametrize("measure", COUNTED)
def test_topics_of_many_terms_are_counted_in_several_goes(measure, monkeypatch):
    texts = some_texts()
    topics = [*TOPICS, ["w7", "w2"]]
    expected = coherence_score(topics, texts, measure=measure, average=False)
    calls = []
    monkeypatch.setattr(coherence_module, "_MAX_TERMS", 5)
    monkeypatch.setattr(
        coherence_module,
        "count_windows",
        lambda *args, count=coherence_module.count_windows: (
            calls.append(args) or count(*args)
        ),
    )
    # Generated texts are read once, and must last for all goes.
    ours = coherence_score(topics, iter(texts), measure=measure, average=False)
    assert [len(args[1]) for args in calls] == [5, 4, 2]
    np.testing.assert_array_equal(ours, expected)


def test_word_vectors_are_summed_and_compared_by_cosine():
    vectors = {"a": [1.0, 0.0], "b": [0.0, 1.0], "zero": [0.0, 0.0]}
    topics = [["a", "b"], ["zero", "a"]]
    values = coherence_score(
        topics, measure="c_w2v", word_vectors=vectors, average=False
    )
    np.testing.assert_allclose(values, [np.sqrt(0.5), 0.5])


def test_word_vectors_report_terms_without_vector():
    with pytest.warns(CoherenceWarning, match=r"Without a vector.*'c'\).*topics \[0\]"):
        score = coherence_score(
            [["a", "c"]], measure="c_w2v", word_vectors={"a": [1.0, 0.0]}
        )
    assert score == 0


@pytest.mark.parametrize(
    ("vectors", "error", "message"),
    [
        (None, ValueError, "needs word_vectors"),
        ([1, 2], TypeError, "KeyedVectors, a dict .* got list"),
        ((["a", "b"], np.zeros((3, 2))), ValueError, "2 terms .* shape \\(3, 2\\)"),
        ({"a": [np.nan], "b": [1.0]}, ValueError, "finite"),
    ],
)
def test_bad_word_vectors(vectors, error, message):
    with pytest.raises(error, match=message):
        coherence_score([["a", "b"]], measure="c_w2v", word_vectors=vectors)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("measure", "c_x"),
        ("n_top_words", 0),
        ("window", 0),
        ("window", "sliding"),
        ("average", "yes"),
        ("analyzer", "word"),
        ("n_jobs", 1.5),
    ],
)
def test_bad_parameters_are_named(name, value):
    with pytest.raises(ValueError, match=f"The '{name}' parameter of coherence_score"):
        coherence_score([["a", "b"]], [["a", "b"]], **{name: value})

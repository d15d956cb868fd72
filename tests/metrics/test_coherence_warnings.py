"""What coherence says when texts do not know the terms of topics."""

import pickle
import warnings

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline, make_union

from sktopics import LatentDirichletAllocation, TokenSequences
from sktopics.metrics import (
    CoherenceWarning,
    coherence_score,
    coherence_scorer,
    count_cooccurrences,
    topic_coherences,
)

TEXTS = ["the ship left the harbour", "rain and snow", "snow on the ship"] * 4
TOKENS = [text.split() for text in TEXTS]
STRANGE = [["SHIP", "HARBOUR"], ["schnee", "regen"]]
ALL_UNKNOWN = (
    r"None of the 4 terms \('SHIP', 'HARBOUR', 'schnee', 'regen'\) of the topics is "
    r"among the words .*\('(the|and)', '.*(ship|left)'.*Terms and words must be written"
)


def counts():
    vectorizer = CountVectorizer().fit(TEXTS)
    names = vectorizer.get_feature_names_out()
    return {"texts": vectorizer.transform(TEXTS), "feature_names": names}


@pytest.mark.parametrize("measure", ["c_npmi", "c_v", "c_uci", "u_mass"])
@pytest.mark.parametrize(
    "judges",
    [
        {"texts": TEXTS},
        {"texts": TOKENS},
        {"texts": [text.encode() for text in TEXTS]},
        {"texts": TokenSequences.from_tokens(TOKENS)},
        counts(),
    ],
    ids=["texts", "tokens", "bytes", "sequences", "counts"],
)
def test_topics_of_which_no_term_is_known_are_refused(measure, judges):
    for score in (coherence_score, topic_coherences):
        with pytest.raises(ValueError, match=ALL_UNKNOWN):
            score(STRANGE, measure=measure, **judges)
        known = [*STRANGE, ["snow", "ship"]]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CoherenceWarning)
            score(known, measure=measure, **judges)


def test_terms_without_vectors_and_terms_that_were_not_seen():
    vectors = {"ship": [1.0, 0.0], "snow": [0.0, 1.0]}
    with pytest.raises(ValueError, match=r"None of the 4 terms.*\('ship', 'snow'\)"):
        coherence_score(STRANGE, measure="c_w2v", word_vectors=vectors)
    seen = count_cooccurrences(TEXTS, [*STRANGE, ["snow"]], window="document")
    with pytest.raises(ValueError, match=r"None of the 4 terms.*\('snow'\)"):
        coherence_score(STRANGE, seen, measure="u_mass")


def test_counts_of_unknown_terms_are_refused():
    with pytest.raises(
        ValueError, match=r"None of the 2 terms.* of the terms to count"
    ):
        count_cooccurrences(TEXTS, ["SHIP", "regen"])
    assert count_cooccurrences(TEXTS, ["SHIP", "snow"]).occurrences.tolist() == [0, 8]


def test_texts_without_tokens_know_nothing_and_are_not_refused():
    assert topic_coherences(STRANGE, ["", ""], measure="c_npmi").mean == -1
    assert not count_cooccurrences(["", ""], ["ship"]).occurrences.any()
    nothing = TokenSequences([-1, -1], [0, 2], terms=["ship"])
    assert topic_coherences(STRANGE, nothing, measure="c_npmi").mean == -1


def test_topics_without_terms_are_not_refused():
    assert (
        topic_coherences([[], []], TEXTS, measure="c_npmi").values.tolist() == [-1] * 2
    )


def test_many_terms_are_judged_in_groups_and_known_together():
    many = [[f"strange{i}"] for i in range(3000)]
    with pytest.raises(ValueError, match="None of the 3000 terms"):
        coherence_score(many, TEXTS)
    assert len(topic_coherences([*many, ["ship", "snow"]], TEXTS).unknown) == 3001


def fitted(*steps):
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    return make_pipeline(*steps, model).fit(TEXTS)


def test_a_scorer_refuses_a_reference_in_another_language():
    scorer = coherence_scorer("c_npmi", reference=["regen und schnee"])
    message = r"\('harbour|'ship|'snow.*\('regen', 'und', 'schnee'\)"
    with pytest.raises(ValueError, match=message):
        scorer(fitted(CountVectorizer()), TEXTS)


def test_a_scorer_and_its_copies_warn_once_of_whole_documents():
    model = fitted(make_union(CountVectorizer(), CountVectorizer(ngram_range=(2, 2))))
    scorer = coherence_scorer("c_npmi")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for one in (scorer, pickle.loads(pickle.dumps(scorer)), scorer):
            assert np.isfinite(one(model, TEXTS))
    (warning,) = caught
    assert warning.category is UserWarning
    assert str(warning.message).startswith(
        "c_npmi is counted in whole documents here, not in windows of 10 tokens: "
        "FeatureUnion joins the terms of countvectorizer-1, countvectorizer-2, so"
    )
    assert warning.filename == __file__
    with pytest.warns(UserWarning, match="whole documents"):
        coherence_scorer("c_npmi")(model, TEXTS)
    for _ in range(2):
        with pytest.warns(UserWarning, match="whole documents"):
            coherence_score(model, TEXTS, measure="c_npmi")

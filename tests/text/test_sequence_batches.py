"""SequenceVectorizer in batches: a vocabulary that grows."""

import copy
import io
import pickle

import numpy as np
import pytest
from sklearn import config_context
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import (
    Doc2Vec,
    OnlineCountVectorizer,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics.text import LineDocuments

BATCHES = [
    ["The cat sat on the mat.", "A dog. No dog!"],
    ["zebra and ant", "", "the dog"],
    ["Ünï and naïve", "cat cat bee"],
]


@pytest.mark.parametrize(
    "options",
    [{}, {"unknown": "keep"}, {"boundaries": "sentence"}, {"ngram_range": (1, 2)},
     {"binary": True}, {"stop_words": ["the"]}],
    ids=str,
)  # fmt: skip
def test_batches_are_read_as_by_a_vectorizer_that_knows_all(options):
    vectorizer = SequenceVectorizer(**options)
    parts = [vectorizer.partial_fit_transform(batch) for batch in BATCHES]
    whole = SequenceVectorizer(
        vocabulary=list(vectorizer.get_feature_names_out()), **options
    )
    for X, batch in zip(parts, BATCHES, strict=True):
        known = whole.transform(batch)
        assert X.terms.tolist() == whole.get_feature_names_out()[: X.n_terms].tolist()
        assert X.aligned(whole.get_feature_names_out()) == known
        assert vectorizer.transform(batch) == known


def test_columns_are_those_of_the_online_vectorizer():
    ours, theirs = SequenceVectorizer(), OnlineCountVectorizer()
    for batch in BATCHES:
        X = ours.partial_fit_transform(batch)
        counts = theirs.partial_fit_transform(batch)
        assert ours.vocabulary_ == theirs.vocabulary_
        assert (X.to_counts() != counts).nnz == 0


def test_the_first_batch_is_a_fit_and_goes_on_from_one():
    first = SequenceVectorizer().partial_fit(BATCHES[0])
    fitted = SequenceVectorizer().fit(BATCHES[0])
    assert first.vocabulary_ == fitted.vocabulary_
    assert first.partial_fit(BATCHES[1]).vocabulary_ == (
        fitted.partial_fit(iter(BATCHES[1])).vocabulary_
    )
    assert fitted.fit(["one two"]).vocabulary_ == {"one": 0, "two": 1}


def test_earlier_vocabularies_and_copies_stay():
    vectorizer = SequenceVectorizer().fit(BATCHES[0])
    vocabulary, terms = vectorizer.vocabulary_, vectorizer.transform(BATCHES[0]).terms
    before, twin = dict(vocabulary), copy.copy(vectorizer)
    vectorizer.partial_fit(BATCHES[1])
    assert vocabulary == before == twin.vocabulary_
    assert twin.transform(BATCHES[1]).terms.tolist() == terms.tolist()
    loaded = pickle.loads(pickle.dumps(vectorizer))
    assert loaded.partial_fit(BATCHES[2]).vocabulary_ == (
        vectorizer.partial_fit(BATCHES[2]).vocabulary_
    )


def test_a_given_vocabulary_stays():
    vectorizer = SequenceVectorizer(vocabulary=["cat", "dog"])
    for batch in BATCHES:
        assert vectorizer.partial_fit_transform(batch).n_terms == 2
    assert vectorizer.vocabulary_ == {"cat": 0, "dog": 1}
    with pytest.raises(ValueError, match="comes too late: the batches before"):
        vectorizer.set_params(vocabulary=None).partial_fit(BATCHES[0])


def test_batches_without_terms():
    vectorizer = SequenceVectorizer()
    with pytest.raises(ValueError, match="empty vocabulary"):
        vectorizer.partial_fit(["", "!"])
    assert not hasattr(vectorizer, "vocabulary_")
    vectorizer.partial_fit(["one two"])
    assert vectorizer.partial_fit_transform(["", "!"]).lengths.tolist() == [0, 0]
    assert vectorizer.partial_fit_transform([]).shape == (0, 2)


@pytest.mark.parametrize(
    ("batch", "error"),
    [("a text", ValueError), (["new", None], TypeError), (3, TypeError)],
)
def test_a_bad_batch_changes_nothing(batch, error):
    vectorizer = SequenceVectorizer().fit(BATCHES[0])
    before = dict(vars(vectorizer))
    with pytest.raises(error):
        vectorizer.partial_fit(batch)
    assert vars(vectorizer) == before


@pytest.mark.parametrize(
    ("limit", "value"), [("min_df", 2), ("max_df", 0.5), ("max_features", 3)]
)
def test_limits_are_for_fit(limit, value):
    match = f"{limit}={value} is for fit.*leave it at its default.$"
    with pytest.raises(ValueError, match=match):
        SequenceVectorizer(**{limit: value}).partial_fit(BATCHES[0])


def test_files_and_metadata_routing():
    files = [io.StringIO("rain and snow"), io.StringIO("snow")]
    vectorizer = SequenceVectorizer(input="file").partial_fit(files)
    assert sorted(vectorizer.vocabulary_) == ["and", "rain", "snow"]
    with config_context(enable_metadata_routing=True):
        assert SequenceVectorizer().get_metadata_routing() is not None


def test_counts_and_boundaries_of_a_batch():
    vectorizer = SequenceVectorizer(boundaries="sentence").fit(["Rain."])
    X = vectorizer.partial_fit_transform(["Snow and rain. Hail."])
    assert X.tokens() == [["snow", "and", "rain", "hail"]]
    assert X.boundaries.tolist() == [True, False, False, True]
    expected = CountVectorizer(vocabulary=vectorizer.vocabulary_)
    found = X.to_counts().toarray()
    np.testing.assert_array_equal(
        found, expected.transform(["Snow and rain. Hail."]).toarray()
    )


def test_a_model_learns_along(tmp_path):
    """The loop of a user: nobody names the terms."""
    path = tmp_path / "lines.txt"
    path.write_text("rain and snow\nsnow and hail\nmilk and eggs\n", encoding="utf-8")
    vectorizer = SequenceVectorizer()
    model = Doc2Vec(4, epochs=2, sample=0, random_state=0)
    for document in LineDocuments(path):
        model.partial_fit(vectorizer.partial_fit([document]).transform([document]))
    assert model.terms_.tolist() == ["and", "rain", "snow", "hail", "eggs", "milk"]
    assert isinstance(vectorizer.transform(["eggs"]), TokenSequences)
    assert model.transform(vectorizer.transform(["eggs"])).any()

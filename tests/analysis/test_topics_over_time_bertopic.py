"""Topics over time and by class here and in BERTopic 0.17.4, on the same input."""

import warnings

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.datasets import load_sotu

bertopic = pytest.importorskip("bertopic")
pd = pytest.importorskip("pandas")

SOTU = load_sotu()
DOCUMENTS = SOTU.documents[:600]
YEARS = SOTU.date[:600]
LABELS = np.arange(600) % 7 - 1  # any will do: topic -1 are outliers
LABELS[::3] = 0
VECTORS = np.eye(8)[LABELS + 1]
WORDS = CountVectorizer(stop_words="english", ngram_range=(1, 1))


@pytest.fixture(scope="module")
def theirs():
    model = bertopic.BERTopic(
        embedding_model=None,
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=WORDS,
        language="multilingual",  # which leaves the texts as they are
    )
    return model.fit(DOCUMENTS, embeddings=VECTORS, y=LABELS)


@pytest.fixture(scope="module")
def ours(theirs):
    weighting = ClassTfidfTransformer()
    model = BERTopic(None, None, None, vectorizer=WORDS, weighting=weighting)
    return model.fit(DOCUMENTS, theirs.topics_, embeddings=VECTORS)


def same_words(table, frame, model):
    """Check that rows with documents have the words of a frame of BERTopic."""
    rows = [row for row in table if row.frequency]
    assert len(rows) == len(frame)
    frame = frame.sort_values(["Topic", "Place"])
    rows.sort(key=lambda row: row.topic)
    for row, their in zip(rows, frame.itertuples(), strict=True):
        assert (row.topic, row.frequency) == (their.Topic, their.Frequency)
        words = their.Words.split(", ")
        # Words of one weight come there in any order.
        exact = np.array(row.weights)
        tied = np.abs(np.diff(exact)) < 1e-9 * exact[0]
        for i, (mine, word) in enumerate(zip(row.terms[:5], words, strict=True)):
            if not tied[max(i - 1, 0) : i + 1].any():
                assert mine == word


@pytest.mark.parametrize("tuned", [False, True])
@pytest.mark.parametrize("n_bins", [None, 10])
def test_bins_and_words_over_time(theirs, ours, n_bins, tuned):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = theirs.topics_over_time(
            DOCUMENTS,
            YEARS.tolist(),
            nr_bins=n_bins,
            global_tuning=tuned,
            evolution_tuning=False,
        )
    table = ours.topics_over_time(
        DOCUMENTS, YEARS, n_bins=n_bins, global_tuning=tuned, n_top_words=6
    )
    same_words(table, frame.rename(columns={"Timestamp": "Place"}), ours)
    starts = sorted(set(frame["Timestamp"]))
    mine = sorted({row.start for row in table if row.frequency})
    # There the first bin is longer by a thousandth, and edges have three digits.
    np.testing.assert_allclose(mine, starts, atol=0.03)


@pytest.mark.parametrize("tuned", [False, True])
def test_words_per_class(theirs, ours, tuned):
    parties = SOTU.party[:600].tolist()
    frame = theirs.topics_per_class(DOCUMENTS, parties, global_tuning=tuned)
    table = ours.topics_per_class(
        DOCUMENTS, parties, global_tuning=tuned, n_top_words=6
    )
    same_words(table, frame.rename(columns={"Class": "Place"}), ours)


def test_their_words_of_some_topics_are_those_of_others(theirs, ours):
    # There the rows of topics are numbered among the topics that are given.
    rows = np.flatnonzero(np.isin(ours.labels_, (2, 4)))
    texts, times = [DOCUMENTS[i] for i in rows], [1] * len(rows)
    frame = theirs.topics_over_time(
        texts,
        times,
        topics=[int(ours.labels_[i]) for i in rows],
        evolution_tuning=False,
    )
    table = ours.topics_over_time(
        texts,
        times,
        global_tuning=True,
        topics=[2, 4],
        embeddings=VECTORS[rows],
    )
    assert table.frequencies.tolist() == frame["Frequency"].tolist()
    whole = {topic: set(ours.topics_.topic(topic).terms) for topic in (2, 4)}
    assert all(len(whole[row.topic] & set(row.terms)) == 5 for row in table)
    assert frame["Words"].tolist() != [", ".join(row.terms) for row in table]


def test_dates_as_texts(theirs, ours):
    # pandas 3 has no infer_datetime_format any more, which BERTopic passes.
    dates = [f"{year}-01-{1 + i % 28:02d}" for i, year in enumerate(YEARS)]
    table = ours.topics_over_time(DOCUMENTS, dates, frequency="year")
    by_year = ours.topics_over_time(DOCUMENTS, YEARS, frequency="year")
    assert table.terms == by_year.terms
    if int(pd.__version__.split(".")[0]) >= 3:
        with pytest.raises(TypeError):
            theirs.topics_over_time(DOCUMENTS, dates, nr_bins=5)


def test_evolution_tuning_changes_nothing_there(theirs, ours):
    # They write the means into a copy of the weights (#2370).
    options = {"global_tuning": False, "nr_bins": 6}
    plain, tuned = (
        theirs.topics_over_time(
            DOCUMENTS, YEARS.tolist(), evolution_tuning=on, **options
        )
        for on in (False, True)
    )
    same = [
        set(a.split(", ")) == set(b.split(", "))
        for a, b in zip(plain["Words"], tuned["Words"], strict=True)
    ]
    assert np.mean(same) > 0.9  # words of one weight change places
    plain, tuned = (
        ours.topics_over_time(DOCUMENTS, YEARS, evolution_tuning=on, n_bins=6)
        for on in (False, True)
    )
    assert plain.terms != tuned.terms

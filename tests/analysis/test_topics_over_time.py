"""Topics over time, by models of all kinds."""

import numpy as np
import pytest
from grouped_corpora import (
    ALL_KINDS,
    AUTHORS,
    DOCUMENTS,
    TOPICS,
    VECTORS,
    YEARS,
    clusters,
    fitted,
)
from sklearn.preprocessing import normalize

from sktopics import (
    ClassTfidfTransformer,
    KeynessTransformer,
    LatentDirichletAllocation,
)
from sktopics._reading import document_shares, read_topics
from sktopics.analysis import (
    topics_over_time,
    topics_per_class,
    topics_per_class_over_time,
)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_model_is_followed(kind):
    model, beside = fitted(kind)
    table = topics_over_time(model, DOCUMENTS, YEARS, n_bins=4, **beside)
    shares = document_shares(model, DOCUMENTS, **beside).shares.toarray()
    assert len(table.topic(0)) == 4
    for topic in range(shares.shape[1]):
        rows = table.topic(topic)
        frequencies = [
            shares[(s < YEARS) & (e >= YEARS) | (s == YEARS) & (s == 2000), topic].sum()
            for s, e in zip(rows.starts, rows.ends, strict=True)
        ]
        np.testing.assert_allclose(rows.frequencies, frequencies, atol=1e-9)
        assert np.all(rows.lower <= rows.shares + 1e-12)
        assert np.all(rows.shares <= rows.upper + 1e-12)
    in_bins = table.shares.reshape(-1, 4)
    np.testing.assert_allclose(in_bins.sum(axis=0), 1)
    of_topics = np.add.reduceat(table.shares_of_topics, range(0, len(table), 4))
    np.testing.assert_allclose(of_topics, 1)
    said = table.frequencies > 1
    assert all(
        table.terms[row] for row in np.flatnonzero(said) if table.topics[row] >= 0
    )


def slow_words(model, beside, rows, topic):
    """Return the expected counts of words of a topic in some documents."""
    read = read_topics(model)
    phi = read.weights.astype(np.float64)
    phi /= phi.sum(axis=1, keepdims=True)
    theta = document_shares(model, DOCUMENTS, **beside).shares.toarray()
    column = {name: i for i, name in enumerate(read.names)}
    expected = np.zeros(len(column))
    analyze = model[0].build_analyzer()
    for row in rows:
        for word in analyze(DOCUMENTS[row]):
            joint = theta[row] * phi[:, column[word]]
            if joint.sum() > 0:
                expected[column[word]] += joint[topic] / joint.sum()
    return read.names, expected / expected.sum()


@pytest.mark.parametrize("kind", ["LDA", "PLSA", "AuthorTopicModel", "NMF"])
def test_words_of_mixtures_are_expected_counts(kind):
    model, beside = fitted(kind)
    table = topics_over_time(
        model, DOCUMENTS, YEARS, n_bins=3, n_top_words=30, interval=None, **beside
    )
    for row in table:
        rows = np.flatnonzero((row.start < YEARS) & (row.end >= YEARS))
        if row.start == 2000:
            rows = np.flatnonzero(row.end >= YEARS)
        names, expected = slow_words(model, beside, rows, row.topic)
        weights = [expected[names.tolist().index(term)] for term in row.terms]
        np.testing.assert_allclose(row.weights, weights, rtol=1e-9)
        assert np.all(np.diff(weights) <= 1e-12)
        assert sum(expected > weights[-1] * (1 + 1e-9)) < 30


def slow_counts(model, topic, rows, *, holders=False):
    """Return the counts of words of the documents of a topic among some."""
    X = model.vectorizer_.transform([DOCUMENTS[row] for row in rows]).toarray()
    X = X[TOPICS[rows] == topic]
    return (X > 0 if holders else X).sum(axis=0), len(X)


@pytest.mark.parametrize("tuned", [False, True])
def test_words_of_clusters_by_class_tfidf(tuned):
    model, beside = fitted("BERTopic of c-TF-IDF")
    table = topics_over_time(
        model, DOCUMENTS, YEARS, global_tuning=tuned, n_top_words=4, **beside
    )
    everywhere = normalize(model.components_, "l1").toarray()
    for row in table:
        counts, n = slow_counts(model, row.topic, np.flatnonzero(row.start == YEARS))
        assert row.frequency == n
        if not n or row.topic < 0:
            continue
        weights = model.weighting_.transform(counts[np.newaxis].astype(float)).toarray()
        if tuned:
            weights = (normalize(weights, "l1") + everywhere[row.topic]) / 2
        best = np.argsort(-weights[0], kind="stable")[:4]
        best = best[weights[0, best] > 0]
        assert list(row.terms) == model.terms_[best].tolist()
        np.testing.assert_allclose(row.weights, weights[0, best])


def test_words_of_clusters_by_keyness_compare_with_other_topics_alone():
    model, beside = fitted("BERTopic")
    table = topics_over_time(model, DOCUMENTS, YEARS, n_top_words=3, **beside)
    factors = model.components_.toarray()  # per coverage in the whole topic
    with np.errstate(invalid="ignore"):
        covered = model.topic_document_counts_.toarray() / model.topic_sizes_[:, None]
        factors = np.where(covered > 0, factors / covered, 0)
    for row in table:
        if row.topic < 0 or not row.frequency:
            continue
        rows = np.flatnonzero(row.start == YEARS)
        held, n = slow_counts(model, row.topic, rows, holders=True)
        weights = held / n * factors[row.topic]
        best = np.argsort(-weights, kind="stable")[:3]
        np.testing.assert_allclose(row.weights, weights[best])


def test_evolution_tuning_averages_with_the_bin_before():
    # In BERTopic 0.17.4 it changes nothing: it writes into a copy (#2370).
    model, beside = fitted("BERTopic of c-TF-IDF")
    options = {"n_top_words": 200, "topics": [1], **beside}
    plain = topics_over_time(model, DOCUMENTS, YEARS, **options)
    tuned = topics_over_time(model, DOCUMENTS, YEARS, evolution_tuning=True, **options)
    before = {}
    for row, other in zip(plain, tuned, strict=True):
        own = dict(
            zip(row.terms, np.array(row.weights) / sum(row.weights), strict=True)
        )
        expected = own
        if before:
            words = own.keys() | before.keys()
            expected = {w: (own.get(w, 0) + before.get(w, 0)) / 2 for w in words}
        found = dict(zip(other.terms, other.weights, strict=True))
        assert found == pytest.approx(expected)
        before = expected
    assert plain.terms[0] == tuned.terms[0]
    assert plain.terms[1:] != tuned.terms[1:]


def test_evolution_tuning_of_mixtures():
    model, _ = fitted("LDA")
    options = {"n_top_words": 500, "interval": None, "n_bins": 2}
    plain = topics_over_time(model, DOCUMENTS, YEARS, **options).topic(0)
    tuned = topics_over_time(
        model, DOCUMENTS, YEARS, evolution_tuning=True, **options
    ).topic(0)
    first, second, both = (
        dict(zip(row.terms, row.weights, strict=True))
        for row in (plain[0], plain[1], tuned[1])
    )
    mean = {
        w: (first.get(w, 0) + second.get(w, 0)) / 2
        for w in first.keys() | second.keys()
    }
    assert both == pytest.approx(mean)


def test_words_do_not_depend_on_which_topics_are_asked_for():
    for kind in ("BERTopic", "LDA"):
        model, beside = fitted(kind)
        tuning = {"global_tuning": True, "evolution_tuning": True, **beside}
        whole = topics_over_time(model, DOCUMENTS, YEARS, **tuning)
        part = topics_over_time(model, DOCUMENTS, YEARS, topics=[2, 0], **tuning)
        assert part.topic(2).terms == whole.topic(2).terms
        assert part.topic(0).terms == whole.topic(0).terms
        np.testing.assert_array_equal(part.topic(2).shares, whole.topic(2).shares)


def test_the_model_stays_as_it_is():
    # `topics_over_time` of BERTopic 0.17.4 scales its `c_tf_idf_`.
    model = clusters(weighting=ClassTfidfTransformer())
    before = model.components_.toarray().copy()
    model.topics_over_time(
        DOCUMENTS, YEARS, global_tuning=True, evolution_tuning=True, embeddings=VECTORS
    )
    assert np.array_equal(before, model.components_.toarray())


def test_bins_without_documents_are_rows():
    labels = [0, 0, 1]
    table = topics_over_time(labels, None, [1990, 1990, 1993], frequency="year")
    zero = table.topic(0)
    assert zero.starts.tolist() == [1990, 1991, 1992, 1993]
    assert zero.frequencies.tolist() == [2, 0, 0, 0]
    assert np.array_equal(zero.shares, [1, np.nan, np.nan, 0], equal_nan=True)
    assert np.isnan(zero.lower[1:3]).all()
    model, beside = fitted("BERTopic")
    table = topics_over_time(model, DOCUMENTS, YEARS * 2, frequency="year", **beside)
    assert table.topic(0)[1].terms == ()
    assert not np.isnan(table.topic(0)[0].share)


def test_more_bins_than_days_and_all_in_one_bin():
    days = np.repeat(np.array(["2020-01-01", "2020-01-02", "2020-01-03"]), 27)
    model, beside = fitted("BERTopic")
    table = topics_over_time(model, DOCUMENTS, days, n_bins=50, **beside)
    assert table.frequencies.sum() == 81
    assert np.isnan(table.topic(0).shares).sum() == 47
    table = topics_over_time(model, DOCUMENTS, ["2020-01-01"] * 81, n_bins=50, **beside)
    assert len(table) == 5
    whole = topics_per_class(model, DOCUMENTS, ["all"] * 81, **beside)
    assert table.terms == whole.terms


def test_outliers_are_topic_minus_one():
    model, beside = fitted("BERTopic")
    table = topics_over_time(model, DOCUMENTS, YEARS, **beside)
    assert table.topic(-1).frequencies.sum() == 1
    assert table[-1].topic == -1
    assert set(table.topic(-1).labels) == {"outliers"}
    only = topics_over_time(
        model, DOCUMENTS, YEARS, topics=[-1, 3], interval="bootstrap", **beside
    )
    assert only.topics[0] == -1
    np.testing.assert_array_equal(only.topic(-1).shares, table.topic(-1).shares)
    in_2005 = only.topic(-1)[5]
    assert in_2005.lower == 0
    assert 0.1 < in_2005.upper < 0.6


def test_names_of_users_are_the_labels():
    model = clusters()
    model.name_topics({1: "kitchen"})
    table = model.topics_over_time(DOCUMENTS, YEARS, embeddings=VECTORS)
    assert set(table.topic(1).labels) == {"kitchen"}


def test_training_documents_are_not_encoded_and_keep_their_topics():
    model, _ = fitted("BERTopic")  # which has no encoder
    table = topics_over_time(model, DOCUMENTS, YEARS)
    assert table.topic(0).frequencies.sum() == 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"topics": [7]}, "There is no topic 7: there are topics 0 to 3, and -1"),
        ({"topics": []}, "topics must be a list"),
        ({"topics": [1, 1]}, "must not repeat"),
        ({"n_bins": 0}, "'n_bins' parameter"),
        ({"level": 1}, "'level' parameter"),
        ({"interval": "exact"}, "'interval' parameter"),
        ({"n_top_words": -1}, "'n_top_words' parameter"),
    ],
)
def test_wrong_options_are_refused(options, message):
    model, beside = fitted("BERTopic")
    with pytest.raises(ValueError, match=message):
        topics_over_time(model, DOCUMENTS, YEARS, **options, **beside)


def test_times_of_other_documents_are_refused():
    model, beside = fitted("BERTopic")
    with pytest.raises(ValueError, match="got 80 for 81 documents"):
        topics_over_time(model, DOCUMENTS, YEARS[:-1], **beside)
    with pytest.raises(TypeError, match="X must be the documents"):
        topics_over_time(model, None, YEARS)


def test_labels_and_shares_take_the_place_of_a_model():
    shares = np.eye(4)[TOPICS] * (TOPICS >= 0)[:, np.newaxis]
    by_labels = topics_over_time(TOPICS, None, YEARS)
    by_shares = topics_over_time(shares, None, YEARS)
    assert (
        by_labels.topic(2).frequencies.tolist()
        == by_shares.topic(2).frequencies.tolist()
    )
    assert by_labels.terms == ((),) * len(by_labels)
    # A mixture has no outliers: documents without a topic count nowhere.
    assert by_shares.topic(0)[5].share == 0.25
    assert by_labels.topic(0)[5].share == pytest.approx(2 / 9)


def test_one_topic_and_topics_without_documents():
    table = topics_over_time([0, 0, 0], None, [1, 2, 3])
    assert table.shares.tolist() == [1, 1, 1]
    table = topics_over_time([0, 2, 0], None, [1, 2, 3])
    assert np.isnan(table.topic(1).shares_of_topics).all()
    assert table.topic(1).frequencies.tolist() == [0, 0, 0]


def test_classes_over_time_are_both():
    model, beside = fitted("BERTopic")
    classes = [names[-1] for names in AUTHORS]
    table = topics_per_class_over_time(
        model, DOCUMENTS, classes, YEARS, evolution_tuning=True, n_bins=2, **beside
    )
    for name in ("ann", "bob"):
        rows = [i for i, other in enumerate(classes) if other == name]
        part = topics_over_time(
            model,
            [DOCUMENTS[i] for i in rows],
            YEARS[rows],
            n_bins=2,
            evolution_tuning=True,
            embeddings=VECTORS[rows],
        )
        mine = table.group(name)
        assert mine.topic(0).terms == part.topic(0).terms
        np.testing.assert_allclose(mine.topic(0).shares, part.topic(0).shares)


def test_methods_of_bertopic_are_the_functions():
    model, _ = fitted("BERTopic")
    classes = [names[-1] for names in AUTHORS]
    assert model.topics_over_time(DOCUMENTS, YEARS) == topics_over_time(
        model, DOCUMENTS, YEARS
    )
    assert model.topics_per_class(DOCUMENTS, classes) == topics_per_class(
        model, DOCUMENTS, classes
    )
    both = model.topics_per_class_over_time(DOCUMENTS, classes, YEARS, n_bins=2)
    assert len(both) == 5 * 2 * 2
    assert len(model.emerging_topics(DOCUMENTS, YEARS)) == 4


def test_documents_of_several_classes_count_in_each():
    model, beside = fitted("BERTopic")
    table = topics_per_class(model, DOCUMENTS, AUTHORS, n_top_words=3, **beside)
    assert table.group("ann").frequencies.sum() == 81
    assert table.group("bob").frequencies.sum() == 17
    alone = topics_per_class(
        model, DOCUMENTS, ["bob" if "bob" in a else "x" for a in AUTHORS], n_top_words=3
    )
    assert table.group("bob").terms == alone.group("bob").terms


def test_a_table_is_a_sequence_and_makes_frames():
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    table = topics_over_time(TOPICS, None, [str(year) for year in YEARS])
    assert table[3:5][0] == table[3]
    assert table == table[:]
    assert table != table[:-1]
    frame = table.to_frame()
    assert list(frame.columns[:6]) == [
        "topic",
        "label",
        "start",
        "end",
        "frequency",
        "share",
    ]
    assert frame["start"].dtype.kind == "M"
    assert table.to_frame("polars").shape == frame.shape
    assert table.to_dict()["frequency"] == table.frequencies.tolist()
    assert all(len(line) <= 88 for line in repr(table).splitlines())
    with pytest.raises(LookupError, match="No row is of topic 9"):
        table.topic(9)
    with pytest.raises(LookupError, match="No row is of class 'x'"):
        table.group("x")


def test_a_mixture_without_words_in_a_bin_has_no_terms():
    model = LatentDirichletAllocation(2, random_state=0).fit([[2, 0], [0, 3], [1, 1]])
    table = topics_over_time(model, [[2, 0], [0, 0], [0, 1]], [1, 2, 3], interval=None)
    assert table.topic(0)[1].terms == ()
    assert np.isnan(table.topic(0)[1].share)
    assert set(table.topic(0)[0].terms) == {"0"}


def test_parts_that_are_whole_classes_are_weighted_as_these():
    counts, n = np.array([[10, 6, 0, 3], [20, 1, 9, 3], [0, 2, 2, 2]]), [10, 20, 4]
    weighting = KeynessTransformer().fit(counts, n_documents=n)
    parts = weighting.transform_parts(
        counts[[2, 0]], counts, [2, 0], n_documents=[4, 10], n_class_documents=n
    )
    whole = weighting.transform(counts, n_documents=n)
    np.testing.assert_allclose(parts.toarray(), whole.toarray()[[2, 0]])

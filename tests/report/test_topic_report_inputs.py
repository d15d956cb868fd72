"""Documents, times, classes and metadata in any form, and what is refused."""

import json
import math
from datetime import date, datetime

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.report import TopicReport
from sktopics.report._report_fields import json_value
from sktopics.report._report_groups import groups_of_times

TEXTS = ["sea ship sail", "tax debt law", "rain snow wind", "ship sea", "", "law tax"]
N = len(TEXTS)
LIBRARIES = ("pandas", "polars", "pyarrow")


@pytest.fixture(scope="module")
def model():
    lda = LatentDirichletAllocation(2, max_iter=5, random_state=0)
    return make_pipeline(CountVectorizer(), lda).fit(TEXTS * 3)


def same_parts(report, other):
    a, b = dict(report.summary), dict(other.summary)
    del a["created"], b["created"]
    assert a == b
    assert report.lists == other.lists
    for name, values in report.columns.items():
        assert_array_equal(values, other.columns[name])


def of_library(name, values):
    """Return a column of a library, with an index that counts no rows if it has one."""
    library = pytest.importorskip(name)
    if name == "pandas":
        return library.Series(values, index=range(9, 9 + len(values)))
    return library.Series(values) if name == "polars" else library.array(values)


@pytest.mark.parametrize("form", ["tuple", "array", "iterator", *LIBRARIES])
def test_forms_of_documents(model, form):
    forms = {"tuple": tuple, "array": np.array, "iterator": iter}
    texts = forms[form](TEXTS) if form in forms else of_library(form, TEXTS)
    years = list(range(N)) if form in forms else of_library(form, list(range(N)))
    expected = TopicReport(model, TEXTS, times=list(range(N)), classes=list("abcabc"))
    found = TopicReport(model, texts, times=years, classes=list("abcabc"))
    same_parts(found, expected)


def test_frames_have_metadata_of_any_library(model):
    columns = {"year": [1, 2, 3, 4, 5, 6], "who": list("abcabc")}
    expected = TopicReport(model, TEXTS, metadata=columns)
    for name in LIBRARIES:
        library = pytest.importorskip(name)
        frame = library.table if name == "pyarrow" else library.DataFrame
        same_parts(TopicReport(model, TEXTS, metadata=frame(columns)), expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (math.nan, None),
        (np.datetime64("NaT"), None),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (2**60, str(2**60)),
        (math.inf, "inf"),
        (date(1990, 5, 1), "1990-05-01"),
        (datetime(1990, 5, 1, 12), "1990-05-01T12:00:00"),
        (np.datetime64("1990-05-01"), "1990-05-01"),
        (b"bytes", "bytes"),
        (["a", 1], "a, 1"),
        ([1, [2, None]], "1, [2, None]"),
        (np.eye(2), "[1. 0.], [0. 1.]"),
        ("x" * 900, "x" * 499 + "…"),
        ("<script>", "<script>"),
    ],
    ids=str,
)
def test_values_of_metadata(value, expected):
    found = json_value(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("times", "labels", "first"),
    [
        ([1990, 1992, 1990, None, 1992, 1990], ["1990", "1991", "1992"], 1990),
        (["2020-01-31", "2020-03-01"] * 3, None, 1577836800 + 31 * 86400 - 86400),
        ([0.5, 1.5, math.nan] * 2, ["0.5", "1.5"], 0.5),
        ([1, 5000, 100_000] * 2, None, 1),
        ([7] * N, ["7"], 7),
    ],
    ids=["years", "dates", "floats", "wide", "one"],
)
def test_bins_of_times(model, times, labels, first):
    found = TopicReport(model, TEXTS, times=times).summary["times"]
    n_bins = len(found["labels"])
    assert n_bins <= 120
    assert found["starts"][0] == first
    assert labels is None or found["labels"] == labels
    assert found["n_unknown"] == sum(t is None or t != t for t in times)


@pytest.mark.parametrize(
    ("last", "n", "label"),
    [
        ("2020-01-02", 25, "2020-01-01 00:00"),
        ("2020-03-01", 61, "2020-01-01"),
        ("2021-12-01", 101, "2019-12-30"),
        ("2028-12-01", 108, "2020-01"),
        ("2040-12-01", 84, "2020 Q1"),
        ("2100-12-01", 81, "2020"),
        ("2620-12-01", 61, "2020s"),
    ],
)
def test_periods_of_dates(model, last, n, label):
    times = ["2020-01-01", last, "2020-01-01 01:30"] * 2
    found = TopicReport(model, TEXTS, times=times).summary["times"]
    assert (len(found["labels"]), found["labels"][0]) == (n, label)
    assert found["kind"] == "date"


def test_years_and_months_are_in_no_shorter_periods():
    assert groups_of_times(["1999", "2001"], 2).labels == ["1999", "2000", "2001"]
    assert groups_of_times(["2020-01", "2020-03"], 2).labels[1] == "2020-02"
    assert groups_of_times(["2020-01-05", "2020-01-07"], 2).labels[1] == "2020-01-06"


def test_classes_that_are_unknown_or_many(model):
    classes = ["b", None, "a", math.nan, ["a", "b"], []]
    report = TopicReport(model, TEXTS, classes=classes)
    found = report.summary["classes"]
    assert (found["labels"], found["sizes"]) == (["a", "b"], [2, 2])
    assert_array_equal(report.columns["documents.class_offsets"], [0, 1, 1, 2, 2, 4, 4])
    assert (
        "3 of 6 documents have no class" in dict(report.summary["missing"])["Classes"]
    )
    many = TopicReport(model, TEXTS * 50, classes=[f"{i:03}" for i in range(300)])
    assert len(many.summary["classes"]["labels"]) == 200
    assert many.columns["documents.class"].min() == -1
    assert "200 largest of 300" in dict(many.summary["missing"])["Classes"]


def test_hostile_names_and_texts(model):
    evil = ["</script><script>alert(1)</script>", "]]> \u202e \u2028", "\ud800 lone"]
    report = TopicReport(
        model,
        evil * 2,
        labels={0: evil[0]},
        title="</title><script>",
        classes=evil * 2,
        metadata={evil[0]: evil * 2},
    )
    page = report.to_html()
    assert page.count("<script>") == 1
    assert "alert(1)<" not in page
    assert "</title><script>" not in page
    assert report.lists["texts.0"][0] == evil[0]
    assert report._repr_html_().count("<") == 2


def test_long_documents_and_unicode(model):
    texts = ["sea ship " * 50_000, "été 🙂 tax", *TEXTS]
    report = TopicReport(model, texts, text_length=100)
    assert report.lists["texts.0"][0] == ("sea ship " * 11).strip()
    assert report.lists["texts.0"][1] == texts[1]
    assert TopicReport(model, texts).lists["texts.0"] == texts


def test_summary_is_json_and_read_only_input_stays(model):
    X = CountVectorizer().fit_transform(TEXTS)
    for array in (X.data, X.indices, X.indptr):
        array.flags.writeable = False
    lda = LatentDirichletAllocation(2, max_iter=5, random_state=0).fit(X)
    report = TopicReport(lda, X, times=np.arange(N), scores={"perplexity": 12})
    assert json.loads(json.dumps(report.summary, allow_nan=False)) == report.summary


def test_frames_of_counts_with_numbers_for_names():
    pandas = pytest.importorskip("pandas")
    X = pandas.DataFrame(CountVectorizer().fit_transform(TEXTS).toarray())
    lda = LatentDirichletAllocation(2, max_iter=5, random_state=0).fit(X)
    report = TopicReport(lda, X, metadata=X)
    assert not report.summary["corpus"]["has_texts"]
    assert report.lists["field.0"] == X[0].tolist()


def test_given_places_are_scaled_to_one_square(model):
    places = np.array([[0, 0], [10, 5], [5, 2.5], [0, 5], [10, 0], [5, 0]], float)
    report = TopicReport(model, TEXTS, coordinates=places)
    assert report.summary["map"]["kind"] == "given"
    x, y = report.columns["documents.x"], report.columns["documents.y"]
    assert (x.min(), x.max()) == (0, 65535)
    assert (y.min(), y.max()) == (16384, 49151)
    sample = TopicReport(model, TEXTS, coordinates=places, documents=[1, 3])
    assert sample.columns["documents.x"].tolist() == [65535, 0]


REFUSED = [
    (ValueError, "times must be given for each document: got 2", {"times": [1, 2]}),
    (ValueError, "times must hold a time", {"times": [None] * N}),
    (ValueError, "classes must be given for each document", {"classes": ["a"]}),
    (ValueError, r"metadata\['year'\] must hold a value", {"metadata": {"year": [1]}}),
    (TypeError, "metadata must be a dict of lists", {"metadata": 3}),
    (TypeError, r"metadata\['a'\] must hold a value", {"metadata": {"a": "abc"}}),
    (
        TypeError,
        r"metadata\['a'\] must hold a value",
        {"metadata": {"a": {"a"}}},
    ),
    (TypeError, "foo must be given for each document, and is int", {"foo": 1}),
    (ValueError, "images must be given for each document", {"images": [None]}),
    (ValueError, "embeddings must be given for each", {"embeddings": np.eye(2)}),
    (ValueError, "coordinates must have a row", {"coordinates": np.eye(2)}),
    (ValueError, "documents names row 9", {"documents": [9]}),
    (ValueError, "must not name a row twice", {"documents": [1, 1]}),
    (ValueError, "must name a row of the corpus", {"documents": []}),
    (ValueError, "mask of 2 documents", {"documents": [True, False]}),
    (TypeError, "scores must be a dict", {"scores": [1]}),
    (ValueError, r"scores\['a'\] must be a finite", {"scores": {"a": math.nan}}),
    (ValueError, "labels names topic 7", {"labels": {7: "x"}}),
    (TypeError, "authors= is no option", {"authors": [["a"]] * N}),
    (ValueError, "The 'relevance' parameter", {"relevance": 2}),
    (ValueError, "The 'n_documents' parameter", {"n_documents": 0}),
]


@pytest.mark.parametrize(
    ("error", "message", "given"), REFUSED, ids=lambda v: str(v)[:40]
)
def test_what_is_refused(model, error, message, given):
    with pytest.raises(error, match=message):
        TopicReport(model, TEXTS, **given)


def test_corpora_that_are_refused(model):
    with pytest.raises(ValueError, match="X must hold a document"):
        TopicReport(model, [])
    with pytest.raises(TypeError, match="X must be the documents in their order"):
        TopicReport(model, "text")
    with pytest.raises(TypeError, match="Batches of documents must be joined"):
        TopicReport(model, [TEXTS[:3], TEXTS[3:]])
    with pytest.raises(TypeError, match="row 1 is None"):
        TopicReport(model, ["sea", None])
    with pytest.raises(TypeError, match="times is about documents: pass them as X"):
        TopicReport(model, times=[1])
    with pytest.raises(NotFittedError):
        TopicReport(LatentDirichletAllocation(2), TEXTS)
    with pytest.raises(TypeError, match="no components_"):
        TopicReport(CountVectorizer().fit(TEXTS), TEXTS)

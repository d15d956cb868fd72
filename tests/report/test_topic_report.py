"""A report holds what the tables of the package say."""

import base64
import json
import re
import zlib
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.analysis import topics_over_time, topics_per_class
from sktopics.datasets import load_sotu
from sktopics.metrics import coherence_score, told_apart_score, topic_diversity
from sktopics.report import TopicReport, _quality_panel, _report_corpus
from sktopics.topics import document_table, topic_table

SOTU = load_sotu()
TEXTS, YEARS = list(SOTU.documents[::6]), SOTU.date[::6]
PARTIES = [SOTU.party[i] for i in range(0, len(SOTU.party), 6)]


@pytest.fixture(scope="module")
def model():
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.5)
    lda = LatentDirichletAllocation(5, max_iter=10, random_state=0)
    return make_pipeline(vectorizer, lda).fit(TEXTS)


@pytest.fixture(scope="module")
def report(model):
    return TopicReport(model, TEXTS, times=YEARS, classes=PARTIES, labels={1: "One"})


def parts_of(text):
    found = re.findall(r'id="part-([\w.]+)">(.*?)</script>', text)
    return {name: zlib.decompress(base64.b64decode(data), -15) for name, data in found}


def columns_by(report, name, n_rows):
    return report.columns[name].reshape(n_rows, -1)


def test_topics_are_those_of_the_table(model, report):
    table = topic_table(model, X=TEXTS, labels={1: "One"})
    relevant = topic_table(model, X=TEXTS, relevance=0.6)
    topics = report.summary["topics"]
    assert [topic["name"] for topic in topics] == table.labels
    assert [topic["is_named"] for topic in topics] == [False, True] + [False] * 3
    assert [topic["words"] for topic in topics] == relevant.top_words
    assert_allclose([topic["share"] for topic in topics], table.sizes)
    for topic, row in zip(topics, table, strict=True):
        assert topic["typical"][:3] == [document.index for document in row.documents]
        assert topic["neighbors"][0][1] >= topic["neighbors"][-1][1]
        assert topic["index"] == row.index


@pytest.mark.parametrize("relevance", [0.0, 0.35, 1.0])
def test_slider_is_exact(model, report, relevance):
    table = topic_table(model, 30, X=TEXTS, relevance=relevance)
    offsets, terms = report.columns["topic_terms.offsets"], report.lists["terms"]
    for place, words in enumerate(table.top_words):
        here = slice(offsets[place], offsets[place + 1])
        share = report.columns["topic_terms.share"][here].astype(float)
        lift = report.columns["topic_terms.lift"][here].astype(float)
        scores = relevance * np.log(share) + (1 - relevance) * np.log(lift)
        numbers = report.columns["topic_terms.term"][here]
        best = {terms[number] for number in numbers[np.argsort(-scores)[:30]]}
        assert len(best & set(words)) >= 29  # rounding may exchange the last


def test_documents_are_those_of_the_document_table(model, report):
    table = document_table(model, TEXTS)
    topics, columns = table.topics, report.columns
    assert_array_equal(columns["documents.topic"], topics)
    assert_allclose(columns["documents.share"] / 255, table.shares, atol=0.5 / 255)
    shares = model.transform(TEXTS)
    first = slice(*columns["documents.offsets"][:2])
    order = np.argsort(-shares[0])
    expected = order[shares[0][order] >= 0.05]
    assert_array_equal(columns["documents.topics"][first], expected)
    assert report.lists["texts.0"] == TEXTS[:500]
    assert report.lists["texts.1"] == TEXTS[500:]
    counted = [topic["n_documents"] for topic in report.summary["topics"]]
    assert_array_equal(counted, np.bincount(topics, minlength=5))


def test_terms_are_in_the_documents_that_hold_them(model, report):
    counts = model[0].transform(TEXTS).tocsc()
    vocabulary = model[0].vocabulary_
    offsets = report.columns["terms.offsets"]
    for number in range(0, len(report.lists["terms"]), 40):
        steps = report.columns["terms.document"][offsets[number] : offsets[number + 1]]
        column = vocabulary[report.lists["terms"][number]]
        holders = np.sort(counts.indices[slice(*counts.indptr[column : column + 2])])
        assert_array_equal(np.cumsum(steps), holders)


def test_near_terms_have_like_topics(model, report):
    weights = model[-1].components_.T
    table = topic_table(model, X=TEXTS)
    rows = weights / weights.sum(axis=0) * table.sizes
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vocabulary = model[0].vocabulary_
    shown = [vocabulary[term] for term in report.lists["terms"]]
    cosines = rows[shown] @ rows[shown].T
    np.fill_diagonal(cosines, -1)
    offsets = report.columns["terms.near_offsets"]
    near = report.columns["terms.near"]
    for number in (0, 7, 50):
        found = near[offsets[number] : offsets[number + 1]]
        best = np.sort(cosines[number])[::-1][: len(found)]
        assert_allclose(cosines[number][found], best, atol=2e-5)


def test_groups_are_those_of_the_analyses(model, report):
    times = topics_over_time(model, TEXTS, YEARS, n_top_words=0, interval=None)
    found = columns_by(report, "over_time.share", 5)
    years = np.unique(YEARS) - YEARS.min()
    assert report.summary["times"]["starts"][0] == YEARS.min()
    assert_allclose(found[:, years].ravel(), times.shares, rtol=1e-5)
    classes = topics_per_class(model, TEXTS, PARTIES, n_top_words=0, interval=None)
    found = columns_by(report, "by_class.share", 5)
    assert_allclose(found.ravel(), classes.shares, rtol=1e-5)
    names = report.summary["classes"]["labels"]
    numbers = report.columns["documents.class"]
    assert [names[number] for number in numbers] == PARTIES
    lower, upper = (columns_by(report, f"by_class.{b}", 5) for b in ("lower", "upper"))
    assert (lower <= found).all()
    assert (found <= upper).all()


def test_quality_is_that_of_the_metrics(model, report):
    panel = {figure["name"]: figure for figure in report.summary["quality"]}
    score = coherence_score(model, TEXTS, measure="c_npmi", average=False)
    coherence = panel["Coherence (NPMI)"]
    assert_allclose(coherence["by_topic"], score, atol=1e-4)
    table = topic_table(model)
    assert panel["Diversity"]["value"] == topic_diversity(table)
    counts = model[0].transform(TEXTS)
    told = told_apart_score(
        table.top_words,
        counts,
        document_table(model, TEXTS).topics,
        feature_names=model[0].get_feature_names_out(),
    )
    assert panel["Told by its words"]["value"] == pytest.approx(told)
    assert panel["Held-out perplexity"]["value"] is None
    assert "scores={'perplexity'" in panel["Held-out perplexity"]["text"]
    assert all(figure["meaning"] and figure["limits"] for figure in panel.values())


def test_coherence_of_a_sample_says_so(model, monkeypatch):
    monkeypatch.setattr(_quality_panel, "MOST_JUDGED", 50)
    report = TopicReport(model, TEXTS, n_documents=100, random_state=3)
    coherence = {f["name"]: f for f in report.summary["quality"]}["Coherence (NPMI)"]
    rows = np.sort(np.random.RandomState(3).choice(len(TEXTS), 50, replace=False))
    some = [TEXTS[row] for row in rows]
    expected = coherence_score(model, some, measure="c_npmi", average=False)
    assert_allclose(coherence["by_topic"], expected, atol=1e-4)
    assert coherence["value"] == pytest.approx(np.mean(expected))
    assert "on a sample of 50 documents" in coherence["text"]


def test_page_brings_all_parts(report, tmp_path):
    path = tmp_path / "topics.html"
    path.write_text("before")
    report.save(path)
    parts = parts_of(path.read_text(encoding="utf-8"))
    summary = json.loads(parts["summary"])
    assert {*parts} == {*report.columns, *report.lists, "summary", "words"}
    for name, dtype in summary.pop("columns").items():
        values = np.frombuffer(parts[name], dtype=np.dtype(dtype).newbyteorder("<"))
        assert_array_equal(values, report.columns[name])
    assert summary == report.summary
    assert [p.name for p in tmp_path.iterdir()] == ["topics.html"]


def test_failed_save_leaves_the_file(report, tmp_path, monkeypatch):
    path = tmp_path / "topics.html"
    path.write_text("before")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        report.save(path)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["topics.html"]


def test_notebooks_get_a_frame_without_rights(report):
    frame = report._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert frame.count("<") == 2  # the page is escaped
    text = repr(report)
    assert "718 of 718 documents" in text
    assert "Metadata: No metadata" in text


def test_sample_holds_typical_documents_and_counts_all(model, report):
    sample = TopicReport(model, TEXTS, n_documents=100, times=YEARS)
    again = TopicReport(model, TEXTS, n_documents=100, times=YEARS)
    rows = sample.columns["documents.row"]
    assert_array_equal(rows, again.columns["documents.row"])
    assert len(rows) == sample.summary["corpus"]["n_inside"] == 100
    assert sample.summary["corpus"]["how_chosen"] == "sample"
    for topic, whole in zip(
        sample.summary["topics"], report.summary["topics"], strict=True
    ):
        assert topic["share"] == pytest.approx(whole["share"])
        assert rows[topic["typical"]].tolist() == whole["typical"]
    assert [TEXTS[row] for row in rows] == sample.lists["texts.0"]
    assert_allclose(
        sample.columns["over_time.share"], report.columns["over_time.share"]
    )
    assert sample.summary["missing"][0][0] == "Documents"


def test_large_corpora_keep_no_shares(model, report, monkeypatch):
    monkeypatch.setattr(_report_corpus, "_MOST_CELLS", 10)
    large = TopicReport(model, TEXTS, times=YEARS, classes=PARTIES)
    for name in ("over_time.share", "by_class.share"):
        assert_allclose(large.columns[name], report.columns[name], rtol=1e-5)
    for bound in ("lower", "upper"):
        wide = large.columns[f"by_class.{bound}"]
        assert_allclose(wide, report.columns[f"by_class.{bound}"], atol=0.01)
    assert_array_equal(
        large.columns["documents.topic"], report.columns["documents.topic"]
    )


def test_shares_are_kept_of_documents_inside(model, report, monkeypatch):
    monkeypatch.setattr(_report_corpus, "_MOST_CELLS", 10)
    monkeypatch.setattr("sktopics.report._corpus_blocks.BLOCK_LENGTH", 97)
    taken = []
    done = _report_corpus.TopicsOfDocuments.done
    monkeypatch.setattr(
        _report_corpus.TopicsOfDocuments,
        "done",
        lambda self: taken.append(done(self)) or taken[-1],
    )
    sample = TopicReport(model, TEXTS, n_documents=60, times=YEARS)
    assert 60 <= len(taken[0][0]) < 300
    rows, columns = sample.columns["documents.row"], report.columns
    for name in ("topic", "share"):
        whole = columns[f"documents.{name}"][rows].astype(int)
        found = sample.columns[f"documents.{name}"].astype(int)
        assert_allclose(found, whole, atol=1 if name == "share" else 0)
    offsets = columns["documents.offsets"].astype(int)
    named = [columns["documents.topics"][a:b] for a, b in pairwise(offsets)]
    assert_array_equal(
        sample.columns["documents.topics"], np.concatenate([named[r] for r in rows])
    )


def test_blocks_change_nothing(model, report, monkeypatch):
    monkeypatch.setattr("sktopics.report._corpus_blocks.BLOCK_LENGTH", 97)
    small = TopicReport(model, TEXTS, times=YEARS, classes=PARTIES, labels={1: "One"})
    # Shares of float32 have other last digits in other batches.
    for name in ("documents.row", "documents.topic", "terms.document"):
        assert_array_equal(small.columns[name], report.columns[name])
    fingerprint = report.summary["corpus"]["fingerprint"]
    assert small.summary["corpus"]["fingerprint"] == fingerprint
    for a, b in zip(small.summary["topics"], report.summary["topics"], strict=True):
        assert a["typical"] == b["typical"]


def test_chosen_rows_and_cut_texts(model):
    report = TopicReport(model, TEXTS, documents=[5, 3, 9], text_length=40)
    assert report.columns["documents.row"].tolist() == [3, 5, 9]
    for text, row in zip(report.lists["texts.0"], (3, 5, 9), strict=True):
        assert len(text) <= 40
        assert TEXTS[row].startswith(text)
        assert TEXTS[row][len(text)].isspace()
    assert report.summary["corpus"]["text_length"] == 40
    missing = dict(report.summary["missing"])
    assert "3 of 3 texts are cut after 40 characters" in missing["Texts"]
    # Words are looked for in what the file shows.
    assert len(report.columns["terms.document"]) <= 15

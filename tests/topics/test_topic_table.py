"""The table: contents, corpus, order, display, protocol."""

import dataclasses
import pickle
import re
import sys
from html.parser import HTMLParser

import numpy as np
import pytest
from sklearn.decomposition import NMF, LatentDirichletAllocation, MiniBatchNMF
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics.text import SequenceVectorizer
from sktopics.topics import RepresentativeDocument, Topic, TopicTable, topic_table

DOCUMENTS = ["sea ship sea harbour", "tax debt tax", "", "ship sea", "tax cut tax tax"]


@pytest.fixture(scope="module")
def small():
    model = LatentDirichletAllocation(2, max_iter=20, random_state=0)
    return make_pipeline(CountVectorizer(), model).fit(DOCUMENTS)


@pytest.fixture(scope="module")
def table():
    return TopicTable(
        [
            Topic(0, "sea, ship", 0.6, ["sea", "ship"], [0.5, 0.25]),
            Topic(
                1,
                "money",
                0.4,
                ["<tax>"],
                [1.0],
                [RepresentativeDocument(7, 0.875, "<b>no & taxes</b>")],
            ),
        ]
    )


def test_contents(small):
    table = topic_table(small, n_top_words=2)
    components = small[-1].components_
    names = small[0].get_feature_names_out()
    for index, topic in enumerate(table):
        best = np.argsort(-components[index], kind="stable")[:2]
        assert topic.index == index
        assert list(topic.terms) == names[best].tolist()
        np.testing.assert_allclose(
            topic.weights, components[index, best] / components[index].sum()
        )
        assert topic.documents == ()
        assert topic.label == ", ".join(topic.terms)
    assert table.top_words == [list(topic.terms) for topic in table]
    assert table.weights == [list(topic.weights) for topic in table]
    assert all(type(word) is str for words in table.top_words for word in words)


def test_sizes_without_a_corpus_are_expected_tokens(small):
    table = topic_table(small)
    model = small[-1]
    tokens = model.components_.sum(axis=1) - model.topic_word_prior_ * 6
    np.testing.assert_allclose(tokens.sum(), 13, rtol=1e-6)  # all of the corpus
    np.testing.assert_allclose(table.sizes, tokens / tokens.sum(), rtol=1e-6)


def test_sizes_with_a_corpus_are_weighted_by_length(small):
    table = topic_table(small, X=DOCUMENTS)
    lengths = np.array([4, 3, 0, 2, 4])
    expected = lengths @ small.transform(DOCUMENTS) / lengths.sum()
    np.testing.assert_allclose(table.sizes, expected)
    np.testing.assert_allclose(table.sizes.sum(), 1)


def test_representative_documents(small):
    table = topic_table(small, X=DOCUMENTS, n_representative=2)
    shares = small.transform(DOCUMENTS)
    sea = table.top_words.index(next(w for w in table.top_words if w[0] == "sea"))
    documents = table[sea].documents
    assert [d.index for d in documents] == [0, 3]
    assert [d.excerpt for d in documents] == [DOCUMENTS[0], DOCUMENTS[3]]
    np.testing.assert_allclose([d.share for d in documents], shares[[0, 3], sea])
    everything = topic_table(small, X=DOCUMENTS, n_representative=99)
    assert sorted(d.index for d in everything[0].documents) == [0, 1, 3, 4]
    assert topic_table(small, X=DOCUMENTS, n_representative=0)[0].documents == ()


def series(documents):
    """Documents are found by place, not by label."""
    pandas = pytest.importorskip("pandas")
    return pandas.Series(documents, index=[9, 8, 7, 6, 5])


@pytest.mark.parametrize(
    "kind", [tuple, np.array, series, iter, lambda x: np.array(x, dtype=object)]
)
def test_every_kind_of_text(small, kind):
    X = kind(DOCUMENTS)
    assert topic_table(small, X=X) == topic_table(small, X=DOCUMENTS)


@pytest.mark.parametrize("kind", ["csr", "dense", "list", "frame", "sequences"])
def test_every_kind_of_counts(small, kind):
    counts = small[0].transform(DOCUMENTS)
    names = small[0].get_feature_names_out()
    X = {
        "csr": counts,
        "dense": counts.toarray(),
        "list": counts.toarray().tolist(),
    }.get(kind)
    if kind == "frame":
        pandas = pytest.importorskip("pandas")
        X = pandas.DataFrame(counts.toarray(), columns=names)
    model = LatentDirichletAllocation(2, max_iter=20, random_state=0)
    model.fit(X if kind == "frame" else counts)
    if kind == "sequences":
        vectorizer = SequenceVectorizer().fit(DOCUMENTS)
        X = vectorizer.transform(DOCUMENTS)

        class OnSequences:
            components_ = model.components_

            def transform(self, X):
                return model.transform(X.to_counts())

        table = topic_table(OnSequences(), X=X, feature_names=names)
    else:
        table = topic_table(model, X=X, feature_names=names)
    expected = topic_table(small, X=DOCUMENTS)
    np.testing.assert_allclose(table.sizes, expected.sizes)
    assert table.top_words == expected.top_words
    for topic, other in zip(table, expected, strict=True):
        assert [d.index for d in topic.documents] == [d.index for d in other.documents]
        assert all(d.excerpt is None for d in topic.documents)


def test_sizes_of_a_model_without_counts_are_mean_shares(make_model):
    shares = np.array([[0.9, 0.1], [0.6, 0.4], [0.0, 0.0]])
    model = make_model([[1, 0], [0, 1]], transform=lambda X: shares)
    table = topic_table(model, X=["some text", "more", "an outlier"])
    np.testing.assert_allclose(table.sizes, [0.75, 0.25])
    assert [d.index for d in table[1].documents] == [1, 0]
    assert table[1].documents[0].excerpt == "more"


@pytest.mark.parametrize("factorise", [NMF, MiniBatchNMF])
def test_shares_of_a_factorisation_do_not_depend_on_its_scale(factorise, speeches):
    pipeline = make_pipeline(
        TfidfVectorizer(stop_words="english", min_df=5),
        factorise(4, random_state=0, max_iter=20, tol=0.1),
    ).fit(speeches)
    model = pipeline[-1]
    X = pipeline[0].transform(speeches)
    W, H = model.transform(X), model.components_
    table = topic_table(pipeline, X=speeches)
    explained = W[:, :, None] * H  # of every entry of X, by every topic
    shares = explained.sum(axis=2) / explained.sum(axis=(1, 2))[:, None]
    weights = X.sum(axis=1).A1 if hasattr(X.sum(axis=1), "A1") else X.sum(axis=1)
    np.testing.assert_allclose(table.sizes, weights @ shares / weights.sum())
    assert np.isnan(topic_table(pipeline).sizes).all()
    assert topic_table(pipeline).top_words == table.top_words


def test_order_by_size(small):
    table = topic_table(small, X=DOCUMENTS, labels=["zero", "one"], sort_by="size")
    plain = topic_table(small, X=DOCUMENTS, labels=["zero", "one"])
    assert sorted(table, key=lambda t: t.index) == list(plain)
    assert (np.diff(table.sizes) <= 0).all()
    assert table.sizes[0] != table.sizes[1]
    flipped = LatentDirichletAllocation(2)
    flipped.components_ = small[-1].components_[::-1]
    flipped.topic_word_prior_ = small[-1].topic_word_prior_
    first = topic_table(small, sort_by="size")[0]
    assert topic_table(flipped, sort_by="size")[0].index == 1 - first.index


def test_relevance_uses_the_sizes(make_model):
    counts = np.array([[50, 30, 20, 0], [500, 0, 100, 400]])
    model = make_model(counts + 0.0, ["the", "sea", "ship", "tax"], topic_word_prior_=0)
    assert topic_table(model, 2)[0].terms == ("the", "sea")
    table = topic_table(model, 4, relevance=0)
    lift = counts / counts.sum(1, keepdims=True) / (counts.sum(0) / counts.sum())
    for topic in table:
        ranked = [model.feature_names_in_[i] for i in np.argsort(-lift[topic.index])]
        assert list(topic.terms) == [t for t in ranked if t in topic.terms]
    assert table[0].terms == ("sea", "ship", "the")
    assert table[0].weights == (0.3, 0.2, 0.5)  # p(term | topic), whatever the rank


def test_one_topic(make_model):
    table = topic_table(make_model([[2, 1]], ["a", "b"]))
    assert table.top_words == [["a", "b"]]
    assert repr(table).startswith("TopicTable: 1 topic\n")


def test_more_topics_than_terms_and_empty_topics(make_model):
    model = make_model([[1, 0], [0, 0], [1, 3]], ["a", "b"], topic_word_prior_=0)
    table = topic_table(model, n_top_words=5)
    assert table.top_words == [["a"], [], ["b", "a"]]
    assert table.labels[1] == "(no terms)"
    np.testing.assert_allclose(table.sizes, [0.2, 0, 0.8])
    for relevance in (0, 0.5):
        assert topic_table(model, relevance=relevance).top_words[1] == []
    assert "nan" not in repr(table).lower()


def test_a_search_and_a_nested_pipeline(small):
    nested = make_pipeline(small[0], make_pipeline("passthrough", small[-1]))
    assert topic_table(nested, X=DOCUMENTS) == topic_table(small, X=DOCUMENTS)
    grid = {"latentdirichletallocation__max_iter": [20]}
    search = GridSearchCV(small, grid, cv=2).fit(DOCUMENTS)
    assert topic_table(search, X=DOCUMENTS) == topic_table(small, X=DOCUMENTS)


def test_errors(small, make_model):
    with pytest.raises(NotFittedError):
        topic_table(LatentDirichletAllocation())
    with pytest.raises(NotFittedError):
        topic_table(make_pipeline(CountVectorizer(), NMF()))
    with pytest.raises(ValueError, match="feature_names has 2 terms"):
        topic_table(small, feature_names=["a", "b"])
    with pytest.raises(ValueError, match="labels has 1 names for 2 topics"):
        topic_table(small, labels=["a"])
    with pytest.raises(ValueError, match="pass a corpus as X"):
        topic_table(make_model([[1, 2]]), sort_by="size")
    with pytest.raises(ValueError, match="'sort_by' parameter"):
        topic_table(small, sort_by="weight")
    with pytest.raises(ValueError, match="'n_top_words' parameter"):
        topic_table(small, 0)
    wrong = make_model([[1, 2]], transform=lambda X: np.ones((len(X), 3)))
    with pytest.raises(ValueError, match=r"shape \(1, 3\).*1 topics"):
        topic_table(wrong, X=["a"])


def test_a_corpus_of_empty_documents(small):
    table = topic_table(small, X=["", " "])
    assert np.isnan(table.sizes).all()
    assert all(topic.documents == () for topic in table)


def test_excerpts_are_short_and_on_one_line(make_model):
    model = make_model([[1]], transform=lambda X: np.ones((len(X), 1)))
    texts = ["word " * 1000, "line\n\n  break", "字" * 500]
    long, short, chinese = (d.excerpt for d in topic_table(model, X=texts)[0].documents)
    assert len(long) <= 120
    assert long.endswith("word…")
    assert short == "line break"
    assert chinese == "字" * 119 + "…"


def test_sequence_protocol(table):
    assert len(table) == 2
    assert [topic.index for topic in table] == [0, 1]
    assert table[-1] is table.topics[1]
    assert table[np.int64(1)] is table.topics[1]
    assert table[:1] == TopicTable([table[0]])
    assert isinstance(table[::-1], TopicTable)
    assert table[::-1].labels == ["money", "sea, ship"]
    assert table[0] in table
    with pytest.raises(IndexError):
        table[2]


def test_frozen_equal_and_picklable(table, small):
    with pytest.raises(dataclasses.FrozenInstanceError):
        table.topics = ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        table[0].label = "other"
    for one in (table, topic_table(small, X=DOCUMENTS), topic_table(small)[:0]):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert hash(again) == hash(one)
    renamed = TopicTable(dataclasses.replace(t, label="x") for t in table)
    assert renamed != table
    assert table != "table"


def test_rows_are_checked():
    with pytest.raises(TypeError, match="holds Topic rows, got list"):
        TopicTable([["a"]])
    with pytest.raises(ValueError, match="2 terms and 1 weights"):
        Topic(0, "a", None, ["a", "b"], [1.0])


def test_text(table):
    assert repr(table) == (
        "TopicTable: 2 topics\n"
        "topic   size  label      top terms\n"
        "    0  60.0%  sea, ship  sea, ship\n"
        "    1  40.0%  money      <tax>"
    )
    assert repr(table[1]) == (
        "Topic 1: money (40.0%)\n"
        "  <tax> 1.000\n"
        "  document 7, share 0.88: <b>no & taxes</b>"
    )
    assert repr(table[:0]) == "TopicTable: 0 topics"


@pytest.mark.parametrize("labels", [None, ["a very long name of a topic " * 2] * 6])
def test_text_of_real_topics_fits(pipelines, speeches, labels):
    table = topic_table(pipelines[0], 20, X=speeches, labels=labels)
    lines = repr(table).split("\n")
    assert max(map(len, lines)) <= 88
    column = lines[1].index("top terms")
    # Terms start in one column, wrapped lines too, and none is lost.
    words = [line[column:] for line in lines[2:]]
    assert all(word[0] != " " for word in words)
    shown = " ".join(words).replace(",", " ").split()
    assert sorted(shown) == sorted(w for ws in table.top_words for w in ws)
    assert max(map(len, repr(table[0]).split("\n"))) <= 88


def test_text_of_a_long_table(make_model):
    table = topic_table(make_model(np.eye(80)))
    lines = repr(table).split("\n")
    assert len(lines) == 2 + 40 + 1
    assert "… 40 more topics" in lines[22]
    assert len(repr(table[:60]).split("\n")) == 62


def test_text_of_awkward_terms(make_model):
    labels = ["主题", "ab\ncd"]
    model = make_model([[3, 2, 1], [1, 2, 3]], ["a\nb", "主题 模型", "x" * 200])
    lines = repr(topic_table(model, labels=labels)).split("\n")
    assert lines[1:3] == [
        r"topic  label   top terms",
        "    0  主题    a\\nb, 主题 模型,",
    ]
    assert lines[3].endswith("x…")
    assert lines[4].startswith(r"    1  ab\ncd  xxx")


class Cells(HTMLParser):
    """Text of the cells, every tag and attribute, and whether tags are closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_html(table):
    html = table._repr_html_()
    cells = Cells()
    cells.feed(html)
    assert cells.open == []
    assert cells.tags.count("tr") == 3
    assert not {"script", "link", "img", "b"} & set(cells.tags)
    assert not {"src", "href"} & set(cells.attributes)
    assert "http" not in html
    text = "".join(cells.texts)
    for shown in ("60.0%", "money", "<tax>", "7 (0.88): <b>no & taxes</b>"):
        assert shown in text
    assert not re.search(r"<tax>|<b>", html)


def test_html_has_only_the_columns_it_needs(make_model):
    cells = Cells()
    cells.feed(topic_table(make_model([[1, 2]], ["a", "b"]))._repr_html_())
    assert cells.tags.count("th") == 2


def test_frame(table):
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert frame.index.name == "topic"
    assert frame["size"].tolist() == [0.6, 0.4]
    assert frame["terms"].tolist() == [["sea", "ship"], ["<tax>"]]
    assert frame["documents"].tolist() == [[], [7]]
    assert frame.loc[1, "excerpts"] == ["<b>no & taxes</b>"]
    assert len(frame.explode(["terms", "weights"])) == 3


def test_pandas_is_needed_by_frames_only(table, small, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    made = topic_table(small, X=DOCUMENTS)
    assert repr(made)
    assert made._repr_html_()
    with pytest.raises(ImportError, match=r"pip install 'sktopics\[pandas\]'"):
        made.to_frame()


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_frames_of_other_libraries(table, library):
    pytest.importorskip(library)
    frame = table.to_frame(library)
    assert frame["topic"].to_pandas().tolist() == [0, 1]
    assert frame["size"].to_pandas().tolist() == [0.6, 0.4]
    assert [list(terms) for terms in frame["terms"].to_pandas()] == [
        ["sea", "ship"],
        ["<tax>"],
    ]


def test_columns_without_a_data_frame(table):
    columns = table.to_dict()
    assert list(columns)[:3] == ["topic", "label", "size"]
    assert columns["size"] == [0.6, 0.4]
    assert columns["terms"] == [["sea", "ship"], ["<tax>"]]

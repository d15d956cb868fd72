"""Typical authors of topics: who they are, and how tables show them."""

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel
from sktopics.topics import Topic, TopicAuthor, TopicTable, topic_authors, topic_table

DOCUMENTS = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut tax tax"]
AUTHORS = [["Ann", "Cy"], ["Bob"], ["Ann"], ["Bob"]]


@pytest.fixture(scope="module")
def pipeline():
    model = AuthorTopicModel(2, doc_topic_prior=0.1, random_state=0)
    pipeline = make_pipeline(CountVectorizer(), model)
    return pipeline.fit(DOCUMENTS, authortopicmodel__authors=AUTHORS)


@pytest.fixture
def make_authored(make_model):
    """A model by what its authors write about and how much."""

    def make(author_topic, documents, names=None):
        n = len(author_topic)
        return make_model(
            np.eye(len(author_topic[0])),
            authors_=np.array(
                [f"A{i}" for i in range(n)] if names is None else names, dtype=object
            ),
            author_topic_=np.array(author_topic),
            author_document_counts_=np.array(documents, dtype=float),
        )

    return make


def test_order_is_that_of_the_formula(make_authored):
    rng = np.random.default_rng(0)
    author_topic = rng.dirichlet(np.full(4, 0.5), size=30)
    documents = rng.integers(1, 20, size=30)
    model = make_authored(author_topic, documents)
    for relevance in (0, 0.3, 0.5, 1):
        found = topic_authors(model, 6, relevance=relevance)
        # By definition: log p(a|t) and log p(t|a), mixed.
        given_topic = author_topic * documents[:, None]
        given_topic = given_topic / given_topic.sum(axis=0)
        mixed = relevance * np.log(given_topic) + (1 - relevance) * np.log(author_topic)
        for topic, authors in enumerate(found):
            best = np.argsort(-mixed[:, topic])[:6]
            assert authors == tuple(
                TopicAuthor(f"A{a}", author_topic[a, topic]) for a in best
            )
    # The same order as that of terms by the relevance of Sievert and Shirley, in
    # which documents by an author take the place of occurrences of a term.
    p_author = documents / documents.sum()
    lift = given_topic / p_author[:, None]
    relevances = 0.5 * np.log(given_topic) + 0.5 * np.log(lift)
    names = [[a.name for a in authors] for authors in topic_authors(model, 6)]
    assert names == [[f"A{a}" for a in np.argsort(-r)[:6]] for r in relevances.T]


def test_between_the_newcomer_and_the_prolific(make_authored):
    # One paper about nothing else, sixteen papers about everything, and nine about
    # the topic for the most part.
    model = make_authored([[0.9, 0.1], [0.25, 0.75], [0.6, 0.4]], [1, 36, 9])
    best = {
        relevance: [a.name for a in topic_authors(model, relevance=relevance)[0]]
        for relevance in (0, 0.5, 1)
    }
    assert best == {
        0: ["A0", "A2", "A1"],
        0.5: ["A2", "A1", "A0"],
        1: ["A1", "A2", "A0"],
    }


def test_ties_zeros_and_authors_without_documents(make_authored):
    model = make_authored(
        [[0.5, 0.5], [0.5, 0.5], [0.0, 1.0], [0.9, 0.1]], [2, 2, 2, 0]
    )
    for relevance in (0, 0.5, 1):
        first, second = topic_authors(model, relevance=relevance)
        assert [a.name for a in first] == ["A0", "A1"]
        assert [a.name for a in second] == ["A2", "A0", "A1"]


def test_pipelines_and_tables(pipeline):
    found = topic_authors(pipeline)
    assert found == topic_authors(pipeline[-1])
    assert sorted(authors[0].name for authors in found) == ["Ann", "Bob"]
    table = topic_table(pipeline)
    assert [topic.authors for topic in table] == [authors[:3] for authors in found]
    table = topic_table(pipeline, n_authors=1, X=DOCUMENTS, sort_by="size")
    for topic in table:
        assert topic.authors == found[topic.index][:1]
        row = pipeline[-1].authors_.tolist().index(topic.authors[0].name)
        share = pipeline[-1].author_topic_[row, topic.index]
        assert topic.authors[0].share == pytest.approx(float(share))


def test_a_search_that_routes_authors(pipeline):
    with config_context(enable_metadata_routing=True):
        routed = clone(pipeline).set_params(authortopicmodel__unknown_authors="ignore")
        routed[-1].set_fit_request(authors=True).set_score_request(authors=True)
        search = GridSearchCV(routed, {"authortopicmodel__max_iter": [3]}, cv=2)
        search.fit(DOCUMENTS, authors=AUTHORS)
    assert np.isfinite(search.best_score_)
    assert topic_authors(search) == topic_authors(search.best_estimator_)
    assert topic_table(search) == topic_table(search.best_estimator_)
    assert {a.name for best in topic_authors(search) for a in best} == {
        "Ann",
        "Bob",
        "Cy",
    }


def test_authors_of_an_indicator_matrix_are_numbers(pipeline):
    model = clone(pipeline[-1])
    X = pipeline[0].transform(DOCUMENTS)
    model.fit(X, authors=np.array([[1, 0], [0, 1], [1, 0], [0, 1]]))
    names = {authors[0].name for authors in topic_authors(model)}
    assert names == {0, 1}
    assert {type(name) for name in names} == {int}
    assert "by 0 (" in repr(topic_table(model))


def test_models_without_authors(pipeline):
    X = pipeline[0].transform(DOCUMENTS)
    lda = LatentDirichletAllocation(2, random_state=0).fit(X)
    with pytest.raises(TypeError, match="LatentDirichletAllocation knows no authors"):
        topic_authors(lda)
    with pytest.raises(NotFittedError):
        topic_authors(AuthorTopicModel())
    nobody = AuthorTopicModel(2, missing_authors="own", random_state=0).fit(X)
    assert topic_authors(nobody) == [(), ()]
    for table in (
        topic_table(lda),
        topic_table(nobody),
        topic_table(pipeline, n_authors=0),
    ):
        assert all(topic.authors == () for topic in table)
        assert "author" not in repr(table)
        assert "authors</th>" not in table._repr_html_()
        pytest.importorskip("pandas")
        assert not {"authors", "author_shares"} & set(table.to_frame())


@pytest.mark.parametrize("parameters", [{"n_authors": 0}, {"relevance": 1.5}])
def test_parameters_are_checked(pipeline, parameters):
    with pytest.raises(ValueError, match=next(iter(parameters))):
        topic_authors(pipeline, **parameters)


@pytest.fixture(scope="module")
def table():
    authors = [TopicAuthor("Ann", 0.75), TopicAuthor("<Bob> & Co.", 0.5)]
    return TopicTable(
        [
            Topic(0, "sea, ship", 0.6, ["sea", "ship"], [0.5, 0.25], authors=authors),
            Topic(1, "tax", 0.4, ["tax"], [1.0]),
        ]
    )


def test_text(table):
    assert repr(table) == (
        "TopicTable: 2 topics\n"
        "topic   size  top terms, by authors (share of the topic)\n"
        "    0  60.0%  sea, ship\n"
        "              by Ann (0.75), <Bob> & Co. (0.50)\n"
        "    1  40.0%  tax"
    )
    assert repr(table[0]) == (
        "Topic 0: sea, ship (60.0%)\n"
        "  sea 0.500, ship 0.250\n"
        "  by Ann (0.75), <Bob> & Co. (0.50)"
    )


def test_long_names_go_on_in_the_next_line(make_authored):
    names = ["x" * 200, "a name of\nforty letters or so, with a comma", "B" * 40]
    model = make_authored(np.full((3, 2), 0.5), [9, 4, 1], names)
    lines = repr(topic_table(model)).split("\n")
    assert max(map(len, lines)) <= 88
    start = lines[1].index("top terms")
    assert lines[3][start:].startswith("by xxx")
    assert (
        lines[4][start:] == r"   a name of\nforty letters or so, with a comma (0.50),"
    )
    assert lines[5][start:] == f"   {'B' * 40} (0.50)"


def test_html(table):
    html = table._repr_html_()
    assert html.count("<th>authors</th>") == 1
    assert '<td class="authors">Ann (0.75)<br>&lt;Bob&gt; &amp; Co. (0.50)</td>' in html
    assert "<Bob>" not in html


def test_frame(table):
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert frame["authors"].tolist() == [["Ann", "<Bob> & Co."], []]
    assert frame["author_shares"].tolist() == [[0.75, 0.5], []]


def test_frozen_equal_and_picklable(table):
    assert pickle.loads(pickle.dumps(table)) == table
    assert isinstance(table[0].authors, tuple)
    with pytest.raises(FrozenInstanceError):
        table[0].authors[0].share = 1.0

"""What representations see of documents, and what they may need."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.topics import (
    KeptDocuments,
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
    check_representation,
    refine_table,
)

TABLE = TopicTable(
    [
        Topic(0, None, 0.6, ("sea", "ship"), (0.6, 0.4)),
        Topic(3, "Money", 0.4, ("tax", "debt"), (0.7, 0.3)),
    ]
)


def context(**given):
    return RepresentationContext(
        TABLE, np.eye(2), np.array(["sea", "tax"], dtype=object), **given
    )


def test_kept_documents_are_found_by_their_rows():
    kept = KeptDocuments({1: "one", 4: "four"}, 6)
    assert len(kept) == 6
    assert kept[1] == "one"
    assert kept[np.int64(4)] == kept[-2] == "four"
    assert kept[4:5] == ["four"]
    with pytest.raises(LookupError, match=r"Document 2 is not at hand.* as X"):
        kept[2]
    with pytest.raises(IndexError):
        kept[6]
    # What is missing is no end of the documents.
    with pytest.raises(LookupError, match="Document 0"):
        list(kept)


def test_texts():
    document = RepresentativeDocument(1, 0.5, "the first words…")
    assert context().text(document) == "the first words…"
    assert context(documents=["a", "b"]).text(document) == "b"
    assert context(documents=KeptDocuments({1: "kept"}, 2)).text(document) == "kept"


def test_all_documents():
    assert not context().has_all_documents
    assert not context(documents=KeptDocuments({}, 2)).has_all_documents
    assert context(documents=["a", "b"]).has_all_documents


@pytest.mark.parametrize("make", [np.array, sp.csr_array])
def test_labels(make):
    shares = make(np.array([[0.2, 0.8], [0.0, 0.0], [0.6, 0.4]]))
    np.testing.assert_array_equal(context(shares=shares).labels, [1, -1, 0])
    assert context().labels is None
    nobody = context(shares=make(np.zeros((3, 0))))
    np.testing.assert_array_equal(nobody.labels, [-1, -1, -1])


def test_a_topic_with_other_words_is_called_by_them():
    def turn(table, context):
        return TopicTable(
            replace(topic, terms=topic.terms[::-1], weights=topic.weights[::-1])
            for topic in table
        )

    refined = refine_table(TABLE, [turn], context())
    assert refined.labels == ["ship, sea", "Money"]


class Needy:
    def __init__(self, *needs):
        self.needs = needs

    def refine(self, table, context):
        return TopicTable(replace(topic, label="seen") for topic in table)


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ({"documents": ["a"]}, "documents"),
        ({"shares": np.ones((1, 2))}, "shares"),
        ({"embeddings": np.ones((1, 2))}, "embeddings"),
        ({"topic_embeddings": np.ones((2, 2))}, "topic_embeddings"),
        ({"encoder": len}, "encoder"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_needs(given, needs):
    steps = [Needy(needs)]
    assert refine_table(TABLE, steps, context(**given)).labels == ["seen", "seen"]
    with pytest.warns(UserWarning, match=f"Needy needs {needs}"):
        assert refine_table(TABLE, steps, context()) == TABLE
    with pytest.raises(ValueError, match=f"Needy needs {needs}"):
        refine_table(TABLE, steps, context(), errors="raise")


def test_kept_documents_are_not_all():
    kept = context(documents=KeptDocuments({0: "a"}, 2))
    with pytest.warns(UserWarning, match="needs documents"):
        assert refine_table(TABLE, Needy("documents"), kept) == TABLE


@pytest.mark.parametrize("steps", [3, ["name"], [len, None]])
def test_what_is_no_representation(steps):
    with pytest.raises(TypeError, match="callable or have a method refine"):
        check_representation(steps)


def test_a_chain_goes_on_after_an_error():
    def fails(table, context):
        raise RuntimeError("no connection")

    steps = [fails, Needy()]
    with pytest.warns(UserWarning, match=r"fails failed \(RuntimeError: no connection"):
        assert refine_table(TABLE, steps, context()).labels == ["seen", "seen"]


def test_documents_are_asked_by_row_whatever_their_index():
    pandas = pytest.importorskip("pandas")
    texts = ["rain", "snow", "sun"]
    table = TopicTable([])
    for documents in (
        pandas.Series(texts, index=[2, 1, 0]),
        np.array(texts),
        (text for text in texts),
    ):
        context = RepresentationContext(
            table, np.ones((0, 2)), np.array(["a", "b"]), documents=documents
        )
        assert context.text(RepresentativeDocument(0, 1.0, None)) == "rain"
        assert list(context.documents) == texts

"""What comes beside documents as a column of a data frame."""

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, NAMES, TOPICS, VECTORS, manual, model
from numpy.testing import assert_array_equal
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.cluster import MiniBatchKMeans
from sklearn.model_selection import cross_validate

from sktopics.clustering import merge_models

VECTORS = VECTORS.astype(np.float64)


def pandas():
    return pytest.importorskip("pandas")


def polars():
    return pytest.importorskip("polars")


def pyarrow():
    return pytest.importorskip("pyarrow")


COLUMNS = {
    "pandas": lambda rows: pandas().Series(rows, index=range(len(rows), 0, -1)),
    "values": lambda rows: pandas().Series(rows).to_numpy(),
    "Polars": lambda rows: polars().Series(rows),
    "pyarrow": lambda rows: pyarrow().array(rows),
    "dict": lambda rows: dict(enumerate(rows)).values(),
}
in_columns = pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)


@in_columns
def test_embeddings(column):
    expected = model().fit(DOCUMENTS, embeddings=VECTORS)
    given = column(list(VECTORS))
    fitted = model().fit(column(DOCUMENTS), embeddings=given)
    assert_array_equal(fitted.labels_, expected.labels_)
    assert_array_equal(fitted.predict(DOCUMENTS, embeddings=given), expected.labels_)
    few = column(list(VECTORS[:3]))
    assert_array_equal(
        fitted.transform(DOCUMENTS[:3], embeddings=few),
        expected.transform(DOCUMENTS[:3], embeddings=VECTORS[:3]),
    )
    one = column(list(VECTORS[:1]))
    assert fitted.predict(DOCUMENTS[:1], embeddings=one) == expected.labels_[:1]


@in_columns
def test_embeddings_in_batches_and_merged(column):
    def batches(form):
        learner = model(MiniBatchKMeans(4, n_init=1))
        for rows in (slice(40), slice(40, None)):
            learner.partial_fit(DOCUMENTS[rows], embeddings=form(list(VECTORS[rows])))
        return learner

    found, expected = batches(column), batches(np.asarray)
    assert_array_equal(found.topic_embeddings_, expected.topic_embeddings_)
    merged = merge_models([found, expected])
    predicted = merged.predict(DOCUMENTS, embeddings=column(list(VECTORS)))
    assert_array_equal(predicted, merged.predict(DOCUMENTS, embeddings=VECTORS))


def test_embeddings_in_folds():
    frame = pandas().DataFrame({"text": DOCUMENTS, "vector": list(VECTORS)})
    scores = [
        cross_validate(
            clone(model()),
            frame["text"],
            cv=2,
            params={"embeddings": embeddings},
            scoring=lambda fitted, X, y=None: len(fitted.topic_sizes_),
            error_score="raise",
        )["test_score"]
        for embeddings in (frame["vector"], VECTORS)
    ]
    assert_array_equal(*scores)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("[0.1 0.2]", "Document 5 of embeddings is a text"),
        (None, "Document 5 of embeddings is missing"),
        (
            VECTORS[0, :3],
            "Document 5 of embeddings has 3 numbers, and document 0 has 8",
        ),
    ],
)
def test_wrong_embeddings(row, message):
    column = pandas().Series([*VECTORS[:5], row, *VECTORS[6:]])
    fitted = model().fit(DOCUMENTS)
    for method in (clone(fitted).fit, fitted.transform, fitted.predict):
        with pytest.raises(ValueError, match=message):
            method(DOCUMENTS, embeddings=column)


@in_columns
def test_labels(column):
    labels = NAMES[TOPICS].tolist()
    expected = manual().fit(DOCUMENTS, labels)
    for y in (column(labels), column([[label] for label in labels])):
        fitted = manual().fit(DOCUMENTS, y)
        assert_array_equal(fitted.labels_, expected.labels_)
        assert fitted.topic_names_ == expected.topic_names_


@pytest.mark.parametrize("name", ["Polars", "pyarrow", "dict"])
def test_labels_stay_integers_where_one_is_missing(name):
    y = COLUMNS[name]([*TOPICS[:-1].tolist(), None])
    fitted = manual().fit(DOCUMENTS, y)
    assert fitted.classes_.tolist() == [0, 1, 2, 3]
    assert fitted.topic_names_ == [None] * 4  # their numbers are no names
    assert fitted.n_outliers_ == 1


@in_columns
def test_several_labels_of_a_document_are_refused(column):
    y = [["a"]] * 5 + [["a", "b"]] + [["b"]] * 74
    with pytest.raises(ValueError, match="document 5 has several"):
        manual().fit(DOCUMENTS, column(y))


class ReadsImages(TransformerMixin, BaseEstimator):
    """An encoder of texts and of "images", names of topics."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.array([[len(x), x.count("a"), x.count("e")] for x in X], float)

    def transform_images(self, images):
        return np.eye(4)[[NAMES.tolist().index(image) for image in images], :3] * 9


@in_columns
def test_images(column):
    names = NAMES[TOPICS].tolist()
    fitted = model().set_params(encoder=ReadsImages())
    expected = clone(fitted).fit(None, images=names)
    found = clone(fitted).fit(None, images=column(names))
    assert_array_equal(found.labels_, expected.labels_)
    gaps = [name if i % 2 else None for i, name in enumerate(names)]
    expected = clone(fitted).fit(DOCUMENTS, images=gaps)
    found = clone(fitted).fit(column(DOCUMENTS), images=column(gaps))
    assert_array_equal(found.labels_, expected.labels_)


def test_missing_images_of_a_frame():
    names = NAMES[TOPICS].tolist()
    gaps = [name if i % 2 else float("nan") for i, name in enumerate(names)]
    nothing = [name if i % 2 else None for i, name in enumerate(names)]
    fitted = model().set_params(encoder=ReadsImages())
    found = clone(fitted).fit(DOCUMENTS, images=pandas().Series(gaps, dtype=object))
    assert_array_equal(
        found.labels_, clone(fitted).fit(DOCUMENTS, images=nothing).labels_
    )


@pytest.mark.parametrize(
    "column", [COLUMNS["pandas"], COLUMNS["Polars"], COLUMNS["pyarrow"]]
)
def test_words_that_users_expect(column):
    seeds = [["rocket", "planet"], ["oven", "flour"]]
    expected = model(seed_topics=seeds).fit(DOCUMENTS)
    found = model(seed_topics=column(seeds)).fit(DOCUMENTS)
    assert_array_equal(found.labels_, expected.labels_)
    assert_array_equal(found.components_.toarray(), expected.components_.toarray())
    names = ["rocket planet", "oven flour"]
    params = {"zeroshot_min_similarity": 0.4}
    expected = model(zeroshot_topics=names, **params).fit(DOCUMENTS)
    found = model(zeroshot_topics=column(names), **params).fit(DOCUMENTS)
    assert found.topic_names_ == expected.topic_names_
    assert_array_equal(found.labels_, expected.labels_)
    online = model(
        MiniBatchKMeans(3, n_init=1), zeroshot_topics=column(names), **params
    )
    online.partial_fit(DOCUMENTS[:40]).partial_fit(DOCUMENTS[40:])
    assert set(names) <= set(online.topic_names_)


def test_the_keys_of_a_dict_are_documents():
    by_text = dict(zip(DOCUMENTS, TOPICS, strict=True))
    fitted = manual().fit(by_text.keys(), by_text.values())
    assert fitted.labels_.tolist() == manual().fit(DOCUMENTS, TOPICS).labels_.tolist()
    for unordered in (set(by_text), by_text, by_text.items()):
        with pytest.raises(TypeError, match="takes documents, a list of str"):
            model().fit(unordered)


@pytest.mark.parametrize(
    "table",
    [
        lambda: pandas().DataFrame({"text": DOCUMENTS}),
        lambda: polars().DataFrame({"text": DOCUMENTS}),
        lambda: pyarrow().table({"text": DOCUMENTS}),
        lambda: np.array(DOCUMENTS, dtype=object)[:, np.newaxis],
    ],
)
def test_tables_are_no_documents(table):
    """Not their columns' names either, of which a frame is an iterable."""
    fitted = model().fit(DOCUMENTS, embeddings=VECTORS)
    beside = [{}, {"embeddings": VECTORS}, {"images": [None] * len(DOCUMENTS)}]
    for given in beside:
        for method in (model().fit, fitted.predict, fitted.transform):
            with pytest.raises(TypeError, match="Give the column of texts"):
                method(table(), **given)
    with pytest.raises(TypeError, match="Give the column of texts"):
        merge_models([fitted], X=table())
    with pytest.raises(TypeError, match="Give the column of texts"):
        fitted.update_topics(table())

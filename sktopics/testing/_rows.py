"""Checks of documents as rows: order, subsets, empty and single documents."""

import numpy as np
from sklearn.pipeline import Pipeline

from .._reading import final_model
from ._assertions import (
    assert_close,
    assert_equal,
    assert_finite,
    assert_says,
    dense,
    is_vectorizer,
    parameter,
    prepare,
    training_data,
)
from ._make_corpus import kind_of, make_corpus, make_documents


def check_document_order(name, estimator, kind=None):
    """Documents in another order give the rows in that order."""
    kind, documents, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    order = np.random.RandomState(1).permutation(len(documents))
    shuffled = make_corpus(kind, [documents[i] for i in order])
    assert_close(
        fitted.transform(shuffled),
        dense(fitted.transform(X))[order],
        f"{name}.transform depends on the order of the documents",
    )


def check_document_subsets(name, estimator, kind=None):
    """Check that a document's row is the same whichever documents come with it."""
    kind, documents, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    whole = dense(fitted.transform(X))
    for size in (1, 3):
        batches = [
            dense(fitted.transform(make_corpus(kind, documents[i : i + size])))
            for i in range(0, len(documents), size)
        ]
        assert_close(
            np.vstack(batches),
            whole,
            f"{name}.transform depends on the other documents (batches of {size})",
        )


def check_repeated_documents(name, estimator, kind=None):
    """One document has one answer, also where it comes, or came, several times."""
    kind, documents, _ = training_data(estimator, kind)
    X = make_corpus(kind, [*documents, *documents[:9], *documents[:5]])
    fitted = prepare(estimator).fit(X)
    batch = [*documents[5::-1], *documents[:3], *documents[:6]]
    for method in ("transform", "predict", "predict_proba"):
        if not hasattr(fitted, method):
            continue
        answers = getattr(fitted, method)
        alone = np.concatenate(
            [dense(answers(make_corpus(kind, [text]))) for text in batch]
        )
        message = f"{name}.{method} gives a document several answers"
        together = dense(answers(make_corpus(kind, batch)))
        assert_close(together, alone, message)
        again = [*range(9, 15), *range(6, 9)]
        assert_close(together[[5, 4, 3, 2, 1, 0, 5, 4, 3]], together[again], message)


def check_nothing_known(name, estimator, kind=None):
    """Clusters have no place for documents of which nothing is known."""
    kind, documents, _ = training_data(estimator, kind)
    texts = ["", *documents, " \n", "\u200b"]
    X = make_corpus(kind, texts)
    fitted = prepare(estimator).fit(X)
    expected = prepare(estimator).fit(make_corpus(kind, documents)).labels_
    blank = [0, -2, -1]
    message = f"{name} should give blank documents no topic"
    assert_equal(fitted.labels_[1:-2], expected, f"{message}, nor look at them")
    for labels in (fitted.labels_, fitted.predict(X)):
        assert (labels[blank] == -1).all(), message
    shares = fitted.transform(X)
    assert not dense(shares)[blank].any(), f"{message}, and probabilities of 0"


def check_one_document(name, estimator, kind=None):
    """Fitting on one document works, or says that it takes more."""
    kind, documents, _ = training_data(estimator, kind)
    X = make_corpus(kind, documents[:1])
    try:
        output = prepare(estimator, n_components=2).fit(X).transform(X)
    except ValueError as error:
        message = f"{name}.fit on one document should say that it takes more"
        assert_says(error, ("document", "sample"), message)
    else:
        assert_finite(output, f"{name}.transform of its only document")


def check_empty_documents(name, estimator, kind=None):
    """Empty documents, in `fit` and in `transform`, leave every number finite."""
    kind, documents, _ = training_data(estimator, kind)
    X = make_corpus(kind, ["", *documents, " ", "...", ""])
    fitted = prepare(estimator).fit(X)
    output = dense(fitted.transform(X))
    assert_finite(output, f"{name} with empty documents")
    assert_close(output[[-1]], output[[0]], f"{name}: empty documents differ")
    if kind != "documents" or _counts_words(estimator):
        assert_close(
            output[[-3, -2]],
            output[[0, 0]],
            f"{name}: documents without words differ from empty ones",
        )
    assert_finite(
        fitted.transform(make_corpus(kind, ["", ""])),
        f"{name}.transform of nothing but empty documents",
    )


def _counts_words(estimator):
    """Whether documents are nothing but their words: to an encoder, "..." is a text."""
    first = estimator[0] if isinstance(estimator, Pipeline) else estimator
    return is_vectorizer(first)


def _places_texts(estimator):
    """Whether texts are given clusters, by a model that finds out what they say.

    Pipelines are left out: their clusterers see vectors.
    """
    if isinstance(estimator, Pipeline) or kind_of(estimator) != "documents":
        return False
    return hasattr(estimator, "fit_predict") and hasattr(estimator, "predict")


def check_rows_sum_to_one(name, estimator, kind=None):
    """Rows are distributions, those of empty documents included."""
    kind, documents, _ = training_data(estimator, kind)
    X = make_corpus(kind, ["", *documents])
    fitted = prepare(estimator)
    for method, output in (
        ("fit_transform", dense(fitted.fit_transform(X))),
        ("transform", dense(fitted.transform(X))),
    ):
        assert (output >= 0).all(), f"{name}.{method} gives negative probabilities."
        assert_close(
            output.sum(axis=1, keepdims=True),
            np.ones((len(documents) + 1, 1), dtype=output.dtype),
            f"Rows of {name}.{method} should sum to 1",
            tolerance=1e-5,
        )


def check_n_jobs(name, estimator, kind=None):
    """Check that the result does not depend on `n_jobs`, to the last bit."""
    kind, documents, _ = training_data(estimator, kind)
    X = make_corpus(kind, documents * 25)
    alone = prepare(estimator, n_jobs=1).fit(X)
    together = prepare(estimator, n_jobs=2).fit(X)
    assert_equal(
        together.transform(X),
        alone.transform(X),
        f"{name}.fit and transform differ between n_jobs=1 and n_jobs=2",
    )


def check_more_topics_than_data(name, estimator, kind=None):
    """More topics than documents, or than terms, still give a finite answer."""
    kind, _, _ = training_data(estimator, kind)
    for documents, n_components in ((make_documents(3), 8), (make_documents(8), 50)):
        X = make_corpus(kind, documents)
        try:
            output = prepare(estimator, n_components=n_components).fit(X).transform(X)
        except ValueError as error:
            message = (
                f"{name}.fit with {n_components} topics of {len(documents)} documents "
                "should work or name n_components"
            )
            assert_says(error, ("n_components",), message)
        else:
            assert_finite(output, f"{name} with {n_components=}")
            assert dense(output).shape == (len(documents), n_components), (
                f"{name} with {n_components=} gives {dense(output).shape[1]} columns."
            )


def check_components(name, estimator, kind=None):
    """`components_` is finite, a row per column of the output; `topic_word_` sums."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    model = final_model(fitted)
    n_topics = dense(fitted.transform(X)).shape[1]
    if hasattr(model, "components_"):
        assert_finite(model.components_, f"{name}.components_")
        n_rows = dense(model.components_).shape[0]
        assert n_rows == n_topics, (
            f"{name}.components_ has {n_rows} rows for {n_topics} topics."
        )
    if hasattr(model, "topic_word_"):
        topic_word = dense(model.topic_word_)
        assert (topic_word >= 0).all(), f"{name}.topic_word_ has negative entries."
        assert_close(
            topic_word.sum(axis=1, keepdims=True),
            np.ones((n_topics, 1), dtype=topic_word.dtype),
            f"Rows of {name}.topic_word_ should sum to 1",
            tolerance=1e-5,
        )


def row_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_document_order
    yield check_document_subsets
    yield check_repeated_documents
    yield check_one_document
    yield check_empty_documents
    if parameter(estimator, "n_jobs"):
        yield check_n_jobs
    if is_vectorizer(estimator):
        return
    yield check_components
    if parameter(estimator, "n_components"):
        yield check_more_topics_than_data
    if _places_texts(estimator):
        yield check_nothing_known
    if hasattr(final_model(estimator), "perplexity"):  # a probabilistic model
        yield check_rows_sum_to_one

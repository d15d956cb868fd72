"""Checks of models on documents: lists of `str` in any container and script."""

import numpy as np
from sklearn.pipeline import Pipeline

from ._assertions import (
    assert_close,
    assert_equal,
    assert_finite,
    dense,
    prepare,
    raises,
    require,
    training_data,
)

UNICODE = (
    "Le café naïf de la façade, où l'œuvre fût tramée",
    "東京 の 天気 は 良い です、大阪 も 良い",
    "Привет мир, сегодня большой стадион",
    "مرحبا بالعالم اليوم",
    "🎻 🚀 ⚽ 🍰",
    "e\u0301toile étoile ﬁn\u00a0d\u200bash\ufeff",
    "line\nbreaks\tand\r\n\x0bcontrol\x00characters",
    "a" * 5000,
)


def check_document_tags(name, estimator, kind=None):
    """Check that the tags say: text, and no two-dimensional array."""
    tags = estimator.__sklearn_tags__().input_tags
    assert tags.string, f"{name}: input_tags.string should be True."
    assert not tags.two_d_array, f"{name}: input_tags.two_d_array should be False."


def check_document_containers(name, estimator, kind=None):
    """Check that lists, tuples, arrays and series of `str` are one and the same."""
    _, documents, _ = training_data(estimator, kind)
    fitted = prepare(estimator).fit(documents)
    expected = fitted.transform(documents)
    readonly = np.array(documents, dtype=object)
    readonly.flags.writeable = False
    for container in (tuple(documents), np.array(documents), readonly):
        message = f"{name} differs for {type(container).__name__} of str"
        assert_equal(fitted.transform(container), expected, message)
        refitted = prepare(estimator).fit(container)
        assert_equal(refitted.transform(container), expected, message)


def check_document_series(name, estimator, kind=None):
    """Check that a Series of `str`, whatever its index, is a list of documents."""
    pandas = require("pandas", "documents in a Series")
    _, documents, _ = training_data(estimator, kind)
    expected = prepare(estimator).fit(documents).transform(documents)
    series = pandas.Series(documents, index=np.arange(len(documents))[::-1] + 7)
    fitted = prepare(estimator).fit(series)
    assert_equal(fitted.transform(series), expected, f"{name} differs for a Series")


def check_unicode(name, estimator, kind=None):
    """Any script, emoji, control characters and very long words are text."""
    _, documents, _ = training_data(estimator, kind)
    mixed = [*documents, *UNICODE]
    fitted = prepare(estimator).fit(mixed)
    assert_finite(fitted.transform(mixed), f"{name} with documents in any script")
    assert_finite(fitted.transform(list(UNICODE)), f"{name} with unicode documents")


def check_unseen_words(name, estimator, kind=None):
    """Documents of words that `fit` has not seen leave every number finite."""
    _, documents, _ = training_data(estimator, kind)
    fitted = prepare(estimator).fit(documents)
    unseen = ["zyzzyva qwyjibo xylem", *UNICODE, documents[0]]
    output = dense(fitted.transform(unseen))
    assert_finite(output, f"{name} with words it has not seen")
    assert_close(
        output[[-1]],
        dense(fitted.transform(documents))[[0]],
        f"{name}: words in other documents change a document's row",
    )


def check_bad_documents(name, estimator, kind=None):
    """Check that a bare string, missing documents and no documents are refused."""
    _, documents, _ = training_data(estimator, kind)
    fitted = prepare(estimator).fit(documents)
    for description, bad in (
        ("a bare string", documents[0]),
        ("NaN for a document", [*documents, np.nan]),
        ("None for a document", [*documents, None]),
        ("a number for a document", [3, *documents]),
    ):
        for method in (prepare(estimator).fit, fitted.transform):
            with raises(
                (ValueError, TypeError),
                f"{name}.{method.__name__} should refuse {description}",
            ):
                method(bad)
    with raises(ValueError, f"{name}.fit should refuse an empty list"):
        prepare(estimator).fit([])


def documents_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    if not isinstance(estimator, Pipeline):  # has the tags of arrays, always
        yield check_document_tags
    yield check_document_containers
    yield check_document_series
    yield check_unicode
    yield check_unseen_words
    yield check_bad_documents

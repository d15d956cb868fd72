"""Texts that are taken apart into characters, where words are meant."""

import warnings

import pytest
from sklearn.base import clone

from sktopics import SequenceVectorizer

TEXTS = ["the new york times", "", "rain"]


def identity(document):
    return document


@pytest.mark.parametrize(
    "options",
    [
        {"analyzer": list},
        {"analyzer": identity},
        {"tokenizer": identity, "preprocessor": identity, "token_pattern": None},
        {"analyzer": list, "unknown": "keep"},
    ],
    ids=["list", "identity", "tokenizer", "keep"],
)
@pytest.mark.parametrize("method", ["fit", "fit_transform", "partial_fit"])
def test_a_warning_names_the_cause(options, method):
    with pytest.warns(UserWarning, match="single characters, 'the new york times' in"):
        getattr(SequenceVectorizer(**options), method)(iter(TEXTS))
    fitted = SequenceVectorizer(**options).fit([["the", "rain"]])
    with pytest.warns(UserWarning, match="meant for lists of words, and got str"):
        fitted.transform(TEXTS)


@pytest.mark.parametrize(
    ("documents", "options"),
    [
        ([["a", "b"], ["c"], []], {"analyzer": list}),
        ([("a", "b")], {"analyzer": identity}),
        (["天地人"], {"tokenizer": list}),  # a tokenizer is for texts
        (["天地人"], {"analyzer": "char"}),
        (["a", "b", ""], {"analyzer": list}),  # nothing to take apart
        (["a b c", "d"], {"analyzer": str.split}),
        ([["a", "b"], "cd"], {"analyzer": lambda d: d if isinstance(d, list) else [d]}),
    ],
    ids=["lists", "tuples", "tokenizer", "characters", "single", "split", "mixed"],
)
def test_no_warning_where_it_is_meant(documents, options):
    vectorizer = SequenceVectorizer(**options)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        vectorizer.set_params(token_pattern=None)
        X = vectorizer.fit_transform(documents)
        assert clone(vectorizer).partial_fit_transform(iter(documents)) == X


def test_files_are_no_texts(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("ab cd " * 9, encoding="utf-8")
    vectorizer = SequenceVectorizer(input="filename", analyzer=list)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        vectorizer.fit([str(path)])


def test_documents_are_read_once_and_all_of_them():
    lists = [[f"w{i}"] for i in range(50)]
    X = SequenceVectorizer(analyzer=list).fit_transform(iter(lists))
    assert X.tokens() == lists

"""First words of documents, whatever a Pipeline is given."""

import numpy as np
import pytest
from sklearn.compose import make_column_transformer
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer

from sktopics import SequenceVectorizer
from sktopics._reading import excerpts
from sktopics.topics import topic_table

TEXTS = ["Sea and ship", "Tax and debt", "ship sea ship", "debt  tax"]
EXPECTED = {0: "Sea and ship", 3: "debt tax"}


def text_of(table):
    return table["text"]


def table(package):
    module = pytest.importorskip(package)
    make = module.table if package == "pyarrow" else module.DataFrame
    return make({"year": [1, 2, 3, 4], "text": TEXTS})


def model_of(*steps):
    return make_pipeline(*steps, NMF(2, random_state=0))


@pytest.mark.parametrize("package", ["pandas", "polars"])
@pytest.mark.parametrize(
    "step",
    [
        make_column_transformer((CountVectorizer(), "text")),
        make_column_transformer(
            (make_pipeline(FunctionTransformer(list), CountVectorizer()), "text")
        ),
        make_pipeline(FunctionTransformer(text_of), CountVectorizer()),
        make_pipeline(
            FunctionTransformer(text_of),
            make_union(CountVectorizer(), CountVectorizer(analyzer="char")),
        ),
    ],
)
def test_texts_of_a_table(step, package):
    X = table(package)
    model = model_of(step).fit(X)
    assert excerpts(model, X, [0, 3]) == EXPECTED
    documents = [d for topic in topic_table(model, X=X) for d in topic.documents]
    for document in documents:
        assert document.excerpt == " ".join(TEXTS[document.index].split())


def test_texts_of_arrow():
    X = table("pyarrow")["text"]
    model = model_of(FunctionTransformer(lambda a: a.to_pylist()), CountVectorizer())
    assert excerpts(model.fit(X), X, [0, 3]) == EXPECTED


def test_columns_with_another_index():
    pandas = pytest.importorskip("pandas")
    X = pandas.Series(TEXTS, index=[3, 2, 1, 0])
    assert excerpts(model_of(CountVectorizer()).fit(X), X, [0, 3]) == EXPECTED
    assert excerpts(model_of(CountVectorizer()).fit(X), tuple(X), [0, 3]) == EXPECTED


def test_bytes_records_and_files(tmp_path):
    paths = [tmp_path / str(i) for i in range(4)]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(text)
    files = [path.open() for path in paths]
    read = CountVectorizer(preprocessor=lambda record: record["text"])
    for vectorizer, X in (
        (CountVectorizer(encoding="utf-16"), [text.encode("utf-16") for text in TEXTS]),
        (read, [{"text": text} for text in TEXTS]),
        (CountVectorizer(input="filename"), [str(path) for path in paths]),
        (CountVectorizer(input="file"), files),
    ):
        assert excerpts(model_of(vectorizer).fit(X), X, [0, 3]) == EXPECTED
    for file in files:
        file.close()


def test_what_has_no_text():
    counts = CountVectorizer().fit_transform(TEXTS)
    model = NMF(2, random_state=0).fit(counts)
    assert excerpts(model, counts, [0]) == excerpts(model, counts.toarray(), [0]) == {}
    sequences = SequenceVectorizer().fit_transform(TEXTS)
    assert excerpts(model, sequences, [0]) == {}
    tokens = [text.split() for text in TEXTS]
    own = model_of(CountVectorizer(analyzer=list)).fit(tokens)
    assert excerpts(own, tokens, [0]) == {}
    two = make_column_transformer((CountVectorizer(), 0), (CountVectorizer(), 1))
    rows = np.array([TEXTS, TEXTS], dtype=object).T
    assert excerpts(model_of(two).fit(rows), rows, [0]) == {}
    assert excerpts(model, TEXTS, []) == {}

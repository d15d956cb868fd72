"""Where texts become terms: names of columns, tokens and what stands before them."""

import pytest
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer

from sktopics._reading import NoReader, TextReader, known_term_names, text_reader

pandas = pytest.importorskip("pandas")

TEXTS = ["sea and ship", "tax and debt", "ship sea ship", "debt tax"]
FRAME = pandas.DataFrame({"year": [1, 2, 3, 4], "text": TEXTS})
WORDS = ["and", "debt", "sea", "ship", "tax"]


def upper(texts):
    return [text.upper() for text in texts]


def text_of(frame):
    return frame["text"]


class UpperNames(CountVectorizer):
    """Names its columns otherwise than its tokens."""

    def get_feature_names_out(self, input_features=None):
        return [f"<{name}>" for name in super().get_feature_names_out()]


class OwnAnalyzer:
    """A vectorizer of another package, with an analyzer and without a vocabulary."""

    def __init__(self, base):
        self.base = base

    def fit(self, X, y=None):
        self.base.fit(X)
        return self

    def transform(self, X):
        return self.base.transform(X)

    def build_analyzer(self):
        return self.base.build_analyzer()

    def get_feature_names_out(self, input_features=None):
        return self.base.get_feature_names_out()


def fitted(*steps, X=TEXTS):
    return make_pipeline(*steps, NMF(2, random_state=0, init="nndsvda")).fit(X)


def test_a_plain_vectorizer_names_its_tokens():
    for vectorizer in (CountVectorizer(), OwnAnalyzer(CountVectorizer())):
        reader = text_reader(fitted(vectorizer))
        assert reader.vectorizer.transform(TEXTS).shape == (4, 5)
        assert (reader.ways, reader.name_of, reader.names_known) == ([], None, True)


def test_names_that_are_no_tokens():
    reader = text_reader(fitted(UpperNames()))
    assert {token: reader.name_of[token] for token in WORDS} == {
        token: f"<{token}>" for token in WORDS
    }


def test_names_of_a_column_and_of_like_words():
    columns = ColumnTransformer(
        [("keep", "passthrough", ["year"]), ("count", CountVectorizer(), "text")],
        verbose_feature_names_out=False,
    )
    reader = text_reader(fitted(columns, X=FRAME))
    assert reader.name_of == {"year": None} | {word: word for word in WORDS}
    assert [way.takes_table for way in reader.ways] == [True]
    assert reader.ways[0].run(FRAME).tolist() == TEXTS
    assert reader.ways_of_texts() == []


def test_names_of_parts_without_names():
    """A function that cleans has none, which scikit-learn refuses to go past."""
    count = make_pipeline(FunctionTransformer(upper), CountVectorizer(lowercase=False))
    named = [f"pipeline__{word.upper()}" for word in WORDS]
    model = fitted(
        make_column_transformer((count, "text"), ("passthrough", ["year"])), X=FRAME
    )
    assert known_term_names(model).tolist() == [*named, "passthrough__year"]
    reader = text_reader(model)
    assert reader.name_of["SEA"] == "pipeline__SEA"
    union = fitted(FeatureUnion([("x", count), ("y", CountVectorizer())]))
    assert known_term_names(union).tolist() == [
        *(f"x__{word.upper()}" for word in WORDS),
        *(f"y__{word}" for word in WORDS),
    ]


@pytest.mark.parametrize("how", ["{feature_name}@{transformer_name}", False])
def test_how_parts_without_names_are_called(how):
    count = make_pipeline(FunctionTransformer(list), CountVectorizer())
    columns = ColumnTransformer([("x", count, "text")], verbose_feature_names_out=how)
    names = known_term_names(fitted(columns, X=FRAME)).tolist()
    assert names == [f"{word}@x" if how else word for word in WORDS]
    columns = ColumnTransformer(
        [("x", count, 1)], verbose_feature_names_out=lambda part, name: part + name
    )
    assert known_term_names(fitted(columns, X=FRAME))[0] == "xand"


def test_columns_chosen_by_number_are_found_by_name():
    columns = make_column_transformer((CountVectorizer(), 1))
    reader = text_reader(fitted(columns, X=FRAME))
    turned = FRAME[["text", "year"]]
    assert reader.ways[0].run(turned).tolist() == TEXTS


@pytest.mark.parametrize(
    ("steps", "X", "why"),
    [
        ([], [[1, 0], [0, 1]], "NMF cannot be asked for tokens"),
        (
            [make_union(CountVectorizer(), CountVectorizer())],
            TEXTS,
            "FeatureUnion joins the terms of countvectorizer-1, countvectorizer-2",
        ),
        (
            [
                make_column_transformer(
                    (CountVectorizer(), "text"),
                    (FunctionTransformer(lambda s: s.to_frame()), "year"),
                )
            ],
            FRAME,
            "ColumnTransformer joins the terms of countvectorizer, functiontransformer",
        ),
    ],
)
def test_why_there_is_none(steps, X, why):
    reader = text_reader(fitted(*steps, X=X))
    assert isinstance(reader, NoReader)
    assert why in reader.why


def test_a_vectorizer_without_terms():
    hashed = HashingVectorizer(n_features=8, alternate_sign=False)
    for steps, X in (
        ([hashed], TEXTS),
        ([make_column_transformer((hashed, "text"))], FRAME),
    ):
        reader = text_reader(fitted(*steps, X=X))
        assert isinstance(reader, TextReader)
        assert not reader.keeps_terms


def test_steps_that_take_tables_are_not_for_texts():
    clean = FunctionTransformer(upper)
    steps = [FunctionTransformer(text_of), clean, CountVectorizer()]
    reader = text_reader(fitted(*steps, X=FRAME))
    assert [way.takes_table for way in reader.ways] == [True, False]
    assert [way.run.__self__ for way in reader.ways_of_texts()] == [clean]

"""X is what the Pipeline takes: coherence of models whose documents are no texts."""

import warnings

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
    TfidfVectorizer,
)
from sklearn.feature_selection import VarianceThreshold
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler

from sktopics import (
    BERTopic,
    LatentDirichletAllocation,
    OnlineCountVectorizer,
    TokenSequences,
)
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    perplexity_scorer,
    topic_coherences,
)

MEASURES = ["c_npmi", "c_v", "c_uci", "u_mass"]
TEXTS = [
    "cats and dogs play in the garden",
    "dogs chase cats",
    "stocks and bonds fell on the exchange",
    "bonds rose as stocks fell",
    "the dogs of the exchange bought stocks, the cats sold all of their bonds early",
] * 8


def lda():
    return LatentDirichletAllocation(2, random_state=0, max_iter=5)


def on_texts(*steps):
    return make_pipeline(*(steps or [CountVectorizer()]), lda()).fit(TEXTS)


def scores(model, X):
    """All measures, by scorer and by function, which agree; no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = [coherence_scorer(measure)(model, X) for measure in MEASURES]
    assert values == [coherence_score(model, X, measure=m) for m in MEASURES]
    return values


EXPECTED = scores(on_texts(), TEXTS)


def text_of(frame):
    return frame["text"]


def first_column(rows):
    return rows[:, 0]


def small(texts):
    return texts.str.lower()


def records(X):
    return [record["text"] for record in X]


def joined(X):
    return [" ".join(tokens) for tokens in X]


def table(package):
    data = {"text": TEXTS, "year": list(range(len(TEXTS)))}
    module = pytest.importorskip(package)
    if package == "pyarrow":
        return module.table(data)
    if package == "pandas":
        return module.DataFrame(data, index=np.arange(len(TEXTS))[::-1] + 5)
    return module.DataFrame(data)


ONE_COLUMN = {
    "the column": lambda: make_column_transformer((CountVectorizer(), "text")),
    "names without prefix": lambda: make_column_transformer(
        (CountVectorizer(), "text"), verbose_feature_names_out=False
    ),
    "names by format": lambda: ColumnTransformer(
        [("x", CountVectorizer(), "text")],
        verbose_feature_names_out="{feature_name}@{transformer_name}",
    ),
    "names by function": lambda: ColumnTransformer(
        [("x", CountVectorizer(), "text")],
        verbose_feature_names_out=lambda name, term: f"{term}!{name}",
    ),
    "by number": lambda: make_column_transformer((CountVectorizer(), 0)),
    "by function": lambda: make_column_transformer(
        (CountVectorizer(), lambda table: "text")
    ),
    "with a dropped column": lambda: make_column_transformer(
        (CountVectorizer(), "text"), ("drop", ["year"])
    ),
    "a selection after it": lambda: make_column_transformer(
        (make_pipeline(CountVectorizer(), VarianceThreshold()), "text")
    ),
    "a function": lambda: make_pipeline(
        FunctionTransformer(text_of), CountVectorizer()
    ),
    "a function in a column": lambda: make_column_transformer(
        (make_pipeline(FunctionTransformer(text_of), CountVectorizer()), ["text"])
    ),
    "a union of one": lambda: make_column_transformer(
        (make_union(CountVectorizer()), "text")
    ),
    "in a union of one": lambda: FeatureUnion(
        [
            ("words", make_column_transformer((CountVectorizer(), "text"))),
            ("nothing", "drop"),
        ]
    ),
    "nested": lambda: make_pipeline(
        make_pipeline(FunctionTransformer(text_of)),
        make_pipeline(make_pipeline(CountVectorizer())),
    ),
}


@pytest.mark.parametrize("package", ["pandas", "polars"])
@pytest.mark.parametrize("make", ONE_COLUMN.values(), ids=ONE_COLUMN)
def test_a_column_of_texts_is_scored_as_the_texts(make, package):
    X = table(package)
    model = make_pipeline(make(), lda()).fit(X)
    assert scores(model, X) == EXPECTED
    assert perplexity_scorer(model, X) == perplexity_scorer(on_texts(), TEXTS)


def test_tables_of_arrow():
    X = table("pyarrow")
    select = FunctionTransformer(lambda table: table["text"].to_pylist())
    model = make_pipeline(select, CountVectorizer(), lda()).fit(X)
    assert scores(model, X) == EXPECTED


def test_arrays_of_objects_and_lists_of_rows():
    rows = table("pandas").to_numpy()
    for step in (
        make_column_transformer((CountVectorizer(), 0)),
        make_pipeline(FunctionTransformer(first_column), CountVectorizer()),
    ):
        assert scores(make_pipeline(step, lda()).fit(rows), rows) == EXPECTED
    model = make_pipeline(make_column_transformer((CountVectorizer(), 0)), lda())
    listed = [tuple(row) for row in rows]
    assert scores(model.fit(listed), listed) == EXPECTED


def test_steps_in_a_column_clean_its_texts():
    X = table("pandas").assign(text=lambda table: table["text"].str.upper())
    count = make_pipeline(
        FunctionTransformer(small), CountVectorizer(lowercase=False), TfidfTransformer()
    )
    model = make_pipeline(make_column_transformer((count, "text")), lda()).fit(X)
    plain = on_texts(TfidfVectorizer(norm="l2"))
    assert scores(model, X) == scores(plain, TEXTS)


@pytest.mark.parametrize("tied", [True, False])
def test_columns_of_numbers_hold_no_words(tied):
    """They are terms of the model that the texts do not know, also by a like name."""
    X = table("pandas").rename(columns={"year": "garden"})
    count = CountVectorizer(stop_words=["garden"])
    columns = make_column_transformer(
        (count, "text"), (MinMaxScaler(), ["garden"]), verbose_feature_names_out=tied
    )
    model = make_pipeline(columns, lda()).fit(X)
    name = "minmaxscaler__garden" if tied else "garden"
    unknown = topic_coherences(model, X, measure="c_npmi", n_top_words=100).unknown
    assert unknown == ((name,), (name,))


FORMS = {
    "tuple": lambda: tuple(TEXTS),
    "array": lambda: np.array(TEXTS),
    "array of objects": lambda: np.array(TEXTS, dtype=object),
    "column of pandas": lambda: table("pandas")["text"],
    "column of polars": lambda: table("polars")["text"],
    "bytes": lambda: [text.encode() for text in TEXTS],
}


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_forms_that_a_vectorizer_takes(make):
    X = make()
    assert scores(on_texts().fit(X), X) == EXPECTED


@pytest.mark.parametrize(
    "form",
    [
        lambda pa: pa.array(TEXTS),
        lambda pa: pa.chunked_array([TEXTS[:7], TEXTS[7:]]),
        lambda pa: pa.table({"text": TEXTS}),
    ],
)
def test_forms_of_arrow(form):
    X = form(pytest.importorskip("pyarrow"))
    model = on_texts()
    assert scores(model, X) == EXPECTED
    topics = [["cats", "dogs"], ["stocks", "bonds"]]
    assert coherence_score(topics, X) == coherence_score(topics, TEXTS)


def test_generators():
    value = coherence_scorer("c_npmi")(on_texts(), (text for text in TEXTS))
    assert value == EXPECTED[0]


def test_a_table_with_a_single_column_is_its_texts():
    X = table("pandas")
    for texts in (X[["text"]], X[["text"]].to_numpy(), table("polars")[["text"]]):
        assert scores(on_texts(), texts) == EXPECTED
    with pytest.raises(
        TypeError, match=r"the columns \['text', 'year'\]: pass the one"
    ):
        coherence_score([["cats", "dogs"]], X)
    with pytest.raises(TypeError, match="this ndarray has 2 columns"):
        coherence_score(on_texts(), X.to_numpy())


def chopped(tokens):
    return [word.rstrip("s").upper() for word in tokens]


def chopped_text(text):
    return chopped(text.split())


def test_analyzers_of_tokens_are_applied():
    tokens = [text.split() for text in TEXTS]
    expected = scores(on_texts(CountVectorizer(analyzer=chopped_text)), TEXTS)
    model = make_pipeline(CountVectorizer(analyzer=chopped), lda()).fit(tokens)
    assert scores(model, tokens) == expected
    arrays = [np.array(text) for text in tokens]
    assert scores(model, arrays) == expected
    pandas = pytest.importorskip("pandas")
    assert scores(model, pandas.Series(tokens, index=range(9, 49))) == expected
    polars = pytest.importorskip("polars")
    assert scores(model, polars.Series(tokens)) == expected


def test_tokens_that_a_pipeline_joins_or_takes_as_they_are():
    tokens = [CountVectorizer().build_analyzer()(text) for text in TEXTS]
    join = make_pipeline(FunctionTransformer(joined), CountVectorizer(), lda())
    same = CountVectorizer(tokenizer=list, lowercase=False, token_pattern=None)
    for model in (join, make_pipeline(same, lda())):
        assert scores(model.fit(tokens), tokens) == EXPECTED
    # What is no text is tokens already, for analyzers of texts.
    assert scores(on_texts(), tokens) == EXPECTED
    polars = pytest.importorskip("polars")
    assert scores(on_texts(), polars.Series(tokens)) == EXPECTED
    once = (iter(text) for text in tokens)
    assert coherence_scorer("c_npmi")(on_texts(), once) == EXPECTED[0]
    own = on_texts(CountVectorizer(analyzer=chopped_text))
    ready = [chopped_text(text) for text in TEXTS]
    assert scores(own, ready) == scores(own, TEXTS)


def test_records_and_pairs():
    X = [{"text": text} for text in TEXTS]
    read = CountVectorizer(preprocessor=lambda record: record["text"])
    for step in (read, make_pipeline(FunctionTransformer(records), CountVectorizer())):
        assert scores(make_pipeline(step, lda()).fit(X), X) == EXPECTED
    pairs = [(text, 1) for text in TEXTS]
    read = CountVectorizer(preprocessor=lambda pair: pair[0])
    assert scores(make_pipeline(read, lda()).fit(pairs), pairs) == EXPECTED
    with pytest.raises(TypeError, match=r"texts\[0\] is of type dict\."):
        coherence_score(on_texts(), X)


def test_files_are_read_again_by_each_scorer(tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(len(TEXTS))]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(text)
    named = make_pipeline(CountVectorizer(input="filename"), lda()).fit(paths)
    assert scores(named, paths) == EXPECTED
    files = [path.open("rb") for path in paths]
    opened = make_pipeline(CountVectorizer(input="file"), lda()).fit(files)
    assert scores(opened, files) == EXPECTED
    assert perplexity_scorer(opened, files) == perplexity_scorer(on_texts(), TEXTS)
    for file in files:
        file.close()


def test_other_encodings():
    X = [f"é {text}".encode("latin-1") for text in TEXTS]
    read = CountVectorizer(encoding="latin-1", decode_error="replace")
    assert scores(make_pipeline(read, lda()).fit(X), X) == EXPECTED


def test_tokens_that_are_no_str():
    lengths = CountVectorizer(analyzer=lambda text: [len(w) for w in text.split()])
    model = make_pipeline(lengths, lda()).fit(TEXTS)
    assert topic_coherences(model, TEXTS).unknown == ((), ())


@pytest.mark.parametrize(
    "form",
    [
        lambda model, X: X,
        lambda model, X: TEXTS,
        lambda model, X: X["text"],
        lambda model, X: [CountVectorizer().build_analyzer()(t) for t in TEXTS],
        lambda model, X: TokenSequences.from_tokens(
            [CountVectorizer().build_analyzer()(text) for text in TEXTS]
        ),
    ],
)
def test_references_of_all_forms_for_a_pipeline_on_tables(form):
    X = table("pandas")
    columns = make_column_transformer((CountVectorizer(), "text"))
    model = make_pipeline(columns, lda()).fit(X)
    scorer = coherence_scorer("c_npmi", reference=form(model, X))
    assert scorer(model, X[:3]) == EXPECTED[0]
    spelled = coherence_scorer("c_npmi", analyzer=CountVectorizer().build_analyzer())
    assert spelled(model, X) == EXPECTED[0]


class Phrases(TransformerMixin, BaseEstimator):
    """Counts words and phrases, and has no analyzer to ask."""

    def fit(self, X, y=None):
        self.counter_ = CountVectorizer().fit(self._joined(X))
        return self

    def transform(self, X):
        return self.counter_.transform(self._joined(X))

    def get_feature_names_out(self, input_features=None):
        return self.counter_.get_feature_names_out()

    def _joined(self, X):
        return [text.replace("and dogs", "anddogs") for text in X]


class NamelessPhrases(Phrases):
    """Does not name its columns, which are numbers to all."""

    get_feature_names_out = property()


def two_columns():
    return make_column_transformer(
        (CountVectorizer(), "text"), (CountVectorizer(), "note")
    )


def two_vectorizers():
    return make_union(CountVectorizer(), CountVectorizer(ngram_range=(2, 2)))


def renamed():
    later = ColumnTransformer([("later", "passthrough", slice(0, 8))])
    return make_pipeline(CountVectorizer(), later)


NOTHING_TO_ASK = {
    "two columns": (two_columns, "ColumnTransformer joins the terms of countv"),
    "a union": (two_vectorizers, "FeatureUnion joins the terms of countvectorizer-1"),
    "a class of one's own": (Phrases, "Phrases cannot be asked for tokens"),
    "without names": (NamelessPhrases, "NamelessPhrases cannot be asked"),
    "renamed terms": (renamed, r"\('later__all', ...\) are not called as CountV"),
}


@pytest.mark.parametrize(("make", "why"), NOTHING_TO_ASK.values(), ids=NOTHING_TO_ASK)
def test_without_a_vectorizer_to_ask_the_counts_judge(make, why):
    X = TEXTS
    if make is two_columns:
        pandas = pytest.importorskip("pandas")
        X = pandas.DataFrame({"text": TEXTS, "note": TEXTS[::-1]})
    steps = make()
    model = make_pipeline(steps, lda()).fit(X)
    for measure in ("c_npmi", "c_v", "c_uci"):
        with pytest.warns(UserWarning, match=f"{measure} is counted in whole.*{why}"):
            value = coherence_scorer(measure)(model, X)
        counts = steps.transform(X)
        assert value == coherence_score(model, counts, measure=measure)
        assert np.isfinite(value)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # documents are what these are counted in anyway
        coherence_scorer("u_mass")(model, X)
        value = coherence_scorer("c_npmi", window="document")(model, X)
    assert value == coherence_score(model, steps.transform(X), measure="c_npmi")
    with pytest.raises(ValueError, match=f"window=5 needs the order.*{why}"):
        coherence_scorer("c_npmi", window=5)(model, X)


def test_an_analyzer_counts_windows_where_there_is_nothing_to_ask():
    model = on_texts(Phrases())
    words = CountVectorizer().build_analyzer()

    def analyzer(text):
        return words(text.replace("and dogs", "anddogs"))

    texts = [analyzer(text) for text in TEXTS]
    expected = coherence_score(model, texts, measure="c_npmi")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = coherence_scorer("c_npmi", analyzer=analyzer)(model, TEXTS)
    assert value == expected


def test_a_scorer_warns_once_in_a_search():
    search = GridSearchCV(
        make_pipeline(two_vectorizers(), lda()),
        {"latentdirichletallocation__n_components": [2, 3]},
        scoring={"npmi": coherence_scorer("c_npmi"), "perplexity": perplexity_scorer},
        refit="npmi",
        cv=2,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        search.fit(TEXTS)
    assert [str(w.message)[:26] for w in caught] == ["c_npmi is counted in whole"]
    found = search.cv_results_["mean_test_npmi"]
    assert len(set(found)) == 2
    assert found.min() > -1


def test_a_search_over_tables():
    X = table("pandas")
    grid = {"latentdirichletallocation__n_components": [2, 3]}
    columns = make_column_transformer((CountVectorizer(), "text"))
    found, plain = (
        GridSearchCV(
            make_pipeline(step, lda()), grid, scoring=coherence_scorer("c_npmi"), cv=2
        ).fit(data)
        for step, data in ((columns, X), (CountVectorizer(), TEXTS))
    )
    np.testing.assert_array_equal(
        found.cv_results_["mean_test_score"], plain.cv_results_["mean_test_score"]
    )
    assert coherence_scorer("c_v")(found, X) == coherence_scorer("c_v")(plain, TEXTS)


def test_hashed_columns_have_no_terms():
    hashed = HashingVectorizer(n_features=16, alternate_sign=False)
    message = "HashingVectorizer does not keep the terms.* use a CountVectorizer"
    with pytest.raises(ValueError, match=message):
        coherence_scorer()(on_texts(hashed), TEXTS)
    names = [f"bucket {i}" for i in range(16)]
    with pytest.warns(UserWarning, match="HashingVectorizer does not keep terms"):
        value = coherence_scorer("c_v", feature_names=names)(on_texts(hashed), TEXTS)
    assert value == coherence_scorer("c_v")(
        lda().fit(hashed.transform(TEXTS)), hashed.transform(TEXTS)
    )
    columns = make_column_transformer((hashed, "text"))
    X = table("pandas")
    with pytest.raises(ValueError, match=message):
        coherence_scorer()(make_pipeline(columns, lda()).fit(X), X)


def bertopic(**parts):
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    return BERTopic(encoder, min_topic_size=4, random_state=0, **parts)


def test_bertopic_after_a_function_and_with_its_own_vectorizers():
    X = table("pandas")
    plain = bertopic().fit(TEXTS)
    expected = coherence_scorer("c_npmi")(plain, TEXTS)
    after = make_pipeline(FunctionTransformer(text_of), bertopic()).fit(X)
    assert coherence_scorer("c_npmi")(after, X) == expected
    online = bertopic(vectorizer=OnlineCountVectorizer()).fit(TEXTS)
    assert coherence_scorer("c_npmi")(online, TEXTS) == expected
    for vectorizer in (Phrases(), two_vectorizers()):
        model = bertopic(vectorizer=vectorizer).fit(TEXTS)
        with pytest.warns(UserWarning, match="is counted in whole documents"):
            value = coherence_scorer("c_npmi")(model, TEXTS)
        counts = model.vectorizer_.transform(TEXTS)
        assert value == coherence_score(
            model, counts, measure="c_npmi", feature_names=model.terms_
        )


def test_rows_of_counts_in_lists_and_columns():
    counts = CountVectorizer().fit_transform(TEXTS).toarray()
    model = NMF(2, random_state=0).fit(counts)
    expected = coherence_scorer("c_npmi")(model, counts)
    assert coherence_scorer("c_npmi")(model, counts.tolist()) == expected
    pandas = pytest.importorskip("pandas")
    assert coherence_scorer("c_npmi")(model, pandas.Series(list(counts))) == expected


def test_numbers_go_through_steps_that_choose_columns():
    counts = CountVectorizer().fit_transform(TEXTS).toarray()
    counts[:, 2] = 0
    model = make_pipeline(VarianceThreshold(), NMF(2, random_state=0)).fit(counts)
    value = coherence_scorer("c_npmi")(model, counts)
    assert value == coherence_score(model, model[0].transform(counts), measure="c_npmi")


def test_cross_validation_of_two_scorers():
    X = table("pandas")
    model = make_pipeline(make_column_transformer((CountVectorizer(), "text")), lda())
    scoring = {"c_v": coherence_scorer("c_v"), "perplexity": perplexity_scorer}
    found = cross_validate(model, X, scoring=scoring, cv=2, error_score="raise")
    plain = make_pipeline(CountVectorizer(), lda())
    expected = cross_validate(plain, TEXTS, scoring=scoring, cv=2)
    for name in ("test_c_v", "test_perplexity"):
        np.testing.assert_array_equal(found[name], expected[name])

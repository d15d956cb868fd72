"""Whatever form topics and texts come in, the score is the same."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics.metrics import CoherenceWarning, coherence_score, topic_coherences
from sktopics.sequences import TokenSequences
from sktopics.topics import Topic, TopicTable, topic_table

RAW = [
    "The ship left the harbour; the harbour slept.",
    "A tax on ships, a tax on the harbour",
    "",
    "Parliament voted: the tax on tea stays, ship or no ship",
]
ANALYZER = CountVectorizer().build_analyzer()
TOKENS = [ANALYZER(text) for text in RAW]
TOPICS = [["ship", "harbour", "the"], ["tax", "on", "tea"]]
MEASURES = ["u_mass", "c_v", "c_uci", "c_npmi"]


def in_a_frame(texts):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame({"text": texts})["text"]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "texts",
    [
        RAW,
        tuple(RAW),
        np.array(RAW),
        np.array(RAW, dtype=object),
        in_a_frame(RAW),
        in_a_frame(TOKENS),
        TokenSequences.from_tokens(TOKENS),
    ],
    ids=lambda texts: type(texts).__name__,
)
def test_forms_of_texts(texts, measure):
    score = coherence_score(TOPICS, texts, measure=measure, window=3)
    assert score == coherence_score(TOPICS, TOKENS, measure=measure, window=3)


def test_generated_texts():
    expected = coherence_score(TOPICS, TOKENS)
    assert coherence_score(TOPICS, (text for text in RAW)) == expected
    assert coherence_score(TOPICS, (iter(tokens) for tokens in TOKENS)) == expected


@pytest.mark.parametrize("measure", MEASURES)
def test_counts_are_judged_by_document(measure):
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(RAW)
    names = vectorizer.get_feature_names_out()
    expected = coherence_score(TOPICS, TOKENS, measure=measure, window="document")
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X.toarray(), columns=names)
    assert coherence_score(TOPICS, frame, measure=measure) == expected
    for form in (X, sp.csc_array(X), X.astype(np.float32).toarray()):
        ours = coherence_score(TOPICS, form, measure=measure, feature_names=names)
        assert ours == expected
    with pytest.raises(ValueError, match="needs the order of tokens"):
        coherence_score(TOPICS, X, feature_names=names, window=3)


def test_u_mass_of_counts_is_exact():
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(RAW)
    ours = coherence_score(
        TOPICS, X, measure="u_mass", feature_names=vectorizer.get_feature_names_out()
    )
    assert ours == coherence_score(TOPICS, RAW, measure="u_mass")


def test_an_analyzer_of_ones_own():
    def letters(text):
        return list(text.lower())

    expected = coherence_score([["a", "t"]], [letters(text) for text in RAW])
    assert coherence_score([["a", "t"]], RAW, analyzer=letters) == expected


def test_a_table_of_topics():
    table = TopicTable(
        Topic(i, "", None, terms, [0.1] * 3) for i, terms in enumerate(TOPICS)
    )
    assert coherence_score(table, TOKENS) == coherence_score(TOPICS, TOKENS)


@pytest.fixture(scope="module")
def pipeline():
    """Cleans, stems crudely, drops stop words; then fits."""
    return make_pipeline(
        FunctionTransformer(lambda texts: [t.replace("ships", "ship") for t in texts]),
        CountVectorizer(stop_words=["the", "on"]),
        LatentDirichletAllocation(3, random_state=0),
    ).fit(RAW)


def top_words(model, names, n):
    return [
        [names[i] for i in np.argsort(-row, kind="stable")[:n]]
        for row in model.components_
    ]


def test_a_pipeline_brings_its_topics_and_its_analyzer(pipeline):
    vectorizer, model = pipeline[1], pipeline[2]
    topics = top_words(model, vectorizer.get_feature_names_out(), 4)
    texts = [vectorizer.build_analyzer()(t.replace("ships", "ship")) for t in RAW]
    expected = topic_coherences(topics, texts, measure="c_npmi", window=3)
    ours = topic_coherences(pipeline, RAW, measure="c_npmi", window=3, n_top_words=4)
    np.testing.assert_array_equal(ours.values, expected.values)
    assert ours.unknown == ((), (), ())
    other = topic_coherences(
        pipeline, TOKENS, measure="c_npmi", window=3, n_top_words=4
    )
    assert not np.allclose(other.values, ours.values)


def test_a_pipeline_names_the_columns_of_counts(pipeline):
    X = pipeline[:2].transform(RAW)
    ours = coherence_score(pipeline, X, measure="u_mass", n_top_words=4)
    assert ours == coherence_score(pipeline, RAW, measure="u_mass", n_top_words=4)


def test_a_model_fitted_on_a_frame_has_names():
    pandas = pytest.importorskip("pandas")
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(RAW).toarray()
    frame = pandas.DataFrame(X, columns=vectorizer.get_feature_names_out())
    model = LatentDirichletAllocation(2, random_state=0).fit(frame)
    topics = top_words(model, vectorizer.get_feature_names_out(), 3)
    ours = coherence_score(model, RAW, n_top_words=3)
    assert ours == pytest.approx(coherence_score(topics, RAW))


def test_a_model_fitted_on_a_bare_matrix_calls_terms_by_number():
    X = CountVectorizer().fit_transform(RAW)
    model = LatentDirichletAllocation(2, random_state=0).fit(X)
    by_number = TokenSequences.from_tokens(TOKENS)
    by_number = TokenSequences(
        by_number.ids, by_number.offsets, n_terms=by_number.n_terms
    )
    ours = topic_coherences(model, by_number, measure="u_mass")
    assert ours.unknown == ((), ())
    of_counts = topic_coherences(model, X, measure="u_mass")
    np.testing.assert_array_equal(ours.values, of_counts.values)


def test_of_equal_weights_the_first_terms_are_the_top():
    X = CountVectorizer().fit_transform(RAW)
    model = LatentDirichletAllocation(1, random_state=0).fit(X)
    model.components_ = np.ones_like(model.components_)
    ours = coherence_score(model, X, n_top_words=3)
    assert ours == coherence_score([["0", "1", "2"]], X, feature_names=range_names(X))


def range_names(X):
    return [str(i) for i in range(X.shape[1])]


def test_an_unfitted_model():
    with pytest.raises(NotFittedError):
        coherence_score(LatentDirichletAllocation(), RAW)


def test_a_model_without_topics():
    with pytest.raises(TypeError, match="CountVectorizer has no components_"):
        coherence_score(CountVectorizer().fit(RAW), RAW)


@pytest.mark.parametrize(
    ("topics", "error", "message"),
    [
        ("ship harbour", TypeError, "topics must be lists of terms.* got str"),
        (3, TypeError, "topics must be lists of terms.* got int"),
        ([], ValueError, "at least one topic"),
        (["ship", "harbour"], TypeError, r"topics\[0\] must be a list of terms"),
        ([["ship"], None], TypeError, r"topics\[1\] must be a list of terms"),
        (np.ones((2, 3)), TypeError, r"topics\[0\] .* holds .*1.0"),
        ([[["ship"]]], TypeError, r"topics\[0\] .* of type list"),
    ],
)
def test_bad_topics(topics, error, message):
    with pytest.raises(error, match=message):
        coherence_score(topics, TOKENS)


@pytest.mark.parametrize(
    ("texts", "error", "message"),
    [
        (None, TypeError, "texts must be an iterable of documents.* got NoneType"),
        ("a ship", TypeError, "texts must be an iterable of documents.* got str"),
        ([], ValueError, "at least one document"),
        (TokenSequences([], [0], n_terms=2), ValueError, "at least one document"),
        (["a ship", ["a", "ship"]], TypeError, r"texts\[1\] is of type list"),
        ([["a", "ship"], "a ship"], TypeError, r"texts\[1\] is of type str"),
        ([["a", "ship"], None], TypeError, r"texts\[1\] is of type NoneType"),
        (["a ship", np.nan], TypeError, r"texts\[1\] is of type float"),
        (np.ones((2, 3)), ValueError, "give feature_names"),
    ],
)
def test_bad_texts(texts, error, message):
    with pytest.raises(error, match=message):
        coherence_score(TOPICS, texts)


@pytest.mark.parametrize(
    ("X", "names", "message"),
    [
        ([[1.0, np.nan]], ["a", "b"], "NaN"),
        ([[1.0, -1.0]], ["a", "b"], "Negative"),
        ([[1.0, 1.0]], ["a"], "name the 2 columns of texts, got 1"),
    ],
)
def test_bad_counts(X, names, message):
    with pytest.raises(ValueError, match=message):
        coherence_score([["a", "b"]], np.array(X), feature_names=names)


def test_texts_of_no_tokens():
    with pytest.warns(CoherenceWarning):
        assert coherence_score(TOPICS, ["", ""], measure="c_npmi") == -1


@pytest.fixture(scope="module")
def nameless():
    """Texts, their counts, and a model of the counts that knows no names."""
    texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(texts)
    model = NMF(2, random_state=0).fit(counts)
    return texts, counts, model, vectorizer.get_feature_names_out()


def test_feature_names_name_the_terms_of_a_model_without_names(nameless):
    texts, counts, model, names = nameless
    expected = topic_table(model, feature_names=names).top_words
    for judge in (texts, counts):
        found = coherence_score(
            model, judge, measure="c_npmi", feature_names=names, average=False
        )
        again = coherence_score(
            expected, judge, measure="c_npmi", feature_names=names, average=False
        )
        np.testing.assert_array_equal(found, again)
        assert found.min() > 0.4


def test_texts_cannot_judge_a_model_without_names(nameless):
    texts, _, model, names = nameless
    for judge in (texts, [text.split() for text in texts]):
        with pytest.raises(ValueError, match="does not know the names of its terms"):
            coherence_score(model, judge)
    with pytest.raises(ValueError, match=r"feature_names has 5 terms.*6 columns"):
        coherence_score(model, texts, feature_names=names[:5])

"""AttentiveARTM: segments and passages as texts."""

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, SequenceVectorizer
from sktopics._boundaries import split_sentences
from sktopics.analysis import TextSegments
from sktopics.artm import Passage
from sktopics.artm._quoted_texts import segments_in_texts
from sktopics.text import Lemmatizer, TextCleaner

SEA = "The ship sailed. Sea, sail: a sea! And so it was."
TAX = '"Debt, a tax!" Taxes of debt. Then tax.'
TEXTS = [f"{SEA} {TAX}", f"{TAX}\n\n{SEA}", f"{SEA}  {TAX}"] * 4
STOP = ["the", "and", "so", "it", "was", "of", "then"]


@pytest.fixture(scope="module")
def fitted():
    vectorizer = SequenceVectorizer(stop_words=STOP)
    X = vectorizer.fit_transform(TEXTS)
    return vectorizer, X, AttentiveARTM(2, context=4, random_state=0).fit(X)


def test_texts_of_segments(fitted):
    vectorizer, X, model = fitted
    segments = model.segment_texts(TEXTS, vectorizer, n_segments=2)
    assert isinstance(segments, TextSegments)
    # Quotes and stop words at the start of a sentence belong to the sentence.
    assert [s.text for s in segments[:6]] == [
        f"{SEA} ", TAX, f"{TAX}\n\n", SEA, f"{SEA}  ", TAX
    ]  # fmt: skip
    topic = int(model.components_[:, vectorizer.vocabulary_["sea"]].argmax())
    assert segments.topics[:4].tolist() == [topic, 1 - topic, 1 - topic, topic]
    assert (segments.shares > 0.9).all()
    assert "sea" in segments[0].label
    means = np.array([model.transform_positions(X[d]).mean(axis=0) for d in range(3)])
    whole = model.segment_texts(TEXTS[:3], vectorizer, n_segments=1)
    np.testing.assert_allclose(whole.shares, means.max(axis=1), rtol=1e-5)
    assert [s.text for s in whole] == TEXTS[:3]


def test_segments_of_whole_sentences(fitted):
    _, _, model = fitted
    vectorizer = SequenceVectorizer(stop_words=STOP, boundaries="sentence").fit(TEXTS)
    segments = model.segment_texts(TEXTS, vectorizer, penalty=0.0)
    assert len(segments) > 2 * len(TEXTS)
    sentences = {piece.strip() for text in TEXTS for piece in split_sentences(text)}
    for segment in segments:
        pieces = {piece.strip() for piece in split_sentences(segment.text)}
        assert pieces <= sentences | {""}


def test_documents_joined_are_the_documents(fitted):
    vectorizer, _, model = fitted
    documents = [*TEXTS, "", "  ", "Nothing known?", "sea", "?!"]
    segments = model.segment_texts(documents, vectorizer, penalty=0.0)
    assert segments.n_documents == len(documents)
    joined = [
        "".join(s.text for s in segments if s.document == d)
        for d in range(len(documents))
    ]
    assert joined == [text if text.strip() else "" for text in documents]
    unknown = [s for s in segments if s.document in (14, 16)]
    assert [(s.topic, s.share, s.label) for s in unknown] == [(-1, 0, "(no topic)")] * 2


def test_names_and_ids(fitted):
    pd = pytest.importorskip("pandas")
    vectorizer, _, model = fitted
    series = pd.Series(TEXTS[:2], index=["a", "b"])
    segments = model.segment_texts(
        series, vectorizer, labels={0: "Zero", 1: "One"}, n_segments=2
    )
    assert [s.id for s in segments] == ["a", "a", "b", "b"]
    assert {s.label for s in segments} == {"Zero", "One"}
    assert segments.to_frame()["text"].tolist()[0] == f"{SEA} "


def test_words_that_are_not_known_have_no_topic():
    vectorizer = SequenceVectorizer(vocabulary=["sea", "tax"], unknown="keep")
    X = vectorizer.fit_transform(["sea sea tax tax", "tax sea"])
    model = AttentiveARTM(1, random_state=0).fit(X)
    segments = model.segment_texts(["ship debt", "sea"], vectorizer)
    assert segments.topics.tolist() == [-1, 0]


@pytest.mark.parametrize("heads", ["average", "concatenate"])
def test_shares_over_several_contexts(heads):
    vectorizer = SequenceVectorizer(stop_words=STOP)
    X = vectorizer.fit_transform(TEXTS)
    model = AttentiveARTM(2, context=[3, 8], heads=heads, random_state=0).fit(X)
    segments = model.segment_texts(TEXTS, vectorizer, n_segments=2)
    assert set(segments.topics.tolist()) == {0, 1}
    assert (segments.shares <= 1 + 1e-6).all()
    assert (segments.shares > 0.8).all()


def test_steps_before_the_model():
    texts = [text.replace("ship", "ship @me") for text in TEXTS]
    stem = Lemmatizer(lemmatize=lambda word: word.removesuffix("es"))
    pipeline = make_pipeline(
        TextCleaner(lowercase=False),
        SequenceVectorizer(tokenizer=stem, token_pattern=None, stop_words=STOP),
        AttentiveARTM(2, context=4, random_state=0),
    ).fit(texts)
    segments = pipeline[-1].segment_texts(texts, pipeline[:-1], n_segments=2)
    assert [s.text for s in segments[2:4]] == [
        f"{TAX}\n\n",
        SEA.replace("ship", "ship @me"),
    ]


def test_words_and_texts_of_passages(fitted):
    vectorizer, X, model = fitted
    topic = int(model.components_[:, vectorizer.vocabulary_["debt"]].argmax())
    plain = model.topical_passages(X, topic, 3)
    quoted = model.topical_passages(X, topic, 3, documents=TEXTS, vectorizer=vectorizer)
    assert [passage[:6] for passage in plain] == [passage[:6] for passage in quoted]
    assert plain[0].text is None
    assert quoted[0].words == ("debt", "tax", "taxes", "debt", "tax")
    assert quoted[0].text == 'Debt, a tax!" Taxes of debt. Then tax'
    assert "text='Debt, a tax!" in repr(quoted[0])
    assert "words='debt tax taxes debt tax'" in repr(plain[0])
    assert repr(Passage(1, 2, 3, 0.5, 1.0)).endswith("excess=1)")


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (
            lambda v, X, m: m.topical_passages(X, 0, documents=TEXTS),
            ValueError,
            "vectorizer is missing",
        ),
        (
            lambda v, X, m: m.topical_passages(X, 0, vectorizer=v),
            ValueError,
            "documents is missing",
        ),
        (
            lambda v, X, m: m.topical_passages(
                X, 0, documents=TEXTS[:2], vectorizer=v
            ),
            ValueError,
            "2 texts, and X has 12",
        ),
        (
            lambda v, X, m: m.topical_passages(
                X, 0, documents=["tax", *TEXTS[1:]], vectorizer=v
            ),
            ValueError,
            "finds 1 tokens in document 0",
        ),
        (
            lambda v, X, m: m.segment_texts(TEXTS, CountVectorizer().fit(TEXTS)),
            TypeError,
            "does not tell where its tokens stand",
        ),
        (lambda v, X, m: m.segment_texts(TEXTS[0], v), TypeError, "a list of str"),
        (lambda v, X, m: m.segment_texts([None], v), TypeError, "document 0 is None"),
        (
            lambda v, X, m: AttentiveARTM().segment_texts(TEXTS, v),
            NotFittedError,
            "not fitted",
        ),
    ],
    ids=[
        "no vectorizer", "no documents", "few", "others", "counts", "text", "None",
        "not fitted",
    ],
)  # fmt: skip
def test_bad_input(fitted, call, error, match):
    with pytest.raises(error, match=match):
        call(*fitted)


@pytest.mark.parametrize(
    ("text", "places", "token", "border"),
    [
        ("a b", [[0, 1], [2, 3]], 1, 2),
        ('a "b"', [[0, 1], [3, 4]], 1, 2),
        ("a-b", [[0, 1], [2, 3]], 1, 2),
        ("A. So. The b", [[0, 1], [11, 12]], 1, 7),
        ("a.\n\nthe b", [[0, 1], [8, 9]], 1, 4),
        ("ab c", [[0, 4], [1, 2]], 1, 1),
    ],
    ids=["space", "quote", "hyphen", "sentences", "paragraph", "overlap"],
)
def test_places_of_borders(text, places, token, border):
    runs = np.array([[0, 0, token], [0, token, len(places)]])
    spans, segments = segments_in_texts(runs, [text], [np.array(places)])
    assert spans.tolist() == [[0, 0, border], [0, border, len(text)]]
    assert segments.tolist() == [0, 1]

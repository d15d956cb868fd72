"""Documents cut into segments, by models of all kinds."""

import pickle

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, BERTopic, OnlineCountVectorizer, SequenceVectorizer
from sktopics.analysis import TextSegment, TextSegments, segment_documents
from sktopics.lda import AuthorTopicModel
from sktopics.metrics import pk_error, segmentation_scorer
from sktopics.text import split_documents

SEA = ["A ship at sea.", "The sea and the harbour.", "Ship, harbour, sea!"]
MONEY = ["A tax on debt.", "Money, bank and tax.", "The bank has debt and money."]
SENTENCES = (SEA + MONEY) * 4
TEXT = " ".join(SEA + MONEY + SEA[:2])
BORDERS = [TEXT.index("A tax"), TEXT.index(SEA[0], 50)]
TEXTS = [TEXT, "", " ".join(MONEY), " \n"]


def mixtures():
    vectorizer = CountVectorizer(stop_words="english")
    return make_pipeline(vectorizer, NMF(2, random_state=0)).fit(SENTENCES)


MODELS = {
    "NMF": mixtures,
    "BERTopic": lambda: BERTopic(
        encoder=make_pipeline(TfidfVectorizer(), TruncatedSVD(2, random_state=0)),
        reducer=None,
        clusterer=KMeans(2, n_init=3, random_state=0),
    ).fit(SENTENCES),
    "AttentiveARTM": lambda: make_pipeline(
        SequenceVectorizer(stop_words="english"), AttentiveARTM(2, random_state=0)
    ).fit(SENTENCES),
}


@pytest.mark.parametrize("name", MODELS)
def test_models_of_all_kinds(name):
    found = segment_documents(MODELS[name](), TEXTS)
    assert isinstance(found, TextSegments)
    assert [borders.tolist() for borders in found.borders] == [BORDERS, [], [], []]
    assert found.spans[:, 0].tolist() == [0, 0, 0, 2]
    sea, money = found.topics[:2]
    assert found.topics.tolist() == [sea, money, sea, money]
    for segment in found:
        text = TEXTS[segment.document]
        assert segment.text == text[segment.start : segment.stop]
        assert 0.5 < segment.share <= 1
    assert "".join(found.texts[:3]) == TEXT
    assert pk_error([BORDERS, [], [], []], found.borders, texts=TEXTS) == 0


def test_the_model_and_documents_stay_as_they_were():
    model, texts = mixtures(), np.array(TEXTS, dtype=object)
    texts.flags.writeable = False
    before = pickle.dumps(model)
    first = segment_documents(model, texts)
    assert first == segment_documents(model, TEXTS)
    assert pickle.dumps(model) == before


@pytest.mark.parametrize("options", [{"n_segments": 2}, {"penalty": 0.5}], ids=str)
def test_a_single_sentence_does_not_cut(options):
    text = " ".join([*SEA, MONEY[0], *SEA, *MONEY, *MONEY])
    plain = segment_documents(mixtures(), [text])
    assert len(plain) == 4
    border = text.index(MONEY[0], 100)
    for given in (options, {"smoothing": 3}):
        found = segment_documents(mixtures(), [text], **given)
        assert [b.tolist() for b in found.borders] == [[border]]


def test_number_of_segments_of_each_document():
    texts = [TEXT, TEXT]
    found = segment_documents(mixtures(), texts, n_segments=[1, 3])
    assert [b.tolist() for b in found.borders] == [[], BORDERS]
    assert np.bincount(found.spans[:, 0]).tolist() == [1, 3]


def test_other_parts_than_sentences():
    text = "\n\n".join([" ".join(SEA), " ".join(MONEY), " ".join(MONEY)])
    found = segment_documents(mixtures(), [text], by="paragraph")
    assert [b.tolist() for b in found.borders] == [[text.index("A tax")]]
    words = segment_documents(mixtures(), [text], by=3)
    assert words.borders[0][0] == text.index("A tax")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns_and_ids(library):
    frames = pytest.importorskip(library)
    column = frames.Series(TEXTS)
    if library == "pandas":
        column.index = ["one", "two", "three", "four"]
    found = segment_documents(mixtures(), column, labels=["sea", "money"])
    ids = ("one", "one", "one", "three") if library == "pandas" else (0, 0, 0, 2)
    assert found.ids == ids
    assert set(found.labels) == {"sea", "money"}
    frame = found.to_frame(library)
    assert list(frame.columns) == [
        "document",
        "id",
        "start",
        "stop",
        "topic",
        "label",
        "share",
        "text",
    ]
    assert found.to_dict()["text"] == list(found.texts)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames(library):
    frames = pytest.importorskip(library)
    frame = frames.DataFrame({"year": [1, 2, 3, 4], "text": TEXTS})
    training = frames.DataFrame({"year": [1] * 24, "text": SENTENCES})
    if library == "pandas":
        frame.index = ["a", "b", "a", "c"]
    columns = ColumnTransformer([("text", CountVectorizer(), "text")])
    pipeline = make_pipeline(columns, NMF(2, random_state=0)).fit(training)
    found = segment_documents(pipeline, frame)
    assert [b.tolist() for b in found.borders] == [BORDERS, [], [], []]
    assert found.ids == (("a",) * 4 if library == "pandas" else (0, 0, 0, 2))
    true = [BORDERS, [], [], []]
    assert segmentation_scorer(k=3)(pipeline, frame, true) == 0
    assert (
        segmentation_scorer(k=3, segmenter=segment_documents)(pipeline, frame, true)
        == 0
    )


def test_table():
    found = segment_documents(mixtures(), TEXTS)
    assert found[1] == TextSegment(
        0,
        0,
        *BORDERS,
        found.topics[1],
        found.labels[1],
        found.shares[1],
        TEXT[slice(*BORDERS)],
    )
    assert found[1:] == TextSegments(
        found.spans[1:],
        found.topics[1:],
        found.shares[1:],
        found.labels[1:],
        found.texts[1:],
        found.ids[1:],
        4,
    )
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(ValueError, match="read-only"):
        found.topics[0] = 5
    many = segment_documents(mixtures(), [TEXT] * 30)
    lines = repr(many).splitlines()
    assert lines[0] == "TextSegments: 90"
    assert lines[-1] == "… 70 more segments"
    assert len(lines) == 23


def test_given_embeddings_are_of_the_parts():
    parts, _ = split_documents(TEXTS, by="sentence")
    is_sea = [[float("sea" in part), float("sea" not in part)] for part in SENTENCES]
    model = BERTopic(reducer=None, clusterer=KMeans(2, n_init=3, random_state=0)).fit(
        SENTENCES, embeddings=np.array(is_sea, np.float32)
    )
    vectors = [[float("sea" in part), float("sea" not in part)] for part in parts]
    found = segment_documents(model, TEXTS, embeddings=np.array(vectors, np.float32))
    assert [b.tolist() for b in found.borders] == [BORDERS, [], [], []]
    with pytest.raises(ValueError, match=r"vectors of the 11 parts .* have 4 rows"):
        segment_documents(model, TEXTS, embeddings=np.zeros((4, 2)))


def test_what_documents_have_beside_them():
    vectorizer = OnlineCountVectorizer()
    counts = vectorizer.fit_transform(SENTENCES)
    authors = [["ann"]] * 3 + [["bob"]] * 3
    model = AuthorTopicModel(2, random_state=0).fit(counts, authors=authors * 4)
    pipeline = make_pipeline(vectorizer, model)
    given = [["ann"], ["bob"], ["bob"], ["ann"]]
    found = segment_documents(pipeline, TEXTS, authors=given)
    assert found.n_documents == 4
    with pytest.raises(ValueError, match="authors must have one entry for each of the"):
        segment_documents(pipeline, TEXTS, authors=given[:2])


def test_topics_of_training_sentences_are_those_of_the_model():
    model = MODELS["BERTopic"]()
    found = segment_documents(model, SENTENCES)
    assert found.topics.tolist() == model.labels_.tolist()


def test_what_is_refused():
    with pytest.raises(NotFittedError):
        segment_documents(BERTopic(), TEXTS)
    with pytest.raises(TypeError, match="segment_documents takes documents"):
        segment_documents(mixtures(), TEXT)
    with pytest.raises(TypeError, match="document 1 is 3"):
        segment_documents(mixtures(), [TEXT, 3])
    with pytest.raises(ValueError, match="at least 1 document"):
        segment_documents(mixtures(), [])
    with pytest.raises(TypeError, match="takes texts, and X is a ndarray without"):
        segment_documents(mixtures(), np.array([[TEXT]], dtype=object))
    with pytest.raises(TypeError, match="takes texts, and X is a csr_matrix without"):
        segment_documents(mixtures(), CountVectorizer().fit_transform(TEXTS))
    with pytest.raises(ValueError, match="one int for each of the 4 documents"):
        segment_documents(mixtures(), TEXTS, n_segments=[1, 2])
    for options in ({"smoothing": 0}, {"by": "line"}, {"penalty": -1}, {"by": 0}):
        with pytest.raises(ValueError, match=f"'{next(iter(options))}' parameter"):
            segment_documents(mixtures(), TEXTS, **options)
    with pytest.raises(TypeError, match="tags= is no option"):
        segment_documents(mixtures(), TEXTS, tags=["a"] * 4)

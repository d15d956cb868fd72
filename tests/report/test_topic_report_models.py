"""Reports of every kind of model, and what they say is missing."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    ContextualTop2Vec,
    Doc2Vec,
    HierarchicalARTM,
    LatentDirichletAllocation,
    LeidenClustering,
    SequenceVectorizer,
    ThetalessARTM,
    Top2Vec,
)
from sktopics.analysis import topic_parents
from sktopics.report import TopicReport
from sktopics.representation import TopicImages
from sktopics.text import ModalityVectorizer
from sktopics.topics import TopicTable, topic_table

TEXTS = [
    "Sea ship sail. Harbour, sea!",
    "ship sail sea",
    "harbour ship wind",
    "tax debt law",
    "law tax vote",
    "debt tax vote law",
    "rain snow wind",
    "snow ice rain",
    "",
] * 4
LABELS = [0, 0, 0, 1, 1, 1, 2, 2, -1] * 4
VECTORS = np.eye(4)[LABELS] + np.random.RandomState(0).rand(len(LABELS), 4) / 9


def counting(model, vectorizer=None):
    return make_pipeline(vectorizer or CountVectorizer(), model)


def lda(n=3):
    return LatentDirichletAllocation(n, max_iter=5, random_state=0)


def clusters(labels=LABELS, **parts):
    return BERTopic(None, None, None, **parts).fit(TEXTS, labels, embeddings=VECTORS)


def missing(report):
    return dict(report.summary["missing"])


MODELS = {
    "search": lambda: GridSearchCV(
        counting(lda()), {"latentdirichletallocation__n_components": [2, 3]}, cv=2
    ),
    "frozen": lambda: FrozenEstimator(counting(lda()).fit(TEXTS)),
    "nmf": lambda: counting(NMF(3, random_state=0), TfidfVectorizer()),
    "artm": lambda: counting(ARTM(3, random_state=0)),
    "thetaless": lambda: counting(ThetalessARTM(3, random_state=0)),
    "top2vec": lambda: Top2Vec(
        make_pipeline(SequenceVectorizer(), Doc2Vec(4, epochs=2, random_state=0)),
        random_state=0,
    ),
}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_any_model(name):
    model = MODELS[name]()
    if name != "frozen":
        model.fit(TEXTS)
    report = TopicReport(model, TEXTS, times=range(len(TEXTS)))
    assert report.to_html()
    assert report.lists["texts.0"] == TEXTS
    topics = report.summary["topics"]
    assert [t["name"] for t in topics] == topic_table(model).labels
    numbers = report.columns["documents.topic"]
    assert (numbers[8::9] == -1).all()  # empty documents
    without = report.summary["no_topic"]
    if report.summary["model"]["kind"] == "mixture":
        assert sum(t["share"] for t in topics) == pytest.approx(1)
        assert without["size"] == 4
    else:
        assert sum(t["size"] for t in topics) + without["size"] == len(TEXTS)
    assert set(missing(report)) == {"Classes", "Metadata"}


def test_counts_have_no_texts_and_numbers_for_names():
    X = CountVectorizer().fit_transform(TEXTS)
    report = TopicReport(lda().fit(X), X)
    assert "Pipeline that starts with the vectorizer" in missing(report)["Texts"]
    assert not report.summary["corpus"]["has_texts"]
    assert set(report.lists["terms"]) <= set(map(str, range(X.shape[1])))
    assert len(report.columns["terms.document"])
    assert report.summary["corpus"]["n_tokens"] == X.sum()
    other = TopicReport(lda().fit(X), X.toarray())
    fingerprints = {r.summary["corpus"]["fingerprint"] for r in (report, other)}
    assert None not in fingerprints


def test_sequences_have_no_texts():
    X = SequenceVectorizer().fit_transform(TEXTS)
    report = TopicReport(AttentiveARTM(2, random_state=0).fit(X), X)
    assert "Texts" in missing(report)
    assert not report.summary["segments"]


def test_clusters_have_their_labels_and_outliers():
    model = clusters()
    report = TopicReport(model, TEXTS, embeddings=VECTORS, classes=LABELS)
    assert_array_equal(report.columns["documents.topic"], LABELS)
    assert report.summary["model"]["kind"] == "clusters"
    assert [t["size"] for t in report.summary["topics"]] == [12, 12, 8]
    assert report.summary["no_topic"] == {
        "size": 4,
        "share": 4 / 36,
        "words": list(model.topics_.outliers.terms),
    }
    assert report.summary["map"]["kind"] == "embeddings"
    shares = report.columns["by_class.share"].reshape(3, 4)
    assert_array_equal(shares, np.eye(4)[1:])
    told = {f["name"]: f for f in report.summary["quality"]}
    assert told["Documents without a topic"]["text"] == "11.1% (4 of 36)"


def test_words_that_a_representation_chose_keep_their_order():
    def chosen(table, context):
        first = replace(table[0], terms=("wind", "open sea"), weights=(0.1, 0.9))
        return TopicTable([first, *table[1:]], table.outliers)

    model = clusters(representation=chosen)
    report = TopicReport(model, TEXTS, embeddings=VECTORS)
    topics = report.summary["topics"]
    assert [topic["is_refined"] for topic in topics] == [True, False, False]
    assert topics[0]["words"] == ["wind", "open sea"]
    shares = report.columns["topic_terms.share"]
    assert_allclose(shares[:2], [0.1, 0.9], rtol=1e-6)
    number = report.lists["terms"].index("open sea")
    assert report.columns["terms.share"][number] == 0
    offsets = report.columns["terms.offsets"]
    assert offsets[number] == offsets[number + 1]


@pytest.mark.filterwarnings("ignore:No topics were found")
def test_outliers_only():
    model = clusters([-1] * len(TEXTS))
    report = TopicReport(model, TEXTS, embeddings=VECTORS, times=range(len(TEXTS)))
    assert report.to_html()
    assert report.summary["topics"] == []
    assert report.summary["map"] is None
    assert missing(report)["Topics"] == "The model has found no topic."
    assert report.summary["no_topic"]["share"] == 1


def test_similar_topics_are_near_on_maps_without_vectors():
    class Known(BERTopic):
        """As if it had an encoder whose vectors nobody keeps."""

        def __kept_vectors__(self, X=None):
            return None

    rng = np.random.RandomState(0)
    vectors = np.eye(4)[[0, 0, 1, 2]][LABELS] + rng.rand(len(LABELS), 4) / 20
    vectors[np.equal(LABELS, 1)] = [1, 0.3, 0, 0]
    vectors[np.equal(LABELS, 2)] = [0, 0, 1, 0]
    model = Known(None, None, None).fit(TEXTS, LABELS, embeddings=vectors)
    report = TopicReport(model, TEXTS)
    assert report.summary["map"]["text"].startswith("Documents stand around")
    a, b, c = (np.array([t["x"], t["y"]]) for t in report.summary["topics"])
    assert np.linalg.norm(a - b) < np.linalg.norm(a - c) / 2
    assert np.linalg.norm(a - b) < np.linalg.norm(b - c) / 2


def test_topics_of_images_have_small_pictures():
    image = pytest.importorskip("PIL.Image")
    noise = np.random.RandomState(0).randint(256, size=(9, 300, 300, 3), dtype=np.uint8)
    images = [image.fromarray(noise[label]) for label in LABELS[:-9]] + [None] * 9
    model = clusters(representation=TopicImages(images))
    topics = TopicReport(model, TEXTS, images=images).summary["topics"]
    for topic in topics:
        assert topic["image"].startswith("data:image/jpeg;base64,")
        assert len(topic["image"]) <= 20_000
        assert "images" not in topic["aspects"]
    other = TopicReport(model, TEXTS[:5], embeddings=VECTORS[:5], images=images[:5])
    assert {topic["image"] for topic in other.summary["topics"]} == {None}
    assert {t["image"] for t in TopicReport(model, TEXTS).summary["topics"]} == {None}


def test_embeddings_without_documents():
    model = BERTopic(None, None, None).fit(None, LABELS, embeddings=VECTORS)
    report = TopicReport(model, embeddings=VECTORS)
    assert report.summary["corpus"]["n_inside"] == len(LABELS)
    assert report.to_html()
    assert {"Words", "Texts", "Search"} <= set(missing(report))


def test_topics_alone():
    model = counting(lda()).fit(TEXTS)
    report = TopicReport(model)
    assert report.summary["corpus"]["n_documents"] == 0
    assert all(t["x"] is not None for t in report.summary["topics"])
    assert "documents.row" not in report.columns
    assert "X=" in missing(report)["Documents"]
    assert report.to_html()


def test_authors_are_classes():
    authors = [["ann", "bob"] if i % 2 else ["cy"] for i in range(len(TEXTS))]
    X = CountVectorizer().fit_transform(TEXTS)
    model = AuthorTopicModel(2, max_iter=5, random_state=0).fit(X, authors=authors)
    report = TopicReport(model, X, authors=authors)
    classes = report.summary["classes"]
    assert classes["name"] == "author"
    assert classes["labels"] == ["ann", "bob", "cy"]
    assert classes["several"]
    offsets = report.columns["documents.class_offsets"]
    assert_array_equal(np.diff(offsets)[:2], [1, 2])
    assert_array_equal(report.columns["documents.class"][:3], [2, 0, 1])


def test_levels_of_a_hierarchy():
    model = counting(HierarchicalARTM([ARTM(2), ARTM(3)], random_state=0)).fit(TEXTS)
    report = TopicReport(model, TEXTS, times=[1, 2, 3, 4] * 9)
    topics = report.summary["topics"]
    assert report.summary["levels"] == ["Level 1", "Level 2"]
    assert [t["level"] for t in topics] == [1, 1, 1, 0, 0]
    parents = {
        (row.topic, row.parent): row.share
        for row in topic_parents(model, min_share=0.05)
        if row.level
    }
    found = {(c, p - 3): w for c in range(3) for p, w in topics[c]["parents"]}
    assert found.keys() == parents.keys()
    for pair, weight in found.items():
        assert weight == pytest.approx(parents[pair], abs=1e-4)
    assert sum(t["share"] for t in topics[3:]) == pytest.approx(1)
    shares = report.columns["over_time.share"].reshape(5, 4)
    assert_allclose(shares[:3].sum(axis=0), 1, rtol=1e-5)
    assert_allclose(shares[3:].sum(axis=0), 1, rtol=1e-5)
    names = topic_table(model, level=0).labels
    assert [t["name"] for t in topics[3:]] == names


def test_layers_of_clusters_are_levels():
    rng = np.random.RandomState(0)
    places = np.repeat(np.arange(6), 40)
    vectors = 3 * np.eye(3)[places // 2] + np.eye(6, 3)[places] + rng.rand(240, 3) / 5
    texts = [f"group{place // 2} part{place}" for place in places]
    model = BERTopic(None, None, LeidenClustering(resolution=4, random_state=0))
    model.fit(texts, embeddings=vectors)
    report = TopicReport(model, texts, embeddings=vectors, times=places % 2)
    topics, levels = report.summary["topics"], report.summary["levels"]
    assert len(levels) > 1
    by_level = np.array([topic["level"] for topic in topics])
    shares = report.columns["over_time.share"].reshape(len(topics), 2)
    for level in range(len(levels)):
        here = np.flatnonzero(by_level == level)
        assert_allclose(shares[here].sum(axis=0), 1, rtol=1e-5)
        assert sum(topics[place]["n_documents"] for place in here) == 240
    for topic in topics:
        for place, weight in topic["parents"]:
            assert topics[place]["level"] == topic["level"] - 1
            assert weight == 1
    assert report.columns["documents.topic"].max() < (by_level == len(levels) - 1).sum()


def test_words_by_modality():
    pandas = pytest.importorskip("pandas")
    parties = ["blue", "red", "green"] * 12
    frame = pandas.DataFrame({"party": parties, "speech": TEXTS})
    vectorizer = ModalityVectorizer(
        [
            ("text", CountVectorizer(), "speech"),
            ("party", CountVectorizer(), "party"),
        ]
    )
    model = make_pipeline(vectorizer, ARTM(3, random_state=0)).fit(frame)
    report = TopicReport(model, frame, metadata=frame)
    assert report.summary["modalities"] == ["text", "party"]
    table = topic_table(model, columns="party")
    for topic, words in zip(report.summary["topics"], table.top_words, strict=True):
        assert topic["words_by_modality"][1] == words
    assert report.lists["texts.0"] == TEXTS
    assert report.lists["field.0"] == parties


def test_segments_of_sequences():
    texts = [f"{text} Tax law vote. Debt law tax." for text in TEXTS]
    texts[1] = "🙂🙂 " + texts[1]
    vectorizer = SequenceVectorizer(boundaries="sentence")
    model = make_pipeline(vectorizer, AttentiveARTM(3, random_state=0)).fit(texts)
    report = TopicReport(model, texts)
    found = model[-1].segment_texts(texts, vectorizer)
    assert report.summary["segments"]
    offsets = report.columns["segments.offsets"]
    assert_array_equal(np.diff(offsets), np.bincount(found.spans[:, 0], minlength=36))
    assert_array_equal(report.columns["segments.topic"], found.topics)
    units = texts[1].encode("utf-16-le")
    for row in range(offsets[1], offsets[2]):
        start, stop = (
            report.columns[f"segments.{end}"][row] for end in ("start", "stop")
        )
        part = units[2 * start : 2 * stop].decode("utf-16-le")
        assert part == found.texts[row]


def test_segments_of_windows():
    def vectors(text):
        spans, start = [], 0
        for word in text.split():
            start = text.index(word, start)
            spans.append((start, start + len(word)))
        rows = [np.eye(4)[0 if "s" in word.lower() else 1] for word in text.split()]
        return np.reshape(rows, (-1, 4)), np.reshape(spans, (-1, 2)).astype(int)

    tokens = [vectors(text) for text in TEXTS]
    model = ContextualTop2Vec(None, random_state=0).fit(TEXTS, token_vectors=tokens)
    report = TopicReport(model, TEXTS, token_vectors=tokens)
    assert report.summary["segments"]
    found = model.segments(TEXTS, tokens)
    assert_array_equal(report.columns["segments.topic"], found.topics)


@pytest.mark.filterwarnings("ignore:.*topics are empty")
def test_many_topics_and_one():
    for n in (200, 1):
        model = counting(lda(n)).fit(TEXTS)
        report = TopicReport(model, TEXTS)
        assert len(report.summary["topics"]) == n
        assert report.to_html()


def test_forms_of_stemmed_words():
    def stemmed(text):
        return [word.strip(".,!").lower().rstrip("s") for word in text.split()]

    texts = [text.replace("ship", "ships") for text in TEXTS]
    model = counting(lda(), CountVectorizer(analyzer=stemmed)).fit(texts)
    report = TopicReport(model, texts)
    number = report.lists["terms"].index("ship")
    assert report.lists["terms.forms"] == {str(number): ["ships"]}
    assert not TopicReport(counting(lda()).fit(TEXTS), TEXTS).lists["terms.forms"]

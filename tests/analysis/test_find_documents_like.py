"""Documents like others, and unlike: rows, ids, texts, words, vectors."""

import numpy as np
import pytest
from joint_space_model import DOCUMENTS, LABELS, WindowModel, joint_space_model, units
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import (
    ARTM,
    AttentiveARTM,
    BERTopic,
    LatentDirichletAllocation,
    SequenceVectorizer,
)
from sktopics.analysis import best_topics, find_documents, find_topics

IDS = [f"d{i}" for i in range(len(DOCUMENTS))]


@pytest.fixture(scope="module")
def encoder():
    svd = TruncatedSVD(8, random_state=0)
    return make_pipeline(TfidfVectorizer(), svd).fit(DOCUMENTS)


@pytest.fixture(scope="module")
def clusters(encoder):
    return BERTopic(encoder, None, None).fit(DOCUMENTS, LABELS)


@pytest.fixture(scope="module")
def vectors(clusters):
    return clusters.encoder_.transform(DOCUMENTS)


@pytest.fixture(scope="module")
def mixture():
    lda = LatentDirichletAllocation(3, random_state=0)
    return make_pipeline(CountVectorizer(), lda).fit(DOCUMENTS)


@pytest.fixture(scope="module")
def joint():
    return joint_space_model()


def cosines(vectors, positive, negative=()):
    """Cosines with the mean of the positive minus the mean of the negative ones."""
    wanted = np.mean([units(v) for v in positive], axis=0)
    if len(negative):
        wanted = wanted - np.mean([units(v) for v in negative], axis=0)
    return units(vectors) @ units(wanted)


def ranked(scores, without=()):
    rows = [row for row in np.argsort(-scores, kind="stable") if row not in without]
    return rows, scores[rows]


def check(found, scores, without=()):
    rows, values = ranked(scores, without)
    assert found.similarities == pytest.approx(values, abs=1e-6)
    assert scores[found.rows] == pytest.approx(values, abs=1e-6)
    assert sorted(found.rows.tolist()) == sorted(rows)


def test_documents_like_one(clusters, vectors):
    found = find_documents(clusters, DOCUMENTS, like=1, n_documents=None)
    check(found, cosines(vectors, [vectors[1]]), without=[1])


def test_documents_like_several_and_unlike_others(clusters, vectors):
    found = find_documents(
        clusters, DOCUMENTS, like=[0, 1, "bank of money"], negative=6, n_documents=None
    )
    text = clusters.encoder_.transform(["bank of money"])[0]
    scores = cosines(vectors, [vectors[0], vectors[1], text], [vectors[6]])
    check(found, scores, without=[0, 1, 6])


@pytest.mark.parametrize(
    "positive", ["ship sea", ["ship sea", "wind"]], ids=["one", "two"]
)
def test_texts_and_negative_texts(clusters, vectors, positive):
    found = find_documents(
        clusters, DOCUMENTS, positive, negative=("harbour", "bank"), n_documents=None
    )
    texts = [positive] if isinstance(positive, str) else positive
    encode = clusters.encoder_.transform
    check(found, cosines(vectors, encode(texts), encode(["harbour", "bank"])))


def test_vectors_and_negative_vectors(clusters, vectors):
    found = find_documents(
        clusters, DOCUMENTS, vector=vectors[:2], negative=vectors[6], n_documents=None
    )
    check(found, cosines(vectors, vectors[:2], vectors[6:7]))


def test_the_length_of_a_vector_does_not_count(clusters, vectors):
    given = {"negative": vectors[6], "n_documents": None}
    one = find_documents(clusters, DOCUMENTS, vector=vectors[:2], **given)
    longer = vectors[:2] * np.array([[5.0], [1.0]])
    other = find_documents(clusters, DOCUMENTS, vector=longer, **given)
    assert other.similarities == pytest.approx(one.similarities)


def test_mixtures_compare_shares(mixture):
    shares = mixture.transform(DOCUMENTS)
    found = find_documents(mixture, DOCUMENTS, like=[0, 2], n_documents=None)
    scores = np.mean([np.sqrt(shares * shares[i]).sum(axis=1) for i in (0, 2)], axis=0)
    scores[8] = 0  # of no words
    check(found, scores, without=[0, 2])
    found = find_documents(
        mixture, DOCUMENTS, "ship", negative=["bread"], n_documents=None
    )
    ship, bread = np.sqrt(mixture.transform(["ship", "bread"]))
    scores = np.sqrt(shares) @ (ship - bread)
    scores[8] = 0
    check(found, scores)


def test_a_model_of_counts_takes_rows(mixture):
    counts = mixture[0].transform(DOCUMENTS)
    found = find_documents(mixture[-1], counts, like=[0, 2], negative=[1])
    expected = find_documents(mixture, DOCUMENTS, like=[0, 2], negative=[1])
    assert found.rows.tolist() == expected.rows.tolist()
    found = find_documents(mixture[-1], counts, counts[:1], n_documents=1)
    assert found.similarities[0] == pytest.approx(1)


def test_words_minus_negative_words_by_bm25(mixture):
    tax = find_documents(mixture, DOCUMENTS, words="debt", n_documents=None)
    bank = find_documents(mixture, DOCUMENTS, words=["bank", "sea"], n_documents=None)
    found = find_documents(
        mixture, DOCUMENTS, words="debt", negative=["bank", "sea"], n_documents=None
    )
    unwanted = dict(zip(bank.rows.tolist(), bank.similarities, strict=True))
    scores = {
        row: score - unwanted.get(row, 0)
        for row, score in zip(tax.rows.tolist(), tax.similarities, strict=True)
    }
    # Documents of negative words alone, such as 0, are not found.
    assert sorted(found.rows.tolist()) == sorted(scores) == [1, 3, 5]
    assert found.rows[-1] == 5
    assert found.similarities == pytest.approx(sorted(scores.values(), reverse=True))


def test_ids_of_an_index_and_ids_that_are_given(clusters):
    pandas = pytest.importorskip("pandas")
    expected = find_documents(clusters, DOCUMENTS, like=[4, 2], negative=1)
    series = pandas.Series(DOCUMENTS, index=IDS)
    found = find_documents(clusters, series, like=["d4", "d2"], negative="d1")
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.ids == tuple(IDS[row] for row in found.rows)
    found = find_documents(clusters, DOCUMENTS, like="d4", ids=np.array(IDS))
    assert found.ids[0] == "d0"
    # Whole numbers of an index are ids, and no rows.
    numbered = pandas.Series(DOCUMENTS, index=[10 * i for i in range(len(DOCUMENTS))])
    found = find_documents(clusters, numbered, like=[40, 20], negative=10)
    assert found.rows.tolist() == expected.rows.tolist()
    with pytest.raises(ValueError, match="no document with the id 4 "):
        find_documents(clusters, numbered, like=4)


def test_ids_that_are_tuples(clusters):
    pandas = pytest.importorskip("pandas")
    index = pandas.MultiIndex.from_product([["a", "b", "c"], [1, 2, 3]])
    series = pandas.Series(DOCUMENTS, index=index)
    found = find_documents(clusters, series, like=("b", 2))
    assert found.rows.tolist() == (
        find_documents(clusters, DOCUMENTS, like=4).rows.tolist()
    )
    both = find_documents(clusters, series, like=[("b", 2), ("a", 1)])
    assert {("b", 2), ("a", 1)}.isdisjoint(both.ids)


def test_an_id_of_several_documents_is_none(clusters):
    ids = ["same", *IDS[1:-1], "same"]
    with pytest.raises(ValueError, match="of 2 documents, in the rows 0 and 8"):
        find_documents(clusters, DOCUMENTS, like="same", ids=ids)
    assert find_documents(clusters, DOCUMENTS, like="d4", ids=ids).ids[0] == "same"


def test_columns_of_polars(clusters):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": DOCUMENTS, "id": IDS})
    found = find_documents(clusters, frame["text"], like=["d4"], ids=frame["id"])
    assert found.ids[0] == "d0"
    found = find_documents(clusters, frame["text"], like=4)
    assert found.ids[0] == 0


def test_frames_of_pipelines():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": DOCUMENTS}, index=IDS)
    pipeline = make_pipeline(
        ColumnTransformer([("words", CountVectorizer(), "text")]),
        LatentDirichletAllocation(3, random_state=0),
    ).fit(frame)
    found = find_documents(pipeline, frame, like="d0", n_documents=2)
    assert set(found.ids) == {"d2", "d4"}
    topics = find_topics(pipeline, like=["d0", "d2"], X=frame, n_topics=1)
    assert topics[0].topic == found[0].topic


def test_repeated_documents(clusters, mixture):
    documents = [*DOCUMENTS, DOCUMENTS[4]]
    for model in (clusters, mixture):
        found = find_documents(model, documents, like=4)
        assert found.rows[0] == 9
        assert found.similarities[0] == pytest.approx(1)
        # A text is no document in particular: all that say it are left out.
        found = find_documents(model, documents, like=DOCUMENTS[4], n_documents=None)
        assert not {4, 9} & set(found.rows.tolist())


def test_a_topic_leaves_out_documents_of_others(clusters):
    found = find_documents(clusters, DOCUMENTS, like=0, topic=1)
    assert sorted(found.rows.tolist()) == [1, 3, 5]


def test_topics_like_documents(clusters, mixture, vectors):
    found = find_topics(
        clusters, like=[0, "tax"], negative=[6], X=DOCUMENTS, n_topics=None
    )
    tax = clusters.encoder_.transform(["tax"])[0]
    scores = cosines(clusters.topic_embeddings_, [vectors[0], tax], [vectors[6]])
    assert found.similarities == pytest.approx(np.sort(scores)[::-1], abs=1e-6)
    shares = mixture.transform(DOCUMENTS)
    found = find_topics(
        mixture, like=[0, 2], negative="bread", X=DOCUMENTS, n_topics=None
    )
    scores = shares[[0, 2]].mean(axis=0) - mixture.transform(["bread"])[0]
    assert found.similarities == pytest.approx(np.sort(scores)[::-1])


def test_topics_of_texts_and_words_minus_others(clusters, mixture):
    encode = clusters.encoder_.transform
    found = find_topics(clusters, ["ship", "debt"], negative="bread", n_topics=None)
    scores = cosines(
        clusters.topic_embeddings_, encode(["ship", "debt"]), encode(["bread"])
    )
    assert found.similarities == pytest.approx(np.sort(scores)[::-1], abs=1e-6)
    for model in (clusters, mixture):
        one = find_topics(model, words=["ship", "debt"], n_topics=None)
        two = find_topics(model, words="bread", n_topics=None)
        found = find_topics(
            model, words=["ship", "debt"], negative="bread", n_topics=None
        )
        first, second = (
            dict(zip(each.topics.tolist(), each.similarities, strict=True))
            for each in (one, two)
        )
        for row in found:
            expected = first[row.topic] - second[row.topic]
            assert row.similarity == pytest.approx(expected)


def test_models_with_word_vectors_look_by_them(joint):
    words, documents = joint.word_embeddings_, joint.document_embeddings_
    row = {term: i for i, term in enumerate(joint.terms_)}
    given = {"words": ["sea", "bank"], "negative": "bread"}
    positive, negative = words[[row["sea"], row["bank"]]], words[[row["bread"]]]
    found = find_documents(joint, DOCUMENTS, **given, n_documents=None)
    check(found, cosines(documents, positive, negative))
    topics = find_topics(joint, **given, n_topics=None)
    scores = cosines(joint.topic_embeddings_, positive, negative)
    assert topics.similarities == pytest.approx(np.sort(scores)[::-1], abs=1e-6)
    for find in (find_topics, find_documents):
        X = () if find is find_topics else (DOCUMENTS,)
        with pytest.raises(ValueError, match="Did you mean 'ship'"):
            find(joint, *X, words="shipp")
        with pytest.raises(ValueError, match="Did you mean 'bank'"):
            find(joint, *X, words="sea", negative=["banck"])
    counted = find_documents(joint, DOCUMENTS, words="sea", by="words")
    assert counted.rows.tolist() == [2, 0]


def test_words_by_vectors_of_an_encoder(clusters, vectors):
    found = find_documents(
        clusters, DOCUMENTS, words=["sea"], by="vectors", n_documents=None
    )
    check(found, cosines(vectors, clusters.encoder_.transform(["sea"])))
    topics = find_topics(clusters, words="sea", by="vectors")
    expected = find_topics(clusters, "sea")
    assert topics.similarities == pytest.approx(expected.similarities)


def test_kept_vectors_are_not_made_again(joint):
    encoded = joint.encoder_.n_encoded_
    expected = find_documents(joint, list(DOCUMENTS), like=4, negative=1)
    found = find_documents(joint, like=4, negative=1)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.similarities.tolist() == expected.similarities.tolist()
    assert found.topics.tolist() == expected.topics.tolist()
    assert find_documents(joint, topic=1).rows.tolist() == (
        find_documents(joint, DOCUMENTS, topic=1).rows.tolist()
    )
    assert find_topics(joint, like=[4])[0].topic == 0
    assert joint.encoder_.n_encoded_ == encoded
    find_documents(joint, query="ship and sea")
    assert joint.encoder_.n_encoded_ == encoded + 1
    find_documents(joint, DOCUMENTS[:4], "ship and sea")
    assert joint.encoder_.n_encoded_ > encoded + 2


def test_training_documents_have_rows_and_the_texts_that_are_kept(joint):
    found = find_documents(joint, like=0, n_documents=None)
    assert found.ids == tuple(found.rows.tolist())
    kept = dict(zip(found.rows.tolist(), found.excerpts, strict=True))
    assert kept[2] == "sea ship"
    named = joint.find_documents(like="d0", ids=IDS, n_documents=2)
    assert named.ids == tuple(IDS[row] for row in found.rows[:2])
    assert 0 not in find_documents(joint, like=DOCUMENTS[0], n_documents=None).rows


def test_cosines_are_no_probabilities(joint):
    """`transform` of a model may be on a scale that does not tell outliers."""
    found = find_documents(joint, DOCUMENTS, topic=-1)
    assert found.rows.tolist() == [8]
    assert found.similarities == pytest.approx([1.0])
    found = find_documents(joint, topic=0)
    probabilities = joint.predict_proba(DOCUMENTS)[found.rows, 0]
    assert found.similarities == pytest.approx(probabilities)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_given_embeddings_of_any_kind(encoder, vectors, dtype):
    vectors = vectors.astype(dtype)
    vectors.setflags(write=False)
    model = BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=vectors)
    found = find_documents(model, DOCUMENTS, like=[0], embeddings=vectors)
    assert set(found.rows[:2].tolist()) == {2, 4}
    assert find_documents(model, like=[0], embeddings=vectors).rows.tolist() == (
        found.rows.tolist()
    )
    topics = find_topics(model, like=[0, 2], X=DOCUMENTS, embeddings=vectors)
    assert topics[0].topic == 0
    with pytest.raises(ValueError, match="give the vectors of X as embeddings="):
        find_documents(model, DOCUMENTS, like=0)


def test_models_of_artm():
    pipeline = make_pipeline(CountVectorizer(), ARTM(3, random_state=0)).fit(DOCUMENTS)
    found = find_documents(pipeline, DOCUMENTS, like=0, n_documents=2)
    assert set(found.rows.tolist()) == {2, 4}
    topic = find_topics(pipeline, like=0, X=DOCUMENTS, n_topics=1)[0].topic
    assert topic == find_topics(pipeline, like=DOCUMENTS[0], n_topics=1)[0].topic


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ({"negative": "ship"}, ValueError, "is of the kind of what is looked for"),
        ({"topic": 0, "negative": "ship"}, ValueError, "nothing to look for"),
        ({"words": "sea", "like": 3}, ValueError, "Give one of .* like, and not 2"),
        (
            {"words": "sea", "negative": ["sea", 3]},
            TypeError,
            "negative must be a list",
        ),
        ({"words": "sea", "negative": "see"}, ValueError, "Did you mean 'sea'"),
        ({"query": "sea", "negative": "sea"}, ValueError, "cancels itself out"),
        ({"query": []}, ValueError, "is empty"),
        ({"query": ["sea", "zzz"]}, ValueError, "known of the query 'zzz'"),
        ({"query": ["sea", 3]}, TypeError, "must be a text"),
        ({"query": "sea", "negative": "zzz"}, ValueError, "known of the query 'zzz'"),
        ({"like": []}, ValueError, "is empty"),
        ({"like": 9}, ValueError, "no document 9: X has 9, from 0 to 8"),
        ({"like": -1}, ValueError, "no document -1"),
        ({"like": True}, TypeError, "has True"),
        ({"like": 1.0}, TypeError, "has 1.0"),
        ({"like": [0, None]}, TypeError, "has None"),
        ({"like": 8}, ValueError, "known of document 8: its vector is zeros"),
        ({"like": 0, "negative": 9}, ValueError, "no document 9"),
        ({"like": 0, "ids": "id"}, TypeError, "ids must hold"),
        ({"like": 0, "ids": [1, 2]}, ValueError, "got 2 for 9 documents"),
        ({"like": [[0]], "ids": IDS}, TypeError, "named by their ids or texts"),
        ({"words": "sea", "by": "meaning"}, ValueError, "by"),
        ({"vector": [[1.0], [2.0]]}, ValueError, "1 dimensions"),
        ({"vector": np.zeros((2, 8))}, ValueError, "its vector is zeros"),
    ],
)
def test_bad_queries(clusters, query, error, message):
    with pytest.raises(error, match=message):
        find_documents(clusters, DOCUMENTS, **query)


def test_an_empty_negative_is_none(clusters):
    found = find_documents(clusters, DOCUMENTS, "sea", negative=[])
    assert (
        found.rows.tolist() == find_documents(clusters, DOCUMENTS, "sea").rows.tolist()
    )


def test_documents_that_nobody_keeps(clusters, mixture, joint):
    for model in (clusters, mixture):
        with pytest.raises(TypeError, match="keeps no vectors of its training"):
            find_documents(model, query="sea")
    with pytest.raises(TypeError, match="give what you look for as query="):
        clusters.find_documents("sea")
    with pytest.raises(ValueError, match="is a row, and there are no documents"):
        find_topics(clusters, like=3)
    with pytest.raises(ValueError, match="give the documents as X"):
        find_documents(joint, words="sea", by="words")


def test_pipelines_without_documents():
    joint = joint_space_model()
    pipeline = make_pipeline(FunctionTransformer(list), joint)
    for options in ({"like": 4}, {"topic": 1}, {"words": "sea", "topic": 0}):
        found = find_documents(pipeline, **options)
        assert found.to_dict() == find_documents(joint, **options).to_dict()
    assert find_topics(pipeline, like=4)[0].topic == 0


@pytest.mark.parametrize("X", [None, DOCUMENTS], ids=["kept", "given"])
def test_models_of_windows_read_no_tokens_again(X):
    model = WindowModel().fit(DOCUMENTS)
    joint = joint_space_model()
    for options in ({"like": 4}, {"words": "sea"}):
        found = find_documents(model, X, **options)
        expected = find_documents(joint, X, **options)
        assert found.rows.tolist() == expected.rows.tolist()
        assert found.topics.tolist() == expected.topics.tolist()
    found = find_documents(model, X, topic=0, n_documents=4)
    assert found.rows.tolist() == [0, 2, 4, 1]
    assert found.similarities == pytest.approx([0.8, 0.8, 0.8, 0.1])
    assert find_documents(model, X, topic=-1).rows.tolist() == [8]
    assert find_topics(model, like=4, X=X)[0].topic == 0
    best = best_topics(model, X, 2)
    assert best.topics.tolist() == [
        [label, min({0, 1, 2} - {label})] for label in LABELS[:-1]
    ] + [[-1, -1]]


def test_documents_that_were_added_and_forgotten():
    joint = joint_space_model()
    joint.partial_fit(["ship sea", "tax debt"])
    found = joint.find_documents(like=9, n_documents=1)
    assert (found[0].index, found[0].excerpt) == (2, "sea ship")
    joint.forget([0, 1])
    assert joint.find_documents(like=7, n_documents=1)[0].index == 0
    assert joint.find_documents(topic=1, n_documents=None).rows.max() == 8


def test_sequences():
    model = AttentiveARTM(3, random_state=0)
    pipeline = make_pipeline(SequenceVectorizer(), model).fit(DOCUMENTS)
    X = pipeline[0].transform(DOCUMENTS)
    found = find_documents(model, X, like=[0, 2], n_documents=1)
    assert found.rows.tolist() == [4]
    assert find_documents(model, X, X[:1], n_documents=1).similarities[0] > 0.99
    topics = find_topics(model, like=0, X=X, n_topics=1)
    assert topics.topics.tolist() == find_topics(model, X[:1]).topics[:1].tolist()


@pytest.mark.filterwarnings("ignore:No topics were found")
def test_a_model_without_topics(encoder):
    model = BERTopic(encoder, None, None).fit(DOCUMENTS, [-1] * len(DOCUMENTS))
    assert len(find_topics(model, "sea")) == 0
    found = find_documents(model, DOCUMENTS, "sea", n_documents=2)
    assert found.topics.tolist() == [-1, -1]


def test_nothing_is_known_of_an_empty_document(mixture):
    with pytest.raises(ValueError, match="Nothing is known of document 8"):
        find_documents(mixture, DOCUMENTS, like=8)
    with pytest.raises(ValueError, match="Nothing is known of document 8"):
        find_topics(mixture, like=8, X=DOCUMENTS)

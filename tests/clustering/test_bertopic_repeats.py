import warnings

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, VECTORS, encoder, model
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import AgglomerativeClustering, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.manifold import TSNE
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, FunctionEncoder, LatentDirichletAllocation
from sktopics.clustering import merge_models
from sktopics.topics import topic_table

PHRASES = ["savings plan", "team lunch", "rent due", "school fee"]
MESSAGES = ["top up"] * 300 + [phrase for phrase in PHRASES for _ in range(60)]
REPEATED = [*DOCUMENTS, *[DOCUMENTS[3]] * 150]


def messages_encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))


def labels_by_text(documents, labels):
    found = {}
    for document, label in zip(documents, labels.tolist(), strict=True):
        found.setdefault(document, set()).add(label)
    return found


def is_one_each(documents, labels):
    return all(len(of) == 1 for of in labels_by_text(documents, labels).values())


@pytest.mark.parametrize("share", [0.2, 0.45, 0.9])
def test_a_text_is_one_topic_however_often_it_is_repeated(share):
    documents = MESSAGES[300:] + ["top up"] * int(240 * share / (1 - share))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = BERTopic(messages_encoder(), random_state=0).fit(documents)
    assert len(fitted.topics_) == 5
    assert is_one_each(documents, fitted.labels_)
    assert len({topic.terms for topic in fitted.topics_}) == 5
    assert len(set(fitted.predict(["top up"] * 4).tolist())) == 1


@pytest.mark.parametrize(
    "parts",
    [
        {"clusterer": "auto"},
        {"clusterer": AgglomerativeClustering(4)},
        {"clusterer": KMeans(4, n_init=1)},
        {"clusterer": "auto", "reducer": PCA(4)},
        {"clusterer": AgglomerativeClustering(4), "reducer": TSNE(2, max_iter=250)},
        {"clusterer": "auto", "zeroshot_topics": ["rocket", "oven"]},
        {"clusterer": "auto", "seed_topics": [["rocket"], ["oven"]]},
    ],
    ids=str,
)
def test_equal_texts_have_one_topic_and_one_probability(parts):
    fitted = model(**parts).fit(REPEATED)
    assert is_one_each(REPEATED, fitted.labels_)
    copies = [3, *range(80, 230)]
    assert_allclose(fitted.probabilities_[copies], fitted.probabilities_[3])
    assert (fitted.topic_sizes_ > 0).all()


@pytest.mark.parametrize("clusterer", ["auto", "hdbscan"])
def test_equal_texts_have_one_place_in_a_layout_of_umap(clusterer):
    pytest.importorskip("umap")
    pytest.importorskip("hdbscan")
    fitted = BERTopic(encoder(), "umap", clusterer, random_state=0).fit(REPEATED)
    assert is_one_each(REPEATED, fitted.labels_)
    assert_array_equal(fitted.predict(REPEATED[-3:]), fitted.labels_[-3:])


def test_vectors_of_equal_texts_may_differ_in_the_last_digits():
    def encode(documents):
        rng = np.random.default_rng(0)
        vectors = encoder().fit(DOCUMENTS).transform(documents)
        return vectors * (1 + 1e-7 * rng.normal(size=vectors.shape))

    for clusterer in ("auto", AgglomerativeClustering(4)):
        fitted = BERTopic(FunctionEncoder(encode), None, clusterer, random_state=0)
        assert is_one_each(REPEATED, fitted.fit(REPEATED).labels_)


@pytest.mark.parametrize("clusterer", ["auto", AgglomerativeClustering(4)])
def test_placement_does_not_depend_on_copies(clusterer):
    encode = encoder().fit(DOCUMENTS).transform
    parts = {"reducer": None, "clusterer": clusterer, "random_state": 0}
    alone = BERTopic(encode, **parts).fit(DOCUMENTS)
    repeated = BERTopic(encode, **parts).fit(REPEATED)
    into = repeated.labels_[[np.flatnonzero(alone.labels_ == t)[0] for t in range(4)]]
    assert_array_equal(into[alone.labels_], repeated.labels_[:80])
    for name in ("sharpness", "vote_scale"):
        assert repeated._placement[name] == pytest.approx(alone._placement[name])
    new = ["a rocket in the oven", "the violin in the stadium"]
    assert_array_equal(into[alone.predict(new)], repeated.predict(new))


def test_fewer_distinct_vectors_than_clusters():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = model(KMeans(8, n_init=1)).fit(DOCUMENTS[:3] * 20)
    assert fitted.topic_sizes_.tolist() == [20, 20, 20]


@pytest.mark.parametrize("clusterer", ["auto", KMeans(4, n_init=1)])
def test_representatives_say_different_things(clusterer):
    variants = [DOCUMENTS[3].upper(), f"  {DOCUMENTS[3]}  ", DOCUMENTS[3]] * 50
    fitted = model(clusterer).fit([*DOCUMENTS, *variants])
    for topic in fitted.topics_:
        texts = {document.excerpt.lower() for document in topic.documents}
        assert len(texts) == len(topic.documents)
    assert max(len(topic.documents) for topic in fitted.topics_) == 3


def test_representatives_of_batches_and_of_merged_models_say_different_things():
    online = model(MiniBatchKMeans(4, n_init=1))
    for _ in range(3):
        online.partial_fit(DOCUMENTS, embeddings=VECTORS)
    fitted = model().fit(DOCUMENTS, embeddings=VECTORS)
    merged = merge_models([fitted, fitted])
    assert len(merged.topics_) == 4
    assert is_one_each([*DOCUMENTS, *DOCUMENTS], merged.labels_)
    for each in (online, merged):
        for topic in each.topics_:
            texts = {document.excerpt for document in topic.documents}
            assert len(texts) == len(topic.documents)


@pytest.mark.parametrize("input_kind", ["texts", "counts", "dense"])
def test_documents_of_a_table_say_different_things(input_kind):
    documents = [*DOCUMENTS, *[DOCUMENTS[3]] * 50, *[DOCUMENTS[3].title()] * 50]
    counter = CountVectorizer()
    counts = counter.fit_transform(documents)
    lda = LatentDirichletAllocation(4, random_state=0)
    if input_kind == "texts":
        table = topic_table(make_pipeline(counter, lda).fit(documents), X=documents)
    else:
        counts = counts.toarray() if input_kind == "dense" else counts
        table = topic_table(lda.fit(counts), X=counts)
    for topic in table:
        rows = [document.index for document in topic.documents]
        assert len(rows) == 3
        assert len({documents[row].lower() for row in rows}) == 3

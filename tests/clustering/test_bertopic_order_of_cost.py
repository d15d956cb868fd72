"""BERTopic checks what is cheap before what is dear, and keeps what was dear."""

import gc
import pickle
import sys
import warnings
import weakref

import numpy as np
import pytest
from bertopic_corpora import (
    BATCHES,
    DOCUMENTS,
    NEW,
    TOPICS,
    VECTORS,
    TextAndImageEncoder,
    assert_same_words,
    check_fitted,
    model,
)
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, IncrementalPCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer, StandardScaler

from sktopics import (
    BERTopic,
    ClassTfidfTransformer,
    LeidenClustering,
    OnlineCountVectorizer,
)
from sktopics.clustering import merge_models

EMOJI = ["🎻🎻", "😀 🚀", "!!", "..."] * 5


class CountingEncoder:
    """An encoder that knows how many documents it has encoded."""

    def __init__(self):
        self.n_encoded = 0

    def transform(self, X):
        self.n_encoded += len(X)
        counts = [[text.count(letter) for letter in "aeioust"] for text in X]
        return np.array(counts, dtype=float) + 0.01


class Failing(KMeans):
    def fit(self, X, y=None, sample_weight=None):
        raise RuntimeError("no clusters today")


def stale(text):
    raise KeyError("the dictionary is missing")


CHEAP = {
    "min_df": ({"vectorizer": CountVectorizer(min_df=81)}, "min_df"),
    "pattern": ({"vectorizer": CountVectorizer(token_pattern="zz")}, "finds no terms"),
    "tokenizer": ({"vectorizer": CountVectorizer(tokenizer=stale)}, "dictionary"),
    "n_clusters": ({"clusterer": KMeans(0)}, "n_clusters"),
    "classifier": ({"clusterer": LogisticRegression()}, "give y"),
    "supervised": ({"reducer": LinearDiscriminantAnalysis()}, "give y"),
    "no topics": ({"clusterer": None}, "give them as y"),
    "names": ({"zeroshot_topics": ["a", "a"]}, "are the same"),
    "seeds": ({"seed_topics": []}, "lists of words"),
    "weighting": ({"weighting": ClassTfidfTransformer(bm25_weighting=3)}, "bm25"),
    "representation": ({"representation": [3]}, "representation"),
    "memory": ({"memory": 3}, "memory"),
}


@pytest.mark.filterwarnings("ignore:The parameter 'token_pattern'")
@pytest.mark.parametrize("case", CHEAP)
def test_mistakes_are_found_before_anything_is_encoded(case):
    params, message = CHEAP[case]
    encoder = CountingEncoder()
    wrong = BERTopic(encoder, None, KMeans(4)).set_params(**params)
    with pytest.raises((TypeError, ValueError, KeyError), match=message) as caught:
        wrong.fit(DOCUMENTS)
    assert encoder.n_encoded == 0
    assert not hasattr(caught.value, "embeddings")


@pytest.mark.parametrize(
    ("y", "options", "message"),
    [
        (TOPICS[:5], {}, "5 for 80 documents"),
        (None, {"images": ["a"] * 3}, "got 3 for 80"),
        (None, {"images": ["a"] * 80}, "encodes no images"),
    ],
)
def test_what_comes_with_documents_is_checked_first(y, options, message):
    encoder = CountingEncoder()
    with pytest.raises((TypeError, ValueError), match=message):
        BERTopic(encoder, None, KMeans(4)).fit(DOCUMENTS, y, **options)
    assert encoder.n_encoded == 0


def test_batches_are_checked_first():
    encoder = CountingEncoder()
    fitted = BERTopic(encoder, None, MiniBatchKMeans(4), random_state=0)
    wrong = clone(fitted).set_params(vectorizer=OnlineCountVectorizer(min_df=2))
    wrong.set_params(encoder=encoder)
    with pytest.raises(ValueError, match="min_df=2 is for fit"):
        wrong.partial_fit(DOCUMENTS)
    assert encoder.n_encoded == 0
    fitted.set_params(encoder=encoder, vectorizer=OnlineCountVectorizer())
    fitted.partial_fit(DOCUMENTS)
    n_encoded = encoder.n_encoded
    fitted.set_params(vectorizer__delete_min_df=1e9)
    with pytest.raises(ValueError, match="no terms remain"):
        fitted.partial_fit(DOCUMENTS)
    assert encoder.n_encoded == n_encoded


def test_a_model_to_match_to_is_looked_at_before_clusters_are():
    earlier = model().fit(DOCUMENTS, embeddings=VECTORS[:, :3])
    with pytest.raises(ValueError, match="different encoders"):
        model(Failing(4)).fit(DOCUMENTS, match_to=earlier)


# --- vectors are kept ---


def test_vectors_are_kept_when_a_later_step_fails():
    encoder = CountingEncoder()
    fitted = BERTopic(encoder, None, Failing(4), random_state=0)
    before = dict(vars(fitted))
    with pytest.raises(RuntimeError, match="no clusters today") as caught:
        fitted.fit(DOCUMENTS)
    assert vars(fitted) == before
    assert "are kept" in caught.value.__notes__[0]
    vectors = caught.value.embeddings
    assert_array_equal(vectors, CountingEncoder().transform(DOCUMENTS))
    assert encoder.n_encoded == 80
    with pytest.raises(RuntimeError, match="no clusters today"):
        fitted.fit_transform(DOCUMENTS)
    assert encoder.n_encoded == 80
    fitted.set_params(clusterer=KMeans(4, n_init=1)).fit(DOCUMENTS)
    assert encoder.n_encoded == 80
    other = BERTopic(None, None, KMeans(4, n_init=1), random_state=0)
    other.fit(DOCUMENTS, embeddings=vectors)
    assert_array_equal(fitted.labels_, other.labels_)
    fitted.fit(DOCUMENTS)  # what went well is not kept
    assert encoder.n_encoded == 160


def test_kept_vectors_are_of_the_same_documents_and_encoder():
    encoder = CountingEncoder()
    fitted = BERTopic(encoder, None, Failing(4), random_state=0)
    for documents in (DOCUMENTS, DOCUMENTS[::-1], NEW, NEW):
        with pytest.raises(RuntimeError, match="no clusters"):
            fitted.fit(documents)
    assert encoder.n_encoded == 80 + 80 + 40
    other = CountingEncoder()
    with pytest.raises(RuntimeError, match="no clusters"):
        fitted.set_params(encoder=other).fit(NEW)
    assert other.n_encoded == 40
    texts = FunctionTransformer(CountingEncoder().transform, kw_args=None)
    with pytest.raises(RuntimeError, match="no clusters") as first:
        fitted.set_params(encoder=texts).fit(NEW)
    fitted.set_params(encoder__func=lambda X: np.ones((len(X), 3)))
    with pytest.raises(RuntimeError, match="no clusters") as second:
        fitted.fit(NEW)
    assert first.value.embeddings.shape == (40, 7)
    assert second.value.embeddings.shape == (40, 3)


def test_vectors_that_were_given_are_not_kept():
    fitted = BERTopic(None, None, Failing(4))
    with pytest.raises(RuntimeError, match="no clusters") as caught:
        fitted.fit(DOCUMENTS, embeddings=VECTORS)
    assert not hasattr(caught.value, "embeddings")


class FailsOnce(MiniBatchKMeans):
    fails = False

    def partial_fit(self, X, y=None, sample_weight=None):
        if FailsOnce.fails:
            raise RuntimeError("too late")
        return super().partial_fit(X)


def test_kept_vectors_of_batches():
    encoder = CountingEncoder()
    fitted = BERTopic(encoder, None, FailsOnce(4, n_init=3), random_state=0)
    FailsOnce.fails = True
    for _ in range(2):
        with pytest.raises(RuntimeError, match="too late"):
            fitted.partial_fit(DOCUMENTS[:40])
    FailsOnce.fails = False
    fitted.partial_fit(DOCUMENTS[:40])
    assert encoder.n_encoded == 40
    FailsOnce.fails = True
    before = dict(vars(fitted))
    for _ in range(2):
        with pytest.raises(RuntimeError, match="too late") as caught:
            fitted.partial_fit(DOCUMENTS[40:])
    assert vars(fitted).keys() == before.keys()
    assert all(vars(fitted)[name] is before[name] for name in before)
    assert caught.value.embeddings.shape == (40, 7)
    assert encoder.n_encoded == 80
    FailsOnce.fails = False
    fitted.partial_fit(DOCUMENTS[40:])
    assert encoder.n_encoded == 80
    assert len(fitted.labels_) == 80


def test_kept_vectors_of_images():
    fitted = BERTopic(TextAndImageEncoder(), None, Failing(2))
    images = ["rocket", "oven"] * 3
    with pytest.raises(RuntimeError, match="no clusters") as first:
        fitted.fit(None, images=images)
    with pytest.raises(RuntimeError, match="no clusters") as second:
        fitted.fit(None, images=list(images))
    assert second.value.embeddings is first.value.embeddings
    with pytest.raises(RuntimeError, match="no clusters") as third:
        fitted.fit(None, images=images[::-1])
    assert third.value.embeddings is not first.value.embeddings


def test_kept_vectors_go_with_the_model():
    fitted = BERTopic(CountingEncoder(), None, Failing(2))
    error = None
    try:
        fitted.fit(DOCUMENTS)
    except RuntimeError as caught:
        error = caught
    vectors = weakref.ref(error.embeddings)
    del fitted, error
    sys.exc_info()
    gc.collect()
    assert vectors() is None


# --- a Pipeline as vectorizer ---


def clean(documents):
    return [document.upper().replace("ROCKET", "BALLOON") for document in documents]


def cleaning(vectorizer=None):
    last = CountVectorizer(lowercase=False) if vectorizer is None else vectorizer
    return make_pipeline(FunctionTransformer(clean), last)


def test_pipeline_as_vectorizer():
    fitted = model(vectorizer=cleaning()).fit(DOCUMENTS)
    plain = model(vectorizer=CountVectorizer(lowercase=False)).fit(clean(DOCUMENTS))
    check_fitted(fitted)
    assert "BALLOON" in fitted.terms_
    assert_array_equal(fitted.terms_, plain.terms_)
    counts = fitted.topic_word_counts_.sum(), plain.topic_word_counts_.sum()
    assert counts[0] == counts[1]
    assert fitted.predict(NEW).shape == (40,)
    fitted.update_topics(DOCUMENTS, vectorizer=cleaning(CountVectorizer(min_df=20)))
    check_fitted(fitted)
    assert len(fitted.terms_) < len(plain.terms_)
    weighed = make_pipeline(CountVectorizer(), TfidfTransformer())
    assert "rocket" in model(vectorizer=weighed).fit(DOCUMENTS).terms_


def test_pipelines_of_merged_models():
    parts = [
        model(vectorizer=cleaning()).fit(documents) for documents in (DOCUMENTS, NEW)
    ]
    merged = merge_models(parts)
    counts = cleaning().fit_transform([*DOCUMENTS, *NEW])
    assert len(merged.terms_) == counts.shape[1]
    total = merged.topic_word_counts_.sum() + merged.outlier_word_counts_.sum()
    assert total == counts.sum()
    vocabulary = merged.vectorizer_[-1].vocabulary_
    assert sorted(vocabulary, key=vocabulary.get) == merged.terms_.tolist()


def test_search_over_the_steps_of_a_vectorizer():
    grid = {"vectorizer__countvectorizer__min_df": [1, 15]}
    search = GridSearchCV(
        model(vectorizer=cleaning()),
        grid,
        scoring=lambda fitted, X, y=None: len(fitted.terms_),
        cv=2,
    ).fit(DOCUMENTS)
    scores = search.cv_results_["mean_test_score"]
    assert scores[0] > scores[1] > 0


def pipelines():
    return BERTopic(
        lambda X: CountingEncoder().transform(X),
        make_pipeline(Normalizer(), IncrementalPCA(4)),
        make_pipeline(StandardScaler(), MiniBatchKMeans(4, n_init=3)),
        cleaning(OnlineCountVectorizer(lowercase=False)),
        random_state=0,
    )


def test_pipelines_that_learn_from_batches():
    fitted = pipelines()
    for rows in BATCHES:
        fitted.partial_fit(DOCUMENTS[rows])
    total = fitted.topic_word_counts_.sum() + fitted.outlier_word_counts_.sum()
    assert total == cleaning().fit_transform(DOCUMENTS).sum()
    assert "BALLOON" in fitted.terms_
    assert fitted.predict(NEW).shape == (40,)
    fitted.set_params(vectorizer__onlinecountvectorizer__delete_min_df=40)
    n_terms = len(fitted.partial_fit(DOCUMENTS[:20]).terms_)
    assert 0 < n_terms < 30
    unable = pipelines().set_params(vectorizer=cleaning())
    assert not hasattr(unable, "partial_fit")
    learning = MiniBatchKMeans(), HDBSCAN(copy=True)
    unable = pipelines().set_params(clusterer=make_pipeline(*learning))
    with pytest.raises(AttributeError, match="do not: clusterer Pipeline"):
        unable.partial_fit  # noqa: B018


# --- documents without words ---


@pytest.mark.parametrize("vectorizer", [None, CountVectorizer(), cleaning()])
def test_documents_of_emoji(vectorizer):
    fitted = BERTopic(CountingEncoder(), None, KMeans(2, n_init=1), vectorizer)
    with pytest.warns(UserWarning, match="no words in the documents.*🎻"):
        fitted.fit(EMOJI)
    check_fitted(fitted, EMOJI)
    assert set(map(tuple, fitted.topics_.top_words)) == {()}
    fitted.update_topics(EMOJI, vectorizer=CountVectorizer(token_pattern=r"\S+"))
    assert "🎻🎻" in fitted.terms_
    with pytest.warns(UserWarning, match="topics have no words"):
        fitted.update_topics(EMOJI, vectorizer=CountVectorizer())
    assert fitted.components_.shape == (len(fitted.topics_), 0)


def test_emoji_among_documents_with_words():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = model().fit([*DOCUMENTS, *EMOJI])
        check_fitted(fitted, [*DOCUMENTS, *EMOJI])
    assert "rocket" in fitted.terms_


def test_emoji_in_batches():
    fitted = BERTopic(CountingEncoder(), None, MiniBatchKMeans(2, n_init=1))
    with pytest.warns(UserWarning, match="no words"):
        fitted.partial_fit(EMOJI)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted.partial_fit(DOCUMENTS).partial_fit(EMOJI)
    total = fitted.topic_word_counts_.sum() + fitted.outlier_word_counts_.sum()
    assert total == CountVectorizer().fit_transform(DOCUMENTS).sum()


def test_merged_emoji():
    with pytest.warns(UserWarning, match="no words"):
        wordless = model().fit([*EMOJI, *EMOJI], embeddings=VECTORS[:40])
    merged = merge_models([wordless, model().fit(DOCUMENTS, embeddings=VECTORS)])
    assert "rocket" in merged.terms_


# --- shares as limits ---


def corpus_of(n_documents=400):
    """Documents with 250 common words, and 6,000 words that are in one document."""
    common = " ".join(f"common{i}" for i in range(250))
    rare = np.arange(15 * n_documents).reshape(n_documents, 15)
    return [f"{common} " + " ".join(f"rare{i}" for i in row) for row in rare]


@pytest.mark.parametrize("limits", [{"min_df": 0.05}, {"max_df": 0.5}])
@pytest.mark.parametrize("kind", [CountVectorizer, OnlineCountVectorizer])
def test_limits_that_leave_hardly_a_term(limits, kind):
    documents = corpus_of()
    if "max_df" in limits:
        documents = [text.split(" rare")[0] for text in documents[1:]] + ["one two"]
    vectors = np.random.default_rng(0).normal(size=(len(documents), 4))
    clusterer = KMeans(15 if "min_df" in limits else 10, n_init=1)
    fitted = BERTopic(None, None, clusterer, kind(**limits), random_state=0)
    said = r"leaves \d+ of \d+ terms for 1.*min_df=5, a number of .*, and no max_df"
    with pytest.warns(UserWarning, match=said):
        fitted.fit(documents, embeddings=vectors)
    fitted.set_params(vectorizer=None).fit(documents, embeddings=vectors)
    with pytest.warns(UserWarning, match=said):
        fitted.update_topics(documents, vectorizer=kind(**limits))


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(min_df=0.05),
        CountVectorizer(max_df=0.8),
        CountVectorizer(min_df=20),
        CountVectorizer(max_features=20),
        CountVectorizer(vocabulary=["rocket", "oven"]),
    ],
)
def test_limits_that_leave_what_there_is(vectorizer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model(vectorizer=vectorizer).fit(DOCUMENTS)


# --- parameters set between batches ---


def streamed():
    fitted = BERTopic(
        vectors_of, IncrementalPCA(3), MiniBatchKMeans(4, n_init=3), random_state=0
    )
    fitted.set_params(vectorizer=OnlineCountVectorizer())
    return fitted.partial_fit(DOCUMENTS[:40])


def vectors_of(X):
    return CountingEncoder().transform(X)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"vectorizer__ngram_range": (1, 2)}, "vectorizer__ngram_range"),
        ({"vectorizer__min_df": 2}, "vectorizer__min_df"),
        ({"vectorizer__stop_words": ["rocket"]}, "vectorizer__stop_words"),
        ({"reducer__n_components": 2}, "reducer__n_components"),
        ({"reducer": None}, "reducer"),
        ({"clusterer__n_clusters": 7}, "clusterer__n_clusters"),
        ({"clusterer": None}, "clusterer"),
        ({"encoder": CountingEncoder().transform}, "encoder"),
        ({"encoder": CountingEncoder()}, "encoder"),
        ({"encoder": None}, "encoder"),
        ({"seed_topics": [["rocket"]]}, "seed_topics"),
        ({"zeroshot_topics": ["rocket"]}, "zeroshot_topics"),
    ],
)
def test_what_cannot_change_between_batches(params, named):
    fitted = streamed().set_params(**params)
    labels = TOPICS[40:] if named == "clusterer" else None
    before = dict(vars(fitted))
    with pytest.raises(ValueError, match=f"^{named}.* is .* was .*between batches"):
        fitted.partial_fit(DOCUMENTS[40:], labels)
    assert all(vars(fitted)[name] is before[name] for name in before)


def test_names_and_seeds_cannot_change_between_batches():
    named = {"zeroshot_topics": ["rocket", "oven"], "seed_topics": [["violin"]]}
    fitted = BERTopic(vectors_of, None, MiniBatchKMeans(4), **named)
    fitted.partial_fit(DOCUMENTS[:40]).partial_fit(DOCUMENTS[40:60])
    for name in named:
        with pytest.raises(ValueError, match=f"{name} is None, and was"):
            clone_with(fitted, name).partial_fit(DOCUMENTS[60:])
    fitted.partial_fit(DOCUMENTS[60:])


def clone_with(fitted, name):
    return copied(fitted).set_params(**{name: None})


def copied(fitted):
    return pickle.loads(pickle.dumps(fitted))


def test_what_takes_effect_between_batches():
    fitted = streamed()
    fitted.set_params(vectorizer__delete_min_df=25, n_top_words=3, n_representative=1)
    fitted.set_params(clusterer__verbose=0, reducer__copy=False)
    fitted.set_params(weighting=ClassTfidfTransformer(reduce_frequent_words=True))
    fitted.partial_fit(DOCUMENTS[40:])
    assert (fitted.vectorizer_.term_counts_ >= 25).all()
    assert fitted.vectorizer_.delete_min_df == 25
    assert max(len(topic.terms) for topic in fitted.topics_) == 3
    assert fitted.weighting_.reduce_frequent_words


def test_batches_go_on_after_pickling():
    fitted = pickle.loads(pickle.dumps(streamed()))
    fitted.partial_fit(DOCUMENTS[40:])
    assert_same_words(fitted, streamed().partial_fit(DOCUMENTS[40:]))


# --- values that nobody set ---


def test_nothing_is_said_of_values_that_nobody_set():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = BERTopic(None, min_topic_size=2, random_state=0)
        fitted.fit(DOCUMENTS[:12], embeddings=VECTORS[:12])
    fitted.set_params(clusterer=LeidenClustering(20, min_cluster_size=2))
    with pytest.warns(UserWarning, match="n_neighbors=20 is more than there are"):
        fitted.fit(DOCUMENTS[:12], embeddings=VECTORS[:12])


def test_the_reason_is_the_last_line_of_an_error():
    with pytest.raises(AttributeError, match="these do not: clusterer KMeans"):
        BERTopic(None, PCA(2), KMeans(2)).partial_fit(DOCUMENTS)
    assert not hasattr(BERTopic(), "partial_fit")
    assert "batch" in BERTopic.partial_fit.__doc__

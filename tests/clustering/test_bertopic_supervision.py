"""BERTopic: what labels are for, training or judging."""

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, TOPICS, VECTORS, encoder, manual, model
from numpy.testing import assert_array_equal
from public_estimators import instances
from sklearn.base import clone
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LeidenClustering, OnlineCountVectorizer
from sktopics.datasets import load_sotu
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._make_corpus import kind_of

# Labels that have nothing to do with the topics of the documents.
OTHER_LABELS = np.arange(80) // 20
FOLDS = KFold(2, shuffle=True, random_state=0)


def guided_clusters(**params):
    """A BERTopic whose clusterer takes labels, where it is given any."""
    return BERTopic(
        encoder(), None, LeidenClustering(min_cluster_size=3), random_state=0, **params
    )


def test_by_default_y_trains():
    with_labels = guided_clusters().fit(DOCUMENTS, OTHER_LABELS, embeddings=VECTORS)
    without = guided_clusters().fit(DOCUMENTS, embeddings=VECTORS)
    assert with_labels.labels_.tolist() != without.labels_.tolist()


@pytest.mark.parametrize("name", ["fit", "fit_predict", "fit_transform"])
@pytest.mark.parametrize(
    "y", [OTHER_LABELS, ["a"] * 80, OTHER_LABELS[:7], np.eye(80), "nonsense"]
)
def test_without_supervision_no_method_looks_at_y(name, y):
    blind, without = guided_clusters(supervision=None), guided_clusters()
    found = getattr(blind, name)(DOCUMENTS, y, embeddings=VECTORS)
    expected = getattr(without, name)(DOCUMENTS, embeddings=VECTORS)
    if name != "fit":
        assert_array_equal(found, expected)
    assert_array_equal(blind.labels_, without.labels_)
    assert_array_equal(blind.probabilities_, without.probabilities_)
    assert (blind.components_ != without.components_).nnz == 0


def test_without_supervision_partial_fit_does_not_look_at_y():
    def online():
        return BERTopic(
            encoder(),
            None,
            MiniBatchKMeans(4, n_init=1),
            random_state=0,
            supervision=None,
        )

    blind = online().partial_fit(DOCUMENTS, "nonsense", embeddings=VECTORS)
    blind.partial_fit(DOCUMENTS, [1], embeddings=VECTORS)
    without = online().partial_fit(DOCUMENTS, embeddings=VECTORS)
    without.partial_fit(DOCUMENTS, embeddings=VECTORS)
    assert_array_equal(blind.labels_, without.labels_)


def test_seed_topics_and_y_may_come_together_where_y_only_judges():
    seeds = [["rocket", "orbit"], ["oven", "flour"]]
    blind = guided_clusters(supervision=None, seed_topics=seeds)
    blind.fit(DOCUMENTS, OTHER_LABELS)
    assert_array_equal(
        blind.labels_, guided_clusters(seed_topics=seeds).fit(DOCUMENTS).labels_
    )


@pytest.mark.parametrize(
    ("needy", "what"),
    [
        (manual(supervision=None), "clusterer=None takes its topics from labels"),
        (
            model(LogisticRegression(), supervision=None),
            "the clusterer LogisticRegression is a classifier",
        ),
        (
            model(make_pipeline(PCA(2), LogisticRegression()), supervision=None),
            "the clusterer Pipeline is a classifier",
        ),
        (
            model(None, LinearDiscriminantAnalysis(), supervision=None),
            "the reducer LinearDiscriminantAnalysis learns from labels",
        ),
    ],
)
@pytest.mark.parametrize("y", [None, TOPICS])
def test_parts_that_need_labels_are_refused_before_any_work(needy, what, y):
    def encode(documents):
        raise AssertionError("encoded")

    needy = clone(needy).set_params(encoder=encode)
    with pytest.raises(ValueError, match=f"supervision=None does not look.*{what}"):
        needy.fit(DOCUMENTS, y)
    assert not hasattr(needy, "labels_")


def test_partial_fit_of_given_topics_is_refused_without_supervision():
    online = BERTopic(None, None, None, OnlineCountVectorizer())
    online.partial_fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    before = online.labels_
    online.set_params(supervision=None)
    with pytest.raises(ValueError, match="takes its topics from labels"):
        online.partial_fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    assert online.labels_ is before


@pytest.mark.parametrize("supervision", ["none", True, 1, "Auto"])
def test_other_values_are_refused(supervision):
    with pytest.raises(ValueError, match="'supervision' parameter of BERTopic"):
        model(supervision=supervision).fit(DOCUMENTS)


def test_a_search_judges_by_labels_that_do_not_train():
    def by_hand(template):
        scores = []
        for train, test in FOLDS.split(DOCUMENTS):
            fitted = clone(template).fit([DOCUMENTS[i] for i in train])
            found = fitted.predict([DOCUMENTS[i] for i in test])
            scores.append(adjusted_rand_score(OTHER_LABELS[test], found))
        return scores

    blind = guided_clusters(supervision=None)
    options = {"scoring": "adjusted_rand_score", "cv": FOLDS}
    scores = cross_val_score(blind, DOCUMENTS, OTHER_LABELS, **options)
    assert scores.tolist() == by_hand(blind)
    trained = cross_val_score(guided_clusters(), DOCUMENTS, OTHER_LABELS, **options)
    assert trained.mean() > scores.mean()
    # In a Pipeline, and in a search that fits once more in the end.
    search = GridSearchCV(
        make_pipeline(blind), {"bertopic__clusterer__resolution": [0.5, 2]}, **options
    ).fit(DOCUMENTS, OTHER_LABELS)
    best = search.best_params_["bertopic__clusterer__resolution"]
    expected = guided_clusters().set_params(clusterer__resolution=best).fit(DOCUMENTS)
    assert_array_equal(search.best_estimator_["bertopic"].labels_, expected.labels_)


def test_on_real_text_judging_labels_score_low_and_training_ones_high():
    sotu = load_sotu()
    documents, decades = sotu.documents[::9], sotu.date[::9] // 10
    vectors = encoder().fit_transform(documents)
    lookup = dict(zip(documents, vectors, strict=True))

    def encode(texts):
        return np.array([lookup[text] for text in texts])

    template = BERTopic(encode, random_state=0)
    options = {"scoring": "adjusted_rand_score", "cv": FOLDS}
    trained = cross_val_score(template, documents, decades, **options)
    judged = cross_val_score(
        clone(template).set_params(supervision=None), documents, decades, **options
    )
    assert trained.mean() > 1.5 * judged.mean()


# Vectorizers learn words alone.
IGNORING = [
    estimator
    for estimator in instances()
    if type(estimator) not in (BERTopic, LeidenClustering)
    and not hasattr(estimator, "build_analyzer")
]


@pytest.mark.parametrize("estimator", IGNORING, ids=repr)
@pytest.mark.filterwarnings("ignore:No authors were given")
def test_no_other_public_estimator_learns_from_y(estimator):
    X = make_corpus(kind_of(estimator), make_documents(24))

    def learned(y):
        fitted = clone(estimator)
        if "random_state" in fitted.get_params():
            fitted.set_params(random_state=0)
        result = fitted.fit(X, y).transform(X)
        return np.asarray(getattr(result, "toarray", lambda: result)())

    assert_array_equal(learned(None), learned(np.arange(24) % 2))


def test_the_model_that_is_not_supervised_is_cloned_and_printed_as_such():
    blind = BERTopic(encoder(), clusterer=KMeans(2), supervision=None)
    assert clone(blind).supervision is None
    assert "supervision=None" in repr(blind)

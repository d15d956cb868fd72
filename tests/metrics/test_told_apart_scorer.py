"""told_apart_scorer: every kind of model, searches, metadata."""

import pickle

import numpy as np
import pytest
from sklearn import config_context
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    LatentDirichletAllocation,
    SequenceVectorizer,
    Top2Vec,
)
from sktopics.metrics import told_apart_score, told_apart_scorer
from sktopics.testing import make_corpus, make_documents

DOCUMENTS = make_documents(80)
TRAIN, TEST = DOCUMENTS[:40], DOCUMENTS[40:]
ENCODER = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
CLUSTERS = {"reducer": None, "clusterer": KMeans(4, n_init=1, random_state=0)}


@pytest.mark.parametrize(
    "model",
    [
        make_pipeline(CountVectorizer(), LatentDirichletAllocation(4, random_state=0)),
        make_pipeline(CountVectorizer(), ARTM(4, random_state=0)),
        make_pipeline(CountVectorizer(), NMF(4, random_state=0)),
        make_pipeline(SequenceVectorizer(), AttentiveARTM(4, random_state=0)),
        BERTopic(ENCODER, random_state=0, **CLUSTERS),
        Top2Vec(ENCODER, random_state=0, **CLUSTERS),
    ],
    ids=lambda model: type(model[-1] if hasattr(model, "steps") else model).__name__,
)
def test_planted_topics_of_every_kind_of_model(model):
    model.fit(TRAIN)
    score = told_apart_scorer(n_top_words=8)(model, TEST)
    assert score > 0.8
    shares = model.transform(TEST)
    topics = model.predict(TEST) if hasattr(model, "predict") else shares.argmax(axis=1)
    expected = told_apart_score(model, TEST, topics, n_top_words=8)
    assert score == pytest.approx(expected)


def test_of_shares():
    model = make_pipeline(CountVectorizer(), LatentDirichletAllocation(4)).fit(TRAIN)
    scorer = told_apart_scorer(mixtures="shares")
    expected = told_apart_score(model, TEST, model.transform(TEST), mixtures="shares")
    assert scorer(model, TEST) == pytest.approx(expected)


def test_search_by_it_and_copies():
    scorer = told_apart_scorer(n_top_words=5)
    assert repr(scorer) == "told_apart_scorer(n_top_words=5)"
    model = make_pipeline(CountVectorizer(), LatentDirichletAllocation(random_state=0))
    grid = {"latentdirichletallocation__n_components": [2, 4]}
    search = GridSearchCV(model, grid, scoring=pickle.loads(pickle.dumps(scorer)), cv=2)
    search.fit(DOCUMENTS)
    folds = search.cv_results_["split0_test_score"]
    assert np.isfinite(folds).all()
    half = model.set_params(**{next(iter(grid)): 4}).fit(DOCUMENTS[40:])
    assert folds[1] == pytest.approx(scorer(half, DOCUMENTS[:40]))


def test_metadata_is_routed():
    X = make_corpus("counts", DOCUMENTS)
    names = [f"w{i}" for i in range(X.shape[1])]
    authors = [[f"author{i % 4}"] for i in range(len(DOCUMENTS))]
    with config_context(enable_metadata_routing=True):
        model = AuthorTopicModel(4, random_state=0).set_fit_request(authors=True)
        scorer = told_apart_scorer(feature_names=names).set_score_request(authors=True)
        found = cross_validate(
            model, X, scoring=scorer, cv=2, params={"authors": authors}
        )
    assert found["test_score"].min() > 0.5


def test_models_without_topics_get_0():
    noise = KMeans(2, n_init=1, random_state=0)
    model = BERTopic(ENCODER, reducer=None, clusterer=noise, min_topic_size=30)
    model = model.fit(TRAIN)
    scorer = told_apart_scorer()
    assert np.isfinite(scorer(model, TEST))
    with pytest.raises(TypeError, match="makes a scorer"):
        told_apart_scorer(model)

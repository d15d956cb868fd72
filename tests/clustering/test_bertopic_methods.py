"""Methods of BERTopic take what the functions of the same names take."""

import inspect

import numpy as np
import pytest

from sktopics import BERTopic, Top2Vec, analysis

DOCUMENTS = ["ship sea", "sea", "tax debt", "debt", "wind", "wind sea"]
VECTORS = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [1, 1], [1, 0.9]])
NAMES = {0: "Ships", -1: "Rest"}
# Models of clusters know means of vectors and words themselves.
KNOWN = {"model", "X", "columns", "feature_names", "embeddings", "beside"}


@pytest.fixture(scope="module")
def model():
    labels = [0, 0, 1, 1, 2, -1]
    return BERTopic(None, None, None).fit(DOCUMENTS, labels, embeddings=VECTORS)


def methods():
    functions = set(analysis.__all__)
    return sorted(name for name in functions if hasattr(BERTopic, name))


def test_every_search_is_a_method():
    search = {"best_topics", "find_documents", "find_topics", "find_words"}
    assert search <= set(methods())


@pytest.mark.parametrize("model", [BERTopic, Top2Vec])
@pytest.mark.parametrize("name", methods())
def test_options_are_those_of_the_function(name, model):
    taken = inspect.signature(getattr(model, name)).parameters.values()
    if any(p.kind is p.VAR_KEYWORD for p in taken):
        return
    defaults = {p.name: p.default for p in taken}
    for p in inspect.signature(getattr(analysis, name)).parameters.values():
        if p.name not in KNOWN:
            assert defaults[p.name] == p.default, p.name


def test_names_and_encoders_are_given_to_methods(model):
    def encoder(texts):
        return np.array([[1.0, 0.0]] * len(texts))

    given = {"encoder": encoder, "labels": NAMES}
    assert model.find_topics("boat", **given)[0].label == "Ships"
    found = model.find_documents(DOCUMENTS, "boat", embeddings=VECTORS, **given)
    assert (found[0].index, found[0].label) == (0, "Ships")
    assert model.hierarchical_topics(labels=NAMES).topics[0].label == "Ships"
    taxonomy = model.topic_taxonomy(n_per_level=[1], labels=NAMES)
    assert taxonomy.table(0)[0].label == "Ships"


def test_searches_hand_on_what_they_are_given(model):
    """Each option but the names of the topics, in a call that its value changes."""
    ids = list("abcdef")
    given = {"embeddings": VECTORS, "ids": ids}
    calls = {
        "find_documents": [
            {
                "X": DOCUMENTS,
                "like": ["a"],
                "negative": ["c"],
                "n_documents": 2,
                **given,
            },
            {"X": DOCUMENTS, "topic": 1, **given},
            {"X": DOCUMENTS, "vector": [1, 0], **given},
            {"X": DOCUMENTS, "words": ["sea"], "by": "words", **given},
        ],
        "find_topics": [
            {"like": "a", "negative": "c", "X": DOCUMENTS, "n_topics": 2, **given},
            {"words": "sea", "negative": "debt", "by": "words"},
            {"vector": VECTORS[:2], "negative": VECTORS[2]},
        ],
        "find_words": [
            {"words": "sea", "negative": "debt", "n_words": 2},
            {"topic": 1, "negative": 0},
            {"vector": [1, 0], "encoder": lambda texts: [[len(t), 1] for t in texts]},
            {"query": "sea", "encoder": lambda texts: [[len(t), 1] for t in texts]},
        ],
        "best_topics": [
            {"X": DOCUMENTS, "n_topics": 2, "labels": NAMES, **given},
        ],
    }
    for name, options in calls.items():
        for each in options:
            expected = getattr(analysis, name)(model, **each)
            assert getattr(model, name)(**each).to_dict() == expected.to_dict()

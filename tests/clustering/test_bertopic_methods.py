"""Methods of BERTopic take what the functions of the same names take."""

import inspect

import numpy as np
import pytest

from sktopics import BERTopic, analysis

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


@pytest.mark.parametrize("name", methods())
def test_options_are_those_of_the_function(name):
    taken = inspect.signature(getattr(BERTopic, name)).parameters.values()
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

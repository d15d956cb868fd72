"""Vectors by a client of a service, without a service."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.cluster import KMeans

from sktopics import BERTopic, FunctionEncoder
from sktopics.embedding import ClientEmbeddings, as_encoder

TEXTS = ["rain and snow", "tax", "snow", "a tax on banks"] * 3


class Service:
    """Answers in another order than it is asked in."""

    def __init__(self, answer=None):
        self.requests = []
        self.answer = answer or self.numbered
        self.embeddings = self

    def create(self, **request):
        self.requests.append(request)
        return SimpleNamespace(data=self.answer(request["input"]))

    @staticmethod
    def numbered(texts):
        items = [
            SimpleNamespace(index=i, embedding=[float(len(text)), text.count("a")])
            for i, text in enumerate(texts)
        ]
        return items[::-1]


def test_vectors_go_by_their_numbers():
    service = Service()
    vectors = as_encoder(service).transform(TEXTS)
    np.testing.assert_array_equal(vectors, [[len(t), t.count("a")] for t in TEXTS])
    (request,) = service.requests
    assert request["model"] == "text-embedding-3-small"
    assert sorted(request["input"]) == sorted(set(TEXTS))
    assert all(type(text) is str for text in request["input"])


def test_requests_have_so_many_texts_and_their_options():
    service = Service()
    function = ClientEmbeddings(service, "small", options={"dimensions": 2})
    texts = [f"text {'a' * i}" for i in range(7)]
    FunctionEncoder(function, batch_size=3).transform([*texts, "", " "])
    assert [len(request["input"]) for request in service.requests] == [3, 3, 1]
    assert service.requests[0]["dimensions"] == 2
    assert service.requests[0]["model"] == "small"
    assert repr(function) == "ClientEmbeddings(Service, 'small')"


def test_a_cache_spares_requests(tmp_path):
    service = Service()
    encoder = FunctionEncoder(
        ClientEmbeddings(service),
        cache_dir=tmp_path,
        cache_key="small, version 3",
    )
    encoder.fit_transform(TEXTS)
    encoder.transform(TEXTS)
    assert len(service.requests) == 1


def test_vectors_without_numbers_are_in_order():
    def plain(texts):
        return [SimpleNamespace(embedding=[len(text)]) for text in texts]

    vectors = as_encoder(Service(plain)).transform(["ab", "a"])
    assert vectors.tolist() == [[2], [1]]


@pytest.mark.parametrize(
    ("numbers", "match"),
    [
        ([0], r"a vector for each of 2 texts.* returned 1 with the numbers 0\."),
        ([0, 0], r"with the numbers 0, 0\."),
        ([1, 2], r"with the numbers 1, 2\."),
        ([None], "returned 1"),
        ([], "returned 0"),
    ],
    ids=str,
)
def test_vectors_that_are_missing(numbers, match):
    def some(texts):
        return [SimpleNamespace(index=i, embedding=[1.0]) for i in numbers]

    with pytest.raises(ValueError, match=match):
        as_encoder(Service(some)).transform(["ab", "a"])


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"client": object()}, "client must have embeddings.create"),
        ({"model": None}, "model must be a str"),
        ({"options": ["dimensions"]}, "options must be a mapping"),
    ],
    ids=["client", "model", "options"],
)
def test_bad_arguments(arguments, match):
    with pytest.raises(TypeError, match=match):
        ClientEmbeddings(**{"client": Service(), **arguments})


def test_a_model_of_topics_takes_a_client():
    model = BERTopic(Service(), None, KMeans(2, random_state=0)).fit(TEXTS)
    assert model.predict(TEXTS).tolist() == model.labels_.tolist()

"""Revisions and questions of fitted models, with arguments of any kind."""

import numpy as np
from observing import Case

from sktopics.clustering import merge_models

_ARGUMENTS = {
    "None": None,
    "-1": -1,
    "0": 0,
    "1": 1,
    "2": 2,
    "1000": 1000,
    "2**70": 2**70,
    "0.5": 0.5,
    "nan": float("nan"),
    "inf": float("inf"),
    "'auto'": "auto",
    "'orbit'": "orbit",
    "'author 1'": "author 1",
    "''": "",
    "b''": b"",
    "[]": [],
    "[0]": [0],
    "[0, 1]": [0, 1],
    "[[0, 1]]": [[0, 1]],
    "[[0, 0]]": [[0, 0]],
    "[[0, 1], [1, 2]]": [[0, 1], [1, 2]],
    "[[-1, 0]]": [[-1, 0]],
    "[[0, 99]]": [[0, 99]],
    "[[]]": [[]],
    "['orbit']": ["orbit"],
    "['orbit', 'unknown']": ["orbit", "unknown"],
    "{0: 'space'}": {0: "space"},
    "{99: 'space'}": {99: "space"},
    "{0: None}": {0: None},
    "{'a': 1}": {"a": 1},
    "vector": np.ones(8),
    "NaN vector": np.full(8, np.nan),
    "object": object(),
    "len": len,
    "True": True,
}
# Methods by the class that has them.
_METHODS = {
    "BERTopic": (
        "merge_topics",
        "reduce_topics",
        "name_topics",
        "update_topics",
        "match_topics_to",
        "delete_topics",
        "move_documents",
        "reduce_outliers",
        "predict",
    ),
    "Top2Vec": (
        "merge_topics",
        "reduce_topics",
        "name_topics",
        "update_topics",
        "match_topics_to",
        "delete_topics",
        "move_documents",
        "reduce_outliers",
        "recluster",
        "forget",
        "predict",
    ),
    "Doc2Vec": (
        "most_similar",
        "similarity",
        "n_similarity",
        "doesnt_match",
        "predict_output_word",
        "vector",
        "similarity_unseen",
        "trim",
        "estimate_memory",
    ),
    "AuthorTopicModel": ("author_topics", "similar_authors", "predict_author"),
    "AttentiveARTM": ("topical_passages", "segment_vectors", "segments"),
    "OnlineCountVectorizer": ("add_counts", "inverse_transform"),
    "SequenceVectorizer": ("inverse_transform", "transform_batches"),
}
# Arguments that fit, so that half of the cases get past the first check.
_FITTING = {
    "merge_topics": ["[0, 1]", "[[0, 1]]", "[[0, 1], [1, 2]]"],
    "reduce_topics": ["1", "2", "'auto'"],
    "name_topics": ["{0: 'space'}", "{0: None}"],
    "update_topics": ["None"],
    "delete_topics": ["0", "[0]", "[0, 1]", "[]"],
    "forget": ["0", "[0]", "[0, 1]", "[]"],
    "predict": ["['orbit']", "['orbit', 'unknown']"],
    "most_similar": ["0", "'orbit'", "vector", "['orbit']"],
    "similarity": ["0", "1"],
    "n_similarity": ["[0]", "[0, 1]"],
    "doesnt_match": ["[0, 1]"],
    "predict_output_word": ["[0, 1]"],
    "vector": ["0", "1", "2"],
    "similar_authors": ["'author 1'"],
    "author_topics": ["'author 1'"],
    "topical_passages": ["0", "[0, 1]"],
    "estimate_memory": ["1000"],
}
_WITH_DOCUMENTS = {
    "topical_passages",
    "segment_vectors",
    "segments",
    "move_documents",
    "reduce_outliers",
    "recluster",
}
# Models that change without a method that starts with "fit".
_CLUSTERS = {"BERTopic", "Top2Vec"}
# What changes its model in place, if it succeeds.
_CHANGE = {"name_topics", "trim", "add_counts"}


def draw(rng, subjects):
    """Return a case: a method with one or two arguments of any kind."""
    takers = [s for s in subjects.values() if type(s.model).__name__ in _METHODS]
    subject = takers[rng.integers(len(takers))]
    methods = _METHODS[type(subject.model).__name__]
    method = methods[rng.integers(len(methods))]
    n = rng.integers(1, 3)
    shown = [list(_ARGUMENTS)[i] for i in rng.integers(len(_ARGUMENTS), size=n)]
    if rng.random() < 0.5 and method in _FITTING:
        shown[0] = str(rng.choice(_FITTING[method]))
        shown = shown[: rng.choice([1, n])]
    given = [_ARGUMENTS[name] for name in shown]
    with_documents = method in _WITH_DOCUMENTS
    if with_documents or rng.random() < 0.1:
        given = [subject.X, *given]
    if method == "match_topics_to" and rng.random() < 0.5:
        others = [s.model for s in takers if type(s.model) is type(subject.model)]
        given = [others[rng.integers(len(others))]]
    if method == "move_documents" and rng.random() < 0.5:
        given = [subject.X, rng.integers(-1, 2, len(subject.X))]
    if type(subject.model).__name__ in _CLUSTERS and rng.random() < 0.1:
        return Case(
            f"merge_models([{subject.name}, {shown[0]}])",
            lambda: merge_models([subject.model, _ARGUMENTS[shown[0]]]),
            subject.model,
            probe=subject.probe,
        )
    return Case(
        f"{subject.name}.{method}({', '.join(shown)[:60]})",
        lambda: getattr(subject.model, method)(*given),
        subject.model,
        changes=method in _CHANGE or type(subject.model).__name__ in _CLUSTERS,
        probe=subject.probe,
    )

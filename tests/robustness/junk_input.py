"""Anything at all in the place of documents, labels, weights, authors and questions."""

from inspect import signature

import numpy as np
import scipy.sparse as sp
from observing import Case
from sklearn.base import clone
from subjects import METHODS

from sktopics import TokenSequences, metrics, topics

_JUNK = {
    "None": lambda X: None,
    "0": lambda X: 0,
    "nan": lambda X: float("nan"),
    "''": lambda X: "",
    "text": lambda X: "a text of its own",
    "bytes": lambda X: b"\x00\xff",
    "[]": lambda X: [],
    "[[]]": lambda X: [[]],
    "{}": lambda X: {},
    "a set": lambda X: {"a", "b"},
    "dict": lambda X: {"a": [1, 2]},
    "object": lambda X: object(),
    "class": lambda X: dict,
    "function": lambda X: len,
    "generator": lambda X: (str(i) for i in range(3)),
    "endless shape": lambda X: np.empty((0, 10**9)),
    "empty rows": lambda X: np.empty((3, 0)),
    "no rows": lambda X: np.empty((0, 35)),
    "0-d": lambda X: np.array(3.0),
    "3-d": lambda X: np.ones((2, 2, 2)),
    "1-d": lambda X: np.ones(40),
    "ones": lambda X: np.ones((40, 35)),
    "zeros": lambda X: np.zeros((40, 35)),
    "negative": lambda X: -np.ones((40, 35)),
    "fractions": lambda X: np.full((40, 35), 0.3),
    "NaN": lambda X: np.full((40, 35), np.nan),
    "inf": lambda X: np.full((40, 35), np.inf),
    "complex": lambda X: np.ones((40, 35), dtype=complex),
    "objects": lambda X: np.full((40, 35), None),
    "strings": lambda X: np.full((40, 35), "1"),
    "words": lambda X: np.full(40, "word"),
    "dates": lambda X: np.full((40, 35), np.datetime64("2020-01-01")),
    "half": lambda X: np.ones((40, 35), dtype=np.float16),
    "long double": lambda X: np.ones((40, 35), dtype=np.longdouble),
    "big-endian": lambda X: np.ones((40, 35), dtype=">f8"),
    "bools": lambda X: np.ones((40, 35), dtype=bool),
    "uint64": lambda X: np.full((40, 35), 2**63, dtype=np.uint64),
    "structured": lambda X: np.zeros(40, dtype=[("a", "f8"), ("b", "i4")]),
    "masked": lambda X: np.ma.masked_array(np.ones((40, 35)), mask=True),
    "matrix": lambda X: np.asmatrix(np.ones((40, 35))),
    "sparse of one row": lambda X: sp.csr_array(np.ones((1, 35))),
    "sparse vector": lambda X: sp.coo_array(np.ones(35)),
    "wider": lambda X: sp.csr_array((40, 10**6)),
    "sequences": lambda X: TokenSequences([0, 1], [0, 2], n_terms=35),
    "no sequences": lambda X: TokenSequences([], [0], n_terms=35),
    "empty documents": lambda X: TokenSequences([], [0] * 41, n_terms=35),
    "unknown words": lambda X: TokenSequences([-1] * 80, range(0, 82, 2), n_terms=35),
    "texts": lambda X: ["orbit rocket", "", "\x00\ud800", " " * 1000],
    "mixed texts": lambda X: ["orbit", None, 3],
    "nested": lambda X: [["orbit"], ["rocket"]],
    "deep": lambda X: [[[[[]]]]],
    "ragged": lambda X: [[1, 2], [3]],
    "the model's own": lambda X: X,
    "half of it": lambda X: X[:20],
    "labels": lambda X: [0, 1] * 20,
    "many labels": lambda X: list(range(40)),
    "negative labels": lambda X: [-1] * 40,
    "mixed labels": lambda X: ["a", None, 1, -1.5] * 10,
    "huge labels": lambda X: [2**70] * 40,
    "authors": lambda X: [["author 1"], []] * 20,
    "bad authors": lambda X: [["author 1", 3], None] * 20,
    "repeated authors": lambda X: [["a", "a"]] * 40,
    "indicator": lambda X: sp.csr_array(np.eye(40, 5)),
    "sparse texts": lambda X: sp.coo_array(np.ones((40, 3), dtype=bool)),
}
_ROLES = ("X", "y", "sample_weight", "authors", "tags", "embeddings", "images")
# Functions that read a model and documents.
_READERS = {
    "topic_table": lambda model, X: topics.topic_table(model, X=X),
    "completion_perplexity": metrics.completion_perplexity,
    "perplexity_scorer": metrics.perplexity_scorer,
    "coherence_score": lambda model, X: metrics.coherence_score(
        model, X, measure="c_npmi", n_top_words=5
    ),
    "topic_kernels": metrics.topic_kernels,
    "topic_significance": metrics.topic_significance,
    "doc_topic_sparsity": metrics.doc_topic_sparsity,
    "background_term_ratio": metrics.background_term_ratio,
    "match_topics": topics.match_topics,
    "topic_difference": topics.topic_difference,
    "term_topics": topics.term_topics,
    "top_terms": lambda model, X: topics.top_terms(X, n=3),
    "label_agreement": lambda model, X: metrics.label_agreement(X, [0, 1] * 20),
    "purity_score": lambda model, X: metrics.purity_score([0, 1] * 20, X),
    "topic_diversity": lambda model, X: metrics.topic_diversity(X),
    "pk_error": lambda model, X: metrics.pk_error(X, X),
    "TokenSequences": lambda model, X: TokenSequences(X, [0, 2]),
    "offsets": lambda model, X: TokenSequences([0, 1], X),
    "rows": lambda model, X: TokenSequences([0, 1], [0, 1, 2])[X],
    "from_tokens": lambda model, X: TokenSequences.from_tokens(X),
}


def draw(rng, subjects):
    """Return a case: junk in some role, for a method or for a function."""
    subject = list(subjects.values())[rng.integers(len(subjects))]
    kind = list(_JUNK)[rng.integers(len(_JUNK))]
    junk = _JUNK[kind](subject.X)
    if rng.random() < 0.25:
        name = list(_READERS)[rng.integers(len(_READERS))]
        return Case(
            f"{name}({subject.name}, {kind})",
            lambda: _READERS[name](subject.model, junk),
            subject.model,
            probe=subject.probe,
        )
    method = subject.methods[rng.integers(len(subject.methods))]
    roles = [r for r in _ROLES if r in signature(_method(subject, method)).parameters]
    role = roles[rng.integers(len(roles))] if roles and rng.random() < 0.6 else "X"
    model = subject.model
    if METHODS[method] and rng.random() < 0.3:
        model = clone(model)
    given = {**subject.beside(method), role: junk}
    X = given.pop("X", subject.X)
    return Case(
        f"{subject.name}.{method} with {role} = {kind}",
        lambda: getattr(model, method)(X, **given),
        model,
        changes=METHODS[method],
        probe=subject.probe if model is subject.model else None,
    )


def _method(subject, method):
    return getattr(subject.model, method)

"""The models under attack: every public estimator, small and fitted."""

import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.base import BaseEstimator, clone

sys.path.insert(0, str(Path(__file__).parent.parent))

from public_estimators import instances

from sktopics.testing._assertions import parameter, prepare
from sktopics.testing._make_corpus import kind_of, make_corpus, make_documents

# What makes a fit short, where an estimator has it.
_SHORT = {"max_iter": 3, "epochs": 2, "vector_size": 8, "n_components": 4}
# Methods that take documents, and whether they change the model.
METHODS = {
    "fit": True,
    "fit_transform": True,
    "fit_predict": True,
    "partial_fit": True,
    "transform": False,
    "predict": False,
    "predict_proba": False,
    "score": False,
    "perplexity": False,
    "score_samples": False,
    "segments": False,
    "boundaries": False,
    "homogeneity": False,
    "border_strengths": False,
    "transform_positions": False,
    "infer_authors": False,
    "predict_author": False,
    "bound": False,
}


class Subject(NamedTuple):
    """A fitted estimator, and what it was fitted on.

    Parameters
    ----------
    name : str
    model : estimator
        To be changed in children only.
    kind : {"counts", "sequences", "documents", "vectors"}
    X : input of that kind
    extra : dict
        What its `fit` and `partial_fit` need beside `X`, one for each document.
    methods : list of str
        Methods of `METHODS` that it has.
    """

    name: str
    model: BaseEstimator
    kind: str
    X: Any
    extra: dict
    methods: list

    def call(self, method, X, **extra):
        """Call a method of the model."""
        return getattr(self.model, method)(X, **extra)

    def beside(self, method):
        """Return what a method gets beside `X`."""
        needed = METHODS[method] or method in ("bound", "infer_authors")
        return self.extra if needed else {}

    def probe(self):
        """Return what the model's owner sees of it: its answers to three documents."""
        first = self.X[:3]
        if hasattr(self.model, "transform"):
            return self.model.transform(first)
        return self.model.labels_


def fitted_subjects():
    """Return all `Subject`s, by their names."""
    documents = make_documents()
    subjects = {}
    for estimator in instances():
        model = prepare(estimator)
        short = {k: v for k, v in _SHORT.items() if parameter(model, k)}
        model.set_params(**short)
        kind = kind_of(model)
        if kind == "vectors":
            X = np.random.default_rng(0).normal(size=(60, 4))
        else:
            X = make_corpus(kind, documents)
        extra = {}
        if type(model).__name__ == "AuthorTopicModel":
            extra = {"authors": [[f"author {i % 5}"] for i in range(len(documents))]}
        methods = [
            method for method in METHODS if callable(getattr(model, method, None))
        ]
        name = " ".join(repr(estimator).split())
        subject = Subject(name, model.fit(X, **extra), kind, X, extra, methods)
        _warm_up(subject)
        subjects[name] = subject
    return subjects


def _warm_up(subject):
    """Call each method once, in both precisions, so that no child has to compile."""
    inputs = [subject.X]
    if subject.kind == "counts":
        inputs.append(subject.X.astype(np.float32))
    for X in inputs:
        for method in subject.methods:
            changed = clone(subject.model).fit(X, **subject.extra)
            getattr(changed, method)(X, **subject.beside(method))

"""Fits of a model with one number of topics, judged on documents held out."""

from typing import NamedTuple

import numpy as np
from sklearn.base import clone

from .._reading import (
    document_shares,
    empty_topics,
    final_model,
    has_topics,
    takes_beside,
    topics_by_share,
    traits_of,
)
from .._sklearn import _safe_indexing
from ..metrics import (
    coherence_scorer,
    completion_perplexity,
    diversity_scorer,
    label_agreement,
    told_apart_score,
)
from ..topics import match_topics


class JudgedCorpus(NamedTuple):
    """Documents, and what belongs to them.

    Attributes
    ----------
    X : documents or matrix
    y : sequence or None
        What `fit` is given.
    labels : ndarray or None
        What topics are compared with.
    beside : dict from str to sequence
        Metadata of `fit`, an item for each document.
    """

    X: object
    y: object
    labels: object
    beside: dict

    def rows(self, rows):
        """Return some of the documents."""
        y, labels = (
            None if each is None else _safe_indexing(each, rows)
            for each in (self.y, self.labels)
        )
        beside = {k: _safe_indexing(each, rows) for k, each in self.beside.items()}
        return JudgedCorpus(_safe_indexing(self.X, rows), y, labels, beside)


class JudgingOptions(NamedTuple):
    """How fits are judged.

    Attributes
    ----------
    names : tuple of str
        Which scores; those that the model does not have are left out.
    own : dict from str to callable
        Scorers of the user.
    coherence : str
        The measure.
    n_top_words : int
    """

    names: tuple
    own: dict
    coherence: str
    n_top_words: int


def judge_repeats(models, corpus, splits, options):
    """Fit models to parts of a corpus and judge them on the rest.

    Parameters
    ----------
    models : list of estimator
        One for each repeat, not fitted.
    corpus : JudgedCorpus
    splits : list of (ndarray, ndarray)
        Rows that a model is fitted to, and rows that it is judged on.
    options : JudgingOptions

    Returns
    -------
    found : list of int
        Numbers of topics.
    scores : dict from str to list of float
        A score is left out that a model of this kind does not have.
    """
    fitted, found, rows = [], [], []
    for model, (train, test) in zip(models, splits, strict=True):
        known, held_out = corpus.rows(train), corpus.rows(test)
        y = () if known.y is None else (known.y,)
        model = clone(model).fit(known.X, *y, **known.beside)
        fitted.append(model)
        found.append(int((~empty_topics(model)).sum()))
        rows.append(_scores_of(model, known.X, held_out, options))
    if "stability" in options.names and len(fitted) > 1:
        for row, score in zip(rows, _stabilities(fitted), strict=True):
            row["stability"] = score
    names = [name for name in (*options.names, *options.own) if name in rows[0]]
    return found, {name: [row[name] for row in rows] for name in names}


def _scores_of(model, X_train, held_out, options):
    """Return the scores of a fitted model but for its stability."""
    names, n_top_words = set(options.names), options.n_top_words
    scores = {}
    if "perplexity" in names and traits_of(final_model(model)).distributions:
        scores["perplexity"] = completion_perplexity(model, held_out.X)
    if names & {"told_apart", "outliers", "nmi"}:
        topics = _topics_of(model, held_out)
        scores["told_apart"] = _told_apart(model, held_out.X, topics, n_top_words)
        scores["outliers"] = float((topics < 0).mean())
        if held_out.labels is not None:
            some = (topics >= 0).any()
            agreement = label_agreement(held_out.labels, topics) if some else {"nmi": 0}
            scores["nmi"] = float(agreement["nmi"])
    if "coherence" in names:
        scorer = coherence_scorer(options.coherence, n_top_words)
        scores["coherence"] = scorer(model, X_train)
    if "diversity" in names:
        scores["diversity"] = diversity_scorer(n_top_words=n_top_words)(model, X_train)
    for name, scorer in options.own.items():
        scores[name] = float(scorer(model, held_out.X, held_out.y))
    return scores


def _topics_of(model, documents):
    """Return the topic of each document, -1 for none."""
    if not has_topics(model):
        return np.full(_length(documents.X), -1)
    # A Pipeline is given `step__name` in fit; its last model takes `name`.
    beside = {name.split("__")[-1]: each for name, each in documents.beside.items()}
    beside = {k: each for k, each in beside.items() if takes_beside(model, k)}
    return topics_by_share(document_shares(model, documents.X, **beside).shares)


def _length(X):
    return X.shape[0] if hasattr(X, "shape") else len(X)


def _told_apart(model, X, topics, n_top_words):
    """Return the score; where no document has a topic, nothing is told."""
    if not (topics >= 0).any():
        return 0.0
    return told_apart_score(model, X, topics, n_top_words=n_top_words)


def _stabilities(models):
    """Return how well the topics of each model are found in the others.

    A topic without a partner counts as one that shares nothing with it.
    """
    similarities = np.full((len(models), len(models)), np.nan)
    for i, a in enumerate(models):
        for j, b in enumerate(models[:i]):
            alike = 0.0
            if has_topics(a) and has_topics(b):
                match = match_topics(a, b)
                n_most = len(match.pairs) + max(
                    len(match.unmatched_a), len(match.unmatched_b)
                )
                alike = float((1 - match.distances).sum() / n_most)
            similarities[i, j] = similarities[j, i] = alike
    return np.nanmean(similarities, axis=1).tolist()

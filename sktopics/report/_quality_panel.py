"""Figures about the quality of topics, each with what it means and what not."""

import warnings

import numpy as np
from sklearn.utils import check_random_state

from ..metrics import told_apart_score, topic_coherences, topic_diversity
from ._corpus_blocks import n_rows_of, some_documents

# Documents that coherence is measured on.
MOST_JUDGED = 2000
_N_WORDS = 10

_GIVEN = {
    "perplexity": (
        "Held-out perplexity",
        "How surprised the model is by words of documents that it has not seen: it is "
        "as unsure as if it chose among so many words. Lower is better.",
        "Only models with the same words and the same documents can be compared. "
        "Topics of a lower perplexity are not always easier to read.",
    ),
    "stability": (
        "Stability",
        "How far the same topics are found again when the model is fitted once more "
        "from another start. 1 is the same topics, 0 is other topics.",
        "Stable topics may still be dull or mixed. Few topics are stable more easily.",
    ),
}
_OTHERS = (
    "A figure that was given with this report.",
    "Ask the person who measured it what it means, and whether a higher one is better.",
)
_HOW_TO = {
    "perplexity": (
        "Not measured. Fit the model on a part of the documents, compute "
        "sktopics.metrics.completion_perplexity on the rest, and pass "
        "scores={'perplexity': value}."
    ),
    "stability": (
        "Not measured. Compute sktopics.metrics.topic_stability, and pass "
        "scores={'stability': value}."
    ),
}


def quality_panel(model, X, table, corpus, words, inside, options):
    """Return `summary.quality` of a report.

    Parameters
    ----------
    model : estimator, Pipeline or search
    X : object or None
    table : TopicTable
        With the ten first words of each topic.
    corpus : ReportCorpus or None
    words : WordsOfTopics
    inside : Inside
    options : ReportOptions
    """
    panel = [
        _coherence(model, X, options.random_state),
        _diversity(table),
        _told_apart(table, words.names, inside),
        *_outlier_share(corpus),
    ]
    scores = dict(options.scores)
    for name, (title, meaning, limits) in _GIVEN.items():
        value = scores.pop(name, None)
        text = _HOW_TO[name] if value is None else f"{value:.4g}"
        panel.append(_figure(title, value, text, meaning, limits))
    for name, value in scores.items():
        panel.append(_figure(name, value, f"{value:.4g}", *_OTHERS))
    return panel


def check_scores(scores):
    """Return scores that a user gives, a dict from names to numbers."""
    if scores is None:
        return {}
    try:
        found = {str(name): float(value) for name, value in dict(scores).items()}
    except (TypeError, ValueError) as error:
        raise TypeError(
            "scores must be a dict from names to numbers, such as "
            f"{{'perplexity': 812.0}}; got {scores!r:.80}."
        ) from error
    for name, value in found.items():
        if not np.isfinite(value):
            raise ValueError(f"scores[{name!r}] must be a finite number, got {value}.")
    return found


def _figure(name, value, text, meaning, limits, by_topic=None):
    return {
        "name": name,
        "value": value,
        "text": text,
        "meaning": meaning,
        "limits": limits,
        "by_topic": by_topic,
    }


def _coherence(model, X, random_state):
    """Return how far the words of topics go together."""
    what = (
        "Coherence (NPMI)",
        "How often the first ten words of a topic stand near each other in the "
        "documents, compared with chance. 1 is always together, 0 is chance, -1 is "
        "never.",
        "Words that go together are not yet a subject that matters to you, and a model "
        "may find coherent topics and miss others. In very short texts values are low. "
        "Compare models of the same documents only.",
    )
    name, meaning, limits = what
    if X is None:
        text = "Not measured: no documents were given (X)."
        return _figure(name, None, text, meaning, limits)
    rows, how = np.arange(n_rows_of(X)), "on all documents"
    if len(rows) > MOST_JUDGED:
        rng = check_random_state(random_state)
        rows = np.sort(rng.choice(len(rows), MOST_JUDGED, replace=False))
        how = f"on a sample of {MOST_JUDGED:,} documents"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            found = topic_coherences(
                model, some_documents(X, rows), measure="c_npmi", n_top_words=_N_WORDS
            )
    except (TypeError, ValueError) as error:
        return _figure(name, None, f"Not measured: {error}", meaning, limits)
    by_topic = [
        None if is_empty or not np.isfinite(value) else round(float(value), 4)
        for value, is_empty in zip(found.values, found.is_empty, strict=True)
    ]
    return _figure(
        name, found.mean, f"{found.mean:.3f} ({how})", meaning, limits, by_topic
    )


def _diversity(table):
    """Return how far topics have words of their own."""
    what = (
        "Diversity",
        "The share of different words among the first ten of all topics. 1 means that "
        "no two topics share a word.",
        "Topics of rare or odd words are diverse, too. The value falls with the number "
        "of topics.",
    )
    name, meaning, limits = what
    words = [list(topic.terms) for topic in table if topic.terms]
    if not words:
        return _figure(name, None, "Not measured: no topic has words.", meaning, limits)
    value = topic_diversity(words, _N_WORDS)
    by_topic = _own_words(table)
    return _figure(name, value, f"{value:.2f}", meaning, limits, by_topic)


def _own_words(table):
    """Return the share of the words of each topic that no other topic has."""
    seen = {}
    for topic in table:
        for term in set(topic.terms):
            seen[term] = seen.get(term, 0) + 1
    return [
        round(sum(seen[term] == 1 for term in topic.terms) / len(topic.terms), 4)
        if topic.terms
        else None
        for topic in table
    ]


def _told_apart(table, names, inside):
    """Return how well the topics of documents can be told from the words."""
    what = (
        "Told by its words",
        "How often somebody who sees only the first ten words of each topic would name "
        "the topic of a document as the model does. 1 is always, 0 is no better than "
        "chance.",
        "It is measured on the documents of this report, which the model may have "
        "learned from. The value falls with the number of topics and with shorter "
        "documents.",
    )
    title, meaning, limits = what
    words = [list(topic.terms) for topic in table]
    if inside.counts is None or not any(words):
        text = "Not measured: the words of documents are not known."
        return _figure(title, None, text, meaning, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            value = told_apart_score(
                words, inside.counts, inside.topics, feature_names=names
            )
    except (TypeError, ValueError) as error:
        return _figure(title, None, f"Not measured: {error}", meaning, limits)
    return _figure(title, value, f"{value:.2f}", meaning, limits)


def _outlier_share(corpus):
    """Yield the share of documents without a topic, if there are documents."""
    if corpus is None:
        return
    value = corpus.sizes.n_without / corpus.n_documents
    yield _figure(
        "Documents without a topic",
        value,
        f"{value:.1%} ({corpus.sizes.n_without:,} of {corpus.n_documents:,})",
        "The share of documents that the model puts in no topic, because they are "
        "unlike all others or hold no word that it knows.",
        "Few are not always better: a model that puts each document somewhere has "
        "topics with documents that do not belong to them.",
    )

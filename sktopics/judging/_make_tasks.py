"""Tasks for judges, made from the topics of any model."""

import warnings
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from .._reading import (
    document_shares,
    final_model,
    is_model,
    is_table,
    listed,
    read_term_lists,
)
from .._sklearn import Interval, StrOptions, validate_params
from .._validation import levels_to_caller
from ..topics import TopicTable, topic_table
from ._judging_tasks import KINDS, JudgingTask, JudgingTasks

# An intruder is not among so many top words of the topic, in small vocabularies fewer.
_N_OWN_WORDS = 50
_FEWER_OWN_WORDS = (_N_OWN_WORDS, 25, 10)
# Words beside the intruder.
_N_INTRUDED = 5


@validate_params(
    {
        "kinds": ["array-like", StrOptions(set(KINDS))],
        "n_top_words": [Interval(Integral, 2, None, closed="left")],
        "n_documents": [Interval(Integral, 2, None, closed="left")],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_tasks(
    topics,
    documents=None,
    *,
    kinds: Any = ("intrusion", "rating"),
    n_top_words=10,
    n_documents=7,
    feature_names=None,
    random_state=None,
    **beside,
) -> JudgingTasks:
    """Make tasks for people, or for a language model, who judge topics.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them.
    documents : list of str, default=None
        Texts for the tasks of documents, in the form that the model takes.
    kinds : list of {"intrusion", "rating", "documents"}, \
            default=("intrusion", "rating")
        - "intrusion": which of six words is not of the topic [1]_? Five are its top
          words. The intruder is a top word of another topic, and none of the first 50
          words of this one; where there is no such word, of the first 25 or 10.
        - "rating": how well do the top words go together, from 1 to 3 [2]_?
        - "documents": how well does a document fit the topic, from 1 to 5 [3]_? The
          documents have small to large shares of the topic.
    n_top_words : int, default=10
        Number of top words that judges see in the last two kinds.
    n_documents : int, default=7
        Number of documents for each topic.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model that knows no names.
    random_state : int, RandomState instance or None, default=None
        Chooses intruders and documents, and shuffles. Pass an int for the same tasks in
        every call.
    **beside : dict
        What `transform` of the model takes beside the documents, such as embeddings.

    Returns
    -------
    tasks : JudgingTasks
        With `to_html` and `to_csv` for judges, and `save` for you.

    Raises
    ------
    TypeError
        If tasks of documents are asked for and there is no model or no list of texts.
    ValueError
        If there is no such kind, fewer than two topics for intruders, or no text for
        tasks of documents.

    Warns
    -----
    UserWarning
        If a topic has no intruder, because all words of other topics are its own.

    See Also
    --------
    read_answers : Reads what judges have answered.
    judge_topics : Asks a language model.

    References
    ----------
    .. [1] J. Chang et al., "Reading tea leaves: how humans interpret topic models",
       NIPS 2009.
    .. [2] D. Newman et al., "Automatic evaluation of topic coherence", NAACL 2010.
    .. [3] A. Hoyle et al., "ProxAnn: use-oriented evaluations of topic models and
       document clustering", ACL 2025.

    Examples
    --------
    >>> from sktopics.judging import make_tasks
    >>> topics = [["ship", "sea", "harbour"], ["tax", "debt", "money"]]
    >>> tasks = make_tasks(topics, random_state=0)
    >>> tasks
    JudgingTasks: 2 intrusion, 2 rating, 0 documents, 2 topics
    >>> tasks.tasks[0].question
    'Which word does not belong with the others?'
    """
    kinds = _checked_kinds(kinds)
    rng = check_random_state(random_state)
    terms = _shown_terms(topics, max(_N_OWN_WORDS, n_top_words), feature_names)
    made = []
    if "intrusion" in kinds:
        made += _intrusion_tasks(terms, rng)
    if "rating" in kinds:
        made += [
            JudgingTask(f"rating-{k}", "rating", k, tuple(own[:n_top_words]))
            for k, own in enumerate(terms)
            if len(own) > 1
        ]
    if "documents" in kinds:
        texts, shares = _texts_and_shares(topics, documents, beside)
        made += _document_tasks(terms, texts, shares, n_top_words, n_documents, rng)
    order = rng.permutation(len(made))
    return JudgingTasks(tuple(made[i] for i in order), _labels(topics, terms))


def _checked_kinds(kinds):
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"kinds must be some of {list(KINDS)}, got {kind!r}.")
    if not kinds:
        raise ValueError(f"kinds must be some of {list(KINDS)}, and there is none.")
    return kinds


def _shown_terms(topics, n_top_words, feature_names):
    """Return the top terms of topics as texts, without terms that cannot be seen."""
    found = read_term_lists(topics, n_top_words, feature_names)
    texts = [list(dict.fromkeys(map(str, own))) for own in found]
    return [[text for text in own if text.strip()] for own in texts]


def _labels(topics, terms):
    if is_model(topics):
        topics = topic_table(topics)
    if isinstance(topics, TopicTable):
        return tuple(topic.label for topic in topics if topic.index >= 0)
    return tuple(", ".join(own[:3]) for own in terms)


def _intrusion_tasks(terms, rng):
    if len(terms) < 2:
        raise ValueError("Intruders come from other topics, and there is one topic.")
    tasks, without = [], []
    for k, own in enumerate(terms):
        others = _possible_intruders(terms, k)
        if not others or len(own) < 2:
            without.append(k)
            continue
        intruder = others[rng.randint(len(others))]
        words = [*own[:_N_INTRUDED], intruder]
        words = tuple(words[i] for i in rng.permutation(len(words)))
        tasks.append(
            JudgingTask(f"intrusion-{k}", "intrusion", k, words, None, intruder)
        )
    if without:
        warnings.warn(
            f"There is no intruder for the topics {without}: all top words of other "
            "topics are their own words, too.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    return tasks


def _possible_intruders(terms, topic):
    """Return top words of other topics that say little of a topic, sorted."""
    others = {
        term
        for j, other in enumerate(terms)
        for term in other[:_N_INTRUDED]
        if j != topic
    }
    for n_own in _FEWER_OWN_WORDS:
        left = others.difference(terms[topic][:n_own])
        if left:
            return sorted(left)
    return []


def _texts_and_shares(topics, documents, beside):
    if not is_model(topics) or documents is None:
        raise TypeError(
            "Tasks of documents need a fitted model and documents: "
            'make_tasks(model, documents, kinds=["documents"]).'
        )
    if isinstance(documents, str) or is_table(documents):
        raise TypeError(
            "documents must be a list of texts that people can read, got a "
            f"{type(documents).__name__}. Instead of counts, give the texts and a "
            "Pipeline that starts with a vectorizer."
        )
    texts = listed(documents)
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                f"documents must be texts that people can read, and documents[{i}] is "
                f"a {type(text).__name__}. Give a Pipeline that starts with a "
                "vectorizer."
            )
    if not any(map(str.strip, texts)):
        raise ValueError("documents must hold a text, and all of them are empty.")
    final_model(topics)
    return texts, document_shares(topics, texts, **beside).shares


def _document_tasks(terms, texts, shares, n_top_words, n_documents, rng):
    """Return tasks whose documents have shares from the smallest to the largest."""
    tasks = []
    readable = np.array([bool(text.strip()) for text in texts])
    for k, own in enumerate(terms):
        share = shares[:, [k]].toarray().ravel()
        # Equal shares in random order; the sort is stable.
        mixed = rng.permutation(np.flatnonzero(readable))
        ranked = mixed[np.argsort(share[mixed], kind="stable")]
        n = min(n_documents, len(ranked))
        # Half of a corpus has next to nothing of a topic: go by share, not by rank.
        wanted = np.linspace(share[ranked[0]], share[ranked[-1]], n)
        rows = _nearest_rows(share, ranked, wanted)
        tasks += [
            JudgingTask(
                f"documents-{k}-{i}",
                "documents",
                k,
                tuple(own[:n_top_words]),
                texts[row],
                float(share[row]),
            )
            for i, row in enumerate(rows)
        ]
    return tasks


def _nearest_rows(share, ranked, wanted):
    """Return different documents whose shares are nearest to the wanted ones."""
    shares, rows = share[ranked], []
    taken = np.zeros(len(ranked), dtype=bool)
    for value in wanted[::-1]:  # few documents have much
        distances = np.where(taken, np.inf, np.abs(shares - value))
        nearest = int(np.argmin(distances))
        taken[nearest] = True
        rows.append(ranked[nearest])
    return rows

"""All that a report holds: the summary, the columns and the lists of FORMAT.md."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._reading import final_model, is_table, model_input, n_terms_of
from ..topics import topic_table
from ._chosen_documents import (
    check_chosen_rows,
    chosen_rows,
    text_parts,
    texts_of,
)
from ._corpus_blocks import BLOCK_LENGTH, some_documents
from ._corpus_totals import CountedDocuments
from ._document_columns import field_lists, group_columns, topic_columns
from ._missing_panels import NO_DOCUMENTS, missing_panels
from ._model_card import model_card
from ._quality_panel import quality_panel
from ._report_corpus import are_kept, read_corpus
from ._report_groups import GroupTotals
from ._report_levels import facts_of_levels, shares_of_levels, upper_levels
from ._report_map import map_of_topics, report_map
from ._report_segments import segment_columns
from ._report_summary import (
    classes_card,
    corpus_card,
    default_title,
    level_names,
    times_card,
    without_topic,
)
from ._report_terms import near_terms, postings, read_topic_words, shown_terms
from ._report_topics import (
    N_LISTED,
    listed_topics,
    topic_neighbors,
    words_by_modality,
)
from ._word_forms import word_forms

FORMAT = 1


class ReportOptions(NamedTuple):
    """Parameters of `TopicReport` once they are checked.

    Attributes
    ----------
    n_documents : int
        Of the corpus.
    beside : dict
        What the model takes beside `X`.
    times, classes : ReportGroups or None
    class_name : str
    fields : dict from str to list
    embeddings, coordinates : array-like or None
    labels : dict, list, TopicTable or None
    title : str or None
    n_most, text_length : int
    documents : array-like or None
        Rows that the user chose.
    scores : dict from str to float
    relevance : float
    random_state : int, RandomState instance or None
    """

    n_documents: int
    beside: dict
    times: object
    classes: object
    class_name: str
    fields: dict
    embeddings: object
    coordinates: object
    labels: object
    title: str | None
    n_most: int
    text_length: int | None
    documents: object
    scores: dict
    relevance: float
    random_state: object


class ReportData(NamedTuple):
    """What is inside a report, see FORMAT.md.

    Attributes
    ----------
    summary : dict
    columns : dict from str to ndarray
    lists : dict from str to list or dict
    """

    summary: dict
    columns: dict
    lists: dict


class Inside(NamedTuple):
    """Documents inside a report.

    Attributes
    ----------
    rows : ndarray of int
        In the corpus.
    how : {"all", "sample", "given"}
    texts : list of str or None
    n_cut : int
        Texts that were cut.
    counts : csr_array or None
        Counts of words.
    shown : csr_array or None
        Counts of words in the texts as they are inside.
    why : str
        Why there are no counts.
    """

    rows: np.ndarray
    how: str
    texts: list | None
    n_cut: int
    counts: sp.csr_array | None
    shown: sp.csr_array | None
    why: str


def report_data(model, X, options):
    """Collect what is inside a report.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
        What `model.transform` takes.
    options : ReportOptions

    Returns
    -------
    data : ReportData
    """
    table = topic_table(model, N_LISTED, labels=options.labels, n_authors=0)
    corpus = _read_corpus(model, X, options, len(table))
    inside = _documents_inside(model, X, options, corpus)
    levels = upper_levels(model, len(table))
    words = read_topic_words(model, _sizes(table, corpus))
    shown = shown_terms(words, levels, options.relevance)
    modalities = words_by_modality(model)
    places = _map(model, X, options, corpus, inside, len(table))
    columns = _term_columns(model, words, shown, inside)
    lists, fields = field_lists(options.fields, inside.rows)
    lists["terms"] = shown.terms
    lists["terms.forms"] = word_forms(model, inside.texts or [], shown.terms)
    if corpus is not None:
        columns |= topic_columns(corpus, inside.rows)
        columns |= _group_columns(options, corpus, levels, inside.rows)
    for number, texts in enumerate(text_parts(inside.texts or [])):
        lists[f"texts.{number}"] = texts
    if places is not None and places.documents is not None:
        columns["documents.x"], columns["documents.y"] = places.documents.T
    facts = _facts(model, table, corpus, inside, levels, words, places)
    segments, why = segment_columns(
        model, X, inside, facts["typical"][: len(table)], options.beside
    )
    columns |= segments
    summary = {
        "format": FORMAT,
        "title": options.title or default_title(model, len(table), options.n_documents),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model_card(model),
        "corpus": corpus_card(words, corpus, inside, options),
        "topics": listed_topics(table, levels, facts, shown, words, modalities),
        "no_topic": without_topic(table, corpus),
        "levels": level_names(levels),
        "modalities": list(modalities) or None,
        "times": times_card(options.times),
        "classes": classes_card(options),
        "fields": fields,
        "relevance": float(options.relevance),
        "map": None if places is None else {"kind": places.kind, "text": places.text},
        "segments": bool(segments),
        "quality": quality_panel(model, X, table, corpus, words, inside, options),
        "missing": missing_panels(table, shown, corpus, inside, options, why),
    }
    return ReportData(summary, columns, lists)


def _read_corpus(model, X, options, n_topics):
    """Return the `ReportCorpus`, None without documents."""
    n_documents = options.n_documents
    if not n_documents:
        return None
    groups = [g for g in (options.times, options.classes) if g is not None]
    totals = ()
    if not are_kept(n_documents, n_topics):
        totals = [GroupTotals(g.membership, n_topics) for g in groups]
    all_inside = options.documents is None and n_documents <= options.n_most
    return read_corpus(
        model,
        X,
        n_documents,
        n_topics,
        options.beside,
        totals=totals,
        count=all_inside,
    )


def _documents_inside(model, X, options, corpus):
    """Return the documents `Inside` a report."""
    if corpus is None:
        return Inside(
            np.empty(0, dtype=np.int64), "all", None, 0, None, None, NO_DOCUMENTS
        )
    how = "all" if options.n_documents <= options.n_most else "sample"
    if options.documents is not None:
        rows, how = check_chosen_rows(options.documents, options.n_documents), "given"
    else:
        rows = chosen_rows(
            options.n_documents, options.n_most, corpus.typical, options.random_state
        )
    texts, n_cut = texts_of(model, X, rows, options.text_length)
    counts = corpus.counts
    if counts is None:
        counts = _counted(model, X, rows)
    why = counts if isinstance(counts, str) else ""
    counts = shown = None if why else counts
    if n_cut and not why and not is_table(X):
        found = _counted(model, texts, np.arange(len(texts)))
        shown = counts if isinstance(found, str) else found
    return Inside(rows, how, texts, n_cut, counts, shown, why)


def _counted(model, X, rows):
    """Return the counts of words in some documents, or why there are none."""
    counter = CountedDocuments(final_model(model), n_terms_of(model))
    for start in range(0, len(rows), BLOCK_LENGTH):
        some = some_documents(X, rows[start : start + BLOCK_LENGTH])
        counter.take(model_input(model, some))
    return counter.done()


def _sizes(table, corpus):
    """Return the sizes of topics by their numbers: of the corpus, else of the model."""
    if corpus is not None:
        return corpus.sizes.sums
    sizes = np.zeros(len(table))
    for topic in table:
        sizes[topic.index] = topic.size or 0
    return sizes


def _term_columns(model, words, shown, inside):
    """Return the columns about words."""
    columns = {
        "topic_terms.offsets": shown.offsets,
        "topic_terms.term": shown.numbers,
        "topic_terms.share": shown.shares,
        "topic_terms.lift": shown.lifts,
        "terms.share": shown.p_term,
    }
    if inside.shown is not None:
        offsets, documents = postings(inside.shown, shown.columns)
        columns |= {"terms.offsets": offsets, "terms.document": documents}
    offsets, near = near_terms(model, words, shown)
    return columns | {"terms.near_offsets": offsets, "terms.near": near}


def _group_columns(options, corpus, levels, rows):
    """Return the columns about times and classes."""
    columns = {}
    totals = list(corpus.totals)
    for groups, name, table in (
        (options.times, "time", "over_time"),
        (options.classes, "class", "by_class"),
    ):
        if groups is None:
            continue
        columns |= group_columns(name, groups, rows)
        known = totals.pop(0).done() if totals else None
        parts = shares_of_levels(corpus, levels, groups, known, options.random_state)
        for part, values in zip(("share", "lower", "upper"), parts, strict=True):
            columns[f"{table}.{part}"] = values.astype(np.float32).ravel()
    return columns


def _map(model, X, options, corpus, inside, n_topics):
    """Return the `ReportMap`, None where there is nothing to place."""
    if not n_topics:
        return None
    if corpus is None:
        return map_of_topics(model, options.random_state)
    return report_map(
        model,
        X,
        corpus,
        inside.rows,
        embeddings=options.embeddings,
        coordinates=options.coordinates,
        random_state=options.random_state,
    )


def _facts(model, table, corpus, inside, levels, words, places):
    """Return what the list of topics says of the corpus, by place."""
    sizes = _sizes(table, corpus)
    counted = np.zeros(len(table), dtype=np.int64)
    typical = [[] for _ in table]
    if corpus is not None:
        topics = corpus.topics[inside.rows].astype(np.int64)
        counted = np.bincount(topics[topics >= 0], minlength=len(table))
        typical = _in_file(corpus.typical, inside.rows)
    at = [None] * len(table) if places is None else places.topics
    total = _total(corpus, sizes)
    facts = {
        "size": [float(size) for size in sizes],
        "share": [float(size) / total if total else 0.0 for size in sizes],
        "n_documents": counted.tolist(),
        "typical": typical,
        "neighbors": topic_neighbors(model, words.topic_word),
        "x": [None if place is None else place[0] for place in at],
        "y": [None if place is None else place[1] for place in at],
    }
    return facts_of_levels(facts, levels)


def _total(corpus, sizes):
    """Return what the sizes of topics are shares of."""
    if corpus is None:
        return 1.0 if sizes.sum() > 0 else 0.0
    if corpus.are_clusters:
        return float(corpus.n_documents)
    return float(sizes.sum())


def _in_file(typical, rows):
    """Return rows of the corpus as documents in the file; others are left out."""
    places = np.searchsorted(rows, [row for found in typical for row in found])
    places = iter(places.tolist())
    found = []
    for topic in typical:
        here = [(row, next(places)) for row in topic]
        found.append([p for row, p in here if p < len(rows) and rows[p] == row])
    return found

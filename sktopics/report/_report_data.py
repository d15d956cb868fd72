"""All that a report holds: the summary, the columns and the lists of FORMAT.md."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from ..topics import topic_table
from ._chosen_documents import text_parts
from ._document_columns import field_lists, group_columns, topic_columns
from ._inside_documents import documents_inside
from ._missing_panels import missing_panels
from ._model_card import model_card
from ._quality_panel import quality_panel
from ._report_corpus import read_corpus
from ._report_levels import shares_of_levels, upper_levels
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
from ._report_topics import N_LISTED, listed_topics, words_by_modality
from ._topic_facts import sizes_of_topics, topic_facts
from ._word_forms import word_forms

FORMAT = 1


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
    corpus = None
    if options.n_documents:
        corpus = read_corpus(model, X, len(table), options)
    inside = documents_inside(model, X, options, corpus)
    levels = upper_levels(model, len(table))
    words = read_topic_words(model, sizes_of_topics(table, corpus))
    shown = shown_terms(words, levels, options.relevance)
    modalities = words_by_modality(model)
    places = _map(model, X, options, corpus, inside, len(table))
    columns = _term_columns(model, words, shown, inside)
    lists, fields = field_lists(options.fields, inside.rows)
    lists["terms"] = shown.terms
    lists["terms.forms"] = word_forms(model, inside.texts or [], shown.terms)
    if corpus is not None:
        columns |= topic_columns(inside)
        columns |= _group_columns(options, corpus, levels, inside.rows)
    for number, texts in enumerate(text_parts(inside.texts or [])):
        lists[f"texts.{number}"] = texts
    if places is not None and places.documents is not None:
        columns["documents.x"], columns["documents.y"] = places.documents.T
    facts = topic_facts(model, table, corpus, inside, levels, words, places)
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
    return report_map(model, X, inside, options)

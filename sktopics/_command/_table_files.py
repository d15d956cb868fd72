"""Tables of topics and documents, over time and by class, as files of CSV."""

import dataclasses
import os

import numpy as np

from .._files import write_whole
from ..analysis import time_bins, topics_over_time, topics_per_class
from ..topics import document_table, topic_table
from ..topics.plain_text import csv_text

TABLES = ("topics.csv", "documents.csv", "over_time.csv", "per_class.csv")
# More bins than these are put together into longer ones.
_MOST_BINS = 100
_PERIODS = ("day", "week", "month", "quarter", "year", "decade")


def write_tables(folder, model, corpus, names):
    """Write the tables into a folder, which is made if need be.

    Parameters
    ----------
    folder : str
    model : estimator
    corpus : FileCorpus
    names : dict, list or None
        Names of topics.

    Returns
    -------
    paths : list of str
        The files: topics.csv, documents.csv and, where times and classes are known,
        over_time.csv and per_class.csv.
    """
    os.makedirs(folder, exist_ok=True)
    documents = corpus.documents
    beside = {
        name: corpus.beside[name]
        for name in ("authors", "embeddings")
        if name in corpus.beside
    }
    X = None if "authors" in beside else documents
    texts = {"topics.csv": topic_table(model, X=X, labels=names).to_csv()}
    table = document_table(model, documents, labels=names, **beside)
    # Rows of the file, where some have no text or are not in the sample.
    table = dataclasses.replace(table, rows=np.array(corpus.kept)[table.rows])
    texts["documents.csv"] = table.to_csv()
    if "times" in corpus.beside:
        times = corpus.beside["times"]
        bins = binning_of(times)
        table = topics_over_time(
            model, documents, times, labels=names, **bins, **beside
        )
        texts["over_time.csv"] = _csv_of_groups(table)
    if "classes" in corpus.beside:
        classes = corpus.beside["classes"]
        table = topics_per_class(model, documents, classes, labels=names, **beside)
        texts["per_class.csv"] = _csv_of_groups(table)
    paths = []
    for name, text in texts.items():
        paths.append(os.path.join(folder, name))
        # Texts may hold half of a surrogate pair, which no encoding knows.
        write_whole(paths[-1], text.encode("utf-8", "backslashreplace").decode())
    return paths


def binning_of(times):
    """Return what `topics_over_time` is told, so that there are few bins."""
    if len(time_bins(times)) <= _MOST_BINS:
        return {}
    if time_bins(times).starts.dtype.kind != "M":
        return {"n_bins": _MOST_BINS // 5}
    for period in _PERIODS:
        if len(time_bins(times, frequency=period)) <= _MOST_BINS:
            return {"frequency": period}
    return {"frequency": "century"}


def _csv_of_groups(table):
    columns = table.to_dict()
    columns["terms"] = [", ".join(terms) for terms in columns["terms"]]
    del columns["weights"]
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return csv_text(list(columns), rows, safe_for_spreadsheets=True)

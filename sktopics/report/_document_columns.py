"""Columns of the documents in a report."""

import numpy as np
import scipy.sparse as sp

from ._corpus_totals import LEAST_SHARE, without_small
from ._report_fields import json_value


def topic_columns(inside):
    """Return the columns about topics of the documents inside.

    Parameters
    ----------
    inside : Inside
    """
    cells = without_small(inside.found, LEAST_SHARE)
    # Largest first; of equal shares the first topic.
    owner = np.repeat(np.arange(len(inside.rows)), np.diff(cells.indptr))
    order = np.lexsort((cells.indices, -cells.data, owner))
    return {
        "documents.row": inside.rows.astype(np.uint32),
        "documents.topic": inside.topics.astype(np.int16),
        "documents.share": as_bytes(inside.shares),
        "documents.offsets": cells.indptr.astype(np.uint32),
        "documents.topics": cells.indices[order].astype(np.int16),
        "documents.shares": as_bytes(cells.data[order]),
    }


def as_bytes(shares):
    """Return shares in [0, 1] times 255."""
    return np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)


def group_columns(name, groups, rows):
    """Return the columns that say in which group each document inside is.

    Parameters
    ----------
    name : str
        "time" or "class".
    groups : ReportGroups
    rows : ndarray of int
    """
    membership = groups.membership
    if not groups.several:
        numbers = np.full(membership.n_documents, -1, dtype=np.int16)
        numbers[membership.rows] = membership.numbers
        return {f"documents.{name}": numbers[rows]}
    found = sp.csr_array(membership.indicator().T)[rows]
    found.sort_indices()
    return {
        f"documents.{name}_offsets": found.indptr.astype(np.uint32),
        f"documents.{name}": found.indices.astype(np.int16),
    }


def field_lists(fields, rows):
    """Return the parts of metadata, and the list of the fields.

    Parameters
    ----------
    fields : dict from str to list
    rows : ndarray of int
    """
    lists, listed = {}, []
    for number, (name, values) in enumerate(fields.items()):
        part = f"field.{number}"
        lists[part] = [json_value(values[row]) for row in rows.tolist()]
        listed.append({"name": name, "part": part})
    return lists, listed

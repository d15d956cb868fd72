"""What is too much for Doc2Vec: counts, windows, and vectors of a model."""

import os

import numpy as np

# Bytes of a word of a document: its term, its weight, and whether a piece begins.
_BYTES_OF_WORD = 4 + 4 + 1
# Counts are unrolled into words, all of `X` at a time. The largest corpora of counts
# that are passed around (PubMed's abstracts, 0.7 billion words) stay below.
MOST_BYTES = 8 * 2**30
# A document cannot be passed in parts. The longest novels have a few million words.
MOST_BYTES_OF_DOCUMENT = 2**30
# A window that reaches further than all documents does no harm up to here.
LEAST_WIDE = 1000


def count_unrolled(X):
    """Return how many words each count is unrolled into, (n_stored,) int64.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
        Counts, finite and above 0.

    Raises
    ------
    ValueError
        If a document, or all of them, would take too much memory.
    """
    n_words = np.ceil(X.data.astype(np.float64))
    with np.errstate(over="ignore"):
        total = n_words.sum()
    most = MOST_BYTES_OF_DOCUMENT // _BYTES_OF_WORD
    if total > most:
        _check_lengths(X, n_words, total, most)
    return n_words.astype(np.int64)


def _check_lengths(X, n_words, total, most):
    rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    lengths = np.bincount(rows, n_words, minlength=X.shape[0])
    longest = int(lengths.argmax())
    place = int(n_words.argmax())
    advice = (
        f"The largest count is {X.data[place]:.3g}, of term {X.indices[place]} in "
        f"document {rows[place]}: divide the counts by a number, as fractions of words "
        "are weights"
    )
    if lengths[longest] > most:
        raise ValueError(
            "Doc2Vec reads counts as so many words, and document "
            f"{longest} would have {lengths[longest]:.3g} of them, where {most:,} are "
            f"the most. {advice}."
        )
    size = total * _BYTES_OF_WORD
    if size > MOST_BYTES:
        raise ValueError(
            f"Doc2Vec reads counts as so many words, and {total:.3g} would take "
            f"{_gigabytes(size)} GB, where {_gigabytes(MOST_BYTES)} GB are the most. "
            f"{advice}, or pass fewer documents at a time (`fit` takes batches)."
        )


def check_size(model, n_tags, n_terms, longest):
    """Raise an error if the vectors of a model to be would not fit into memory.

    Parameters
    ----------
    model : Doc2Vec
    n_tags, n_terms : int
        How many vectors of documents and of words there will be.
    longest : int
        Words of the longest document.
    """
    if not model.dm or not model.dm_concat:
        window = ""
    else:
        window = f" or window, which is {model.window}"
        if model.window > max(longest, LEAST_WIDE):
            raise ValueError(
                f"With dm_concat each place of a window has numbers of its own, and "
                f"window={model.window} is far more than the {longest} words of the "
                f"longest document: window={max(longest, 1)} sees as much."
            )
    memory = model.estimate_memory(n_tags, n_terms)
    size, room = memory.pop("total"), memory_of_machine()
    if model.vectors_file is not None:
        size -= memory.pop("document_vectors_")
    if room is not None and size > room:
        largest = max(memory, key=memory.get)
        raise ValueError(
            f"The vectors of the model would take {_gigabytes(size)} GB "
            f"({largest} alone {_gigabytes(memory[largest])} GB), and this machine has "
            f"{_gigabytes(room)} GB of memory: lower vector_size, which is "
            f"{model.vector_size}{window}."
        )


def memory_of_machine():
    """Bytes of memory of this machine, None where the system does not say."""
    names = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" not in names or "SC_PAGE_SIZE" not in names:
        return None  # Windows, which never gives away more memory than there is
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return size if size > 0 else None


def _gigabytes(size):
    return f"{size / 1e9:,.1f}"

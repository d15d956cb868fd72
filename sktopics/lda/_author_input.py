"""What author-topic models are given beside counts: the authors of the documents."""

import warnings

import numpy as np

from .._groups import Groups, check_groups, match_groups, quote
from .._magnitudes import training_weights
from .._validation import levels_to_caller

NOBODY_SIGNED = (
    "No document has an author, and missing_authors='ignore' leaves out those that "
    "have none."
)
_NOBODY = Groups(np.empty(0, object), np.zeros(1, np.int32), np.empty(0, np.int32))


def training_documents(model, X, authors, sample_weight, required=True, warns=True):
    """Return the documents to learn from, their authors and their weights.

    Parameters
    ----------
    model : AuthorTopicModel
        Its `missing_authors` says what to do with documents without authors.
    X : CSR array of shape (n_documents, n_terms)
    authors : see `check_groups`, or None
        None: no document has an author.
    sample_weight : array-like of shape (n_documents,) or None
    required : bool
        Whether there must be a document to learn from.
    warns : bool
        Whether to warn where nobody has an author.

    Returns
    -------
    X : CSR array
    groups : Groups
    sample_weight : ndarray
    """
    n_documents = X.shape[0]
    if authors is None:
        groups = nobody(n_documents)
        if warns:
            _warn_of_nobody(model)
    else:
        groups = check_groups(authors, n_documents, "authors")
        if model.missing_authors == "error" and (groups.sizes == 0).any():
            without = np.flatnonzero(groups.sizes == 0)
            raise ValueError(
                f"{len(without)} of {n_documents} documents have no authors (document "
                f"{without[0]} is the first). Set missing_authors to 'ignore' to leave "
                "them out, or to 'own' to give each an author of its own."
            )
    weight = training_weights(X, sample_weight)
    kept = weight > 0
    if not kept.all():
        X, groups, weight = X[kept], groups[kept], weight[kept]
    if model.missing_authors == "ignore":
        signed = groups.sizes > 0
        # To a stream it may happen that nobody signed a batch.
        if not signed.any() and required:
            raise ValueError(NOBODY_SIGNED)
        X, groups, weight = X[signed], groups[signed], weight[signed]
    return X, groups, weight


def _warn_of_nobody(model):
    if model.missing_authors == "error":
        warnings.warn(
            "No authors were given: each document is taken as the only one of an "
            "author of its own, as in LatentDirichletAllocation. Pass `authors`, in a "
            "Pipeline or a search through set_fit_request(authors=True), or set "
            "missing_authors='own' if this is what you want.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def nobody(n_documents):
    """Documents without authors."""
    return _NOBODY._replace(indptr=np.zeros(n_documents + 1, np.int32))


def known_groups(model, authors, n_documents):
    """Return the authors of documents by their rows in ``model.author_topic_``.

    Raises
    ------
    ValueError
        If the model does not know an author, unless its `unknown_authors` is "ignore".
    """
    if authors is None:
        return nobody(n_documents)
    groups = check_groups(authors, n_documents, "authors")
    numbers = match_groups(groups, model.authors_, "authors")
    _refuse_names(groups, model.authors_)
    if model.unknown_authors == "error" and (numbers < 0).any():
        unknown = groups.names[numbers < 0]
        raise ValueError(
            f"The model was fitted without {len(unknown)} of the authors: "
            f"{quote(unknown)}. Set unknown_authors='ignore' to leave them out, or "
            "learn of them by partial_fit or infer_authors."
        )
    return groups.renamed(model.authors_, numbers)


def _refuse_names(groups, known):
    """Raise an error if `known` are numbers of columns and `groups` have names."""
    if known.dtype.kind == "i" and groups.names.dtype.kind != "i" and len(groups.names):
        raise ValueError(
            "The model was fitted with an indicator matrix and takes no names of "
            f"authors, got {quote(groups.names)}."
        )


def author_row(model, author):
    """Row of an author in ``model.author_topic_``, by name."""
    return author_rows(model, [author])[0]


def author_rows(model, authors):
    """Rows of some authors in ``model.author_topic_``, by name."""
    row = {name: i for i, name in enumerate(model.authors_.tolist())}
    # Not by a look into the dict alone: what cannot be hashed is no name, either.
    found = [row.get(name, -1) if np.ndim(name) == 0 else -1 for name in authors]
    unknown = [
        name.item() if isinstance(name, np.generic) else name
        for name, i in zip(authors, found, strict=True)
        if i < 0
    ]
    if len(unknown) == 1:
        raise ValueError(f"The model does not know the author {unknown[0]!r}.")
    if unknown:
        raise ValueError(f"The model does not know the authors {quote(unknown)}.")
    return found


def merge_names(groups, known):
    """Give groups the numbers of a model that knows some, and the rest the next.

    Returns
    -------
    groups : Groups
        Its names are `known` and then the new ones, sorted.
    new : ndarray
        The new names.
    """
    if not len(known):  # an indicator's columns too are new then
        return groups, groups.names
    numbers = match_groups(groups, known, "authors")
    _refuse_names(groups, known)
    new = groups.names[numbers < 0]
    numbers[numbers < 0] = len(known) + np.arange(len(new))
    names = np.concatenate([known, new]) if len(new) else known
    return groups.renamed(names, numbers), new

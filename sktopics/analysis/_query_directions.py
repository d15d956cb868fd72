"""The direction in which what users look for lies."""

from ._liked_vectors import liked_vectors
from ._query_vectors import direction_of, query_vectors
from ._query_words import query_word_vectors


def query_direction(query, model, encoder, n_dimensions, corpus=None):
    """Return the direction of what is looked for, away from what is negative.

    Parameters
    ----------
    query : Query
        Of the kind "like", it holds `LikedDocuments`.
    model : estimator
    encoder : object
        As users give it, or None.
    n_dimensions : int
        Of what is compared with it.
    corpus : SearchedCorpus, default=None
        In which documents that are named by rows are.

    Returns
    -------
    direction : ndarray of shape (n_dimensions,)
        Of length 1; see `direction_of`.
    """
    vectors = []
    for name, given in (("words", query.positive), ("negative", query.negative)):
        if given is None:
            continue
        if query.kind == "words":
            found = query_word_vectors(model, given, encoder, n_dimensions, name)
        elif query.kind == "like":
            found = liked_vectors(given, corpus, model, encoder, n_dimensions)
        else:
            found = query_vectors(query.kind, given, model, encoder, n_dimensions)
        vectors.append(found)
    return direction_of(*vectors)

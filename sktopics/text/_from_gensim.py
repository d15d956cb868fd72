"""What users of gensim have, made into what models of this package take."""

from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np
import scipy.sparse as sp

from ..sequences import NamedCounts, TokenSequences


def counts_from_gensim(corpus, id2word=None, *, n_terms=None) -> sp.csr_array:
    """Turn documents of (id, count) pairs into a matrix of counts.

    Parameters
    ----------
    corpus : iterable of documents
        Each is an iterable of pairs of a term's id and its count, as
        ``Dictionary.doc2bow`` of gensim gives them, or a corpus of gensim's. Read once.
    id2word : mapping from int to str, or list of str, default=None
        The word of each id: a Dictionary of gensim's, a dict or a list. A dict from
        words to ids will do, too. None: terms have no names.
    n_terms : int, default=None
        Number of columns without `id2word`; by default one more than the largest id.

    Returns
    -------
    X : NamedCounts, or csr_array without `id2word`, of shape (n_documents, n_terms)
        Columns are in the order of the ids. int64 if all counts are integers, else
        float64. Counts of an id that comes twice in a document are added up.

    Raises
    ------
    TypeError
        If a document holds something else than pairs of numbers.
    ValueError
        If an id is negative, too large or without a word, or if a count is negative or
        not finite; the message names the document.

    Examples
    --------
    >>> from sktopics.text import counts_from_gensim
    >>> X = counts_from_gensim([[(0, 2), (2, 1)], []], {0: "rain", 1: "hail", 2: "sun"})
    >>> X.terms.tolist(), X.toarray().tolist()
    (['rain', 'hail', 'sun'], [[2, 0, 1], [0, 0, 0]])
    """
    word_of = None if id2word is None else _words_by_id(id2word)
    ids, counts, ends = [], [], [0]
    for i, document in enumerate(corpus):
        for pair in _pairs_of(document, i):
            ids.append(_checked_id(pair[0], i))
            counts.append(_checked_count(pair[1], i))
        ends.append(len(ids))
    column = np.array(ids, dtype=np.int64)
    if word_of is not None:
        place = {number: column for column, number in enumerate(sorted(word_of))}
        _check_known(column, place, ends, "id2word has no word for it")
        column = np.array([place[number] for number in ids], dtype=np.int64)
        n_terms = len(place)
    elif n_terms is None:
        n_terms = int(column.max(initial=-1)) + 1
    else:
        _check_known(column, range(n_terms), ends, f"n_terms is {n_terms}")
    whole = all(isinstance(count, Integral) for count in counts)
    data = np.array(counts, dtype=np.int64 if whole else np.float64)
    X = sp.csr_array((data, column, ends), shape=(len(ends) - 1, n_terms))
    X.sum_duplicates()
    if word_of is None:
        return X
    return NamedCounts(X, terms=[word_of[number] for number in sorted(word_of)])


def _words_by_id(id2word):
    """Return a dict from ids to words, all different."""
    if not isinstance(id2word, Mapping) and hasattr(id2word, "items"):  # a Series
        id2word = dict(id2word.items())
    if isinstance(id2word, Mapping):
        pairs = [(key, id2word[key]) for key in id2word]
        if pairs and all(isinstance(key, str) for key, _ in pairs):
            pairs = [(number, word) for word, number in pairs]
    else:
        pairs = list(enumerate(id2word))
    for number, word in pairs:
        if not isinstance(number, Integral) or not isinstance(word, str):
            raise TypeError(
                "id2word must map ids, integers, to words, str, and holds "
                f"{number!r:.40}: {word!r:.40}."
            )
    return {int(number): word for number, word in pairs}


def _pairs_of(document, i):
    """Return the pairs of a document, or say that it is something else."""
    pairs = document if np.iterable(document) else [document]
    pairs = list(pairs)
    for pair in pairs:
        if isinstance(pair, str) or not np.iterable(pair) or len(pair) != 2:
            raise TypeError(
                f"Document {i} must be a list of (id, count) pairs, and holds "
                f"{pair!r:.40}. A corpus is a list of such documents."
            )
    return pairs


def _checked_id(number, i):
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise TypeError(f"Ids must be integers, and document {i} has {number!r:.40}.")
    if number < 0:
        raise ValueError(f"Ids must be 0 or more, and document {i} has {number}.")
    return int(number)


def _checked_count(count, i):
    if not isinstance(count, Real):
        raise TypeError(f"Counts must be numbers, and document {i} has {count!r:.40}.")
    if not 0 <= count < np.inf:
        raise ValueError(
            f"Counts must be finite and 0 or more, and document {i} has {count}."
        )
    return count


def _check_known(ids, known, ends, why):
    """Raise an error that names the first id that is not known, and its document."""
    for place, number in enumerate(ids.tolist()):
        if number not in known:
            document = int(np.searchsorted(ends, place, side="right")) - 1
            raise ValueError(f"Document {document} has the term {number}, and {why}.")


def authors_from_gensim(author2doc, n_documents=None) -> list[list]:
    """Turn the documents of each author into the authors of each document.

    Parameters
    ----------
    author2doc : mapping from author to list of int
        The numbers of the documents of each author, from 0.
    n_documents : int, default=None
        How many documents there are; by default one more than the largest number.

    Returns
    -------
    authors : list of n_documents lists
        The authors of each document in the order of `author2doc`, empty for one without
        authors: what ``fit(X, authors=...)`` of :class:`~sktopics.AuthorTopicModel`
        takes.

    Raises
    ------
    TypeError
        If `author2doc` is no mapping to lists of integers.
    ValueError
        If a document is not there, or comes twice for one author.

    Examples
    --------
    >>> from sktopics.text import authors_from_gensim
    >>> authors_from_gensim({"Ada": [0, 2], "Bo": [2]}, n_documents=4)
    [['Ada'], [], ['Ada', 'Bo'], []]
    """
    if not isinstance(author2doc, Mapping):
        raise TypeError(
            "author2doc must be a mapping from authors to lists of documents, got "
            f"{type(author2doc).__name__}."
        )
    numbers = {
        author: _documents_of(author, documents)
        for author, documents in author2doc.items()
    }
    largest = max((max(n) for n in numbers.values() if n), default=-1)
    if n_documents is None:
        n_documents = largest + 1
    authors: list[list] = [[] for _ in range(n_documents)]
    for author, documents in numbers.items():
        for document in documents:
            if document >= n_documents:
                raise ValueError(
                    f"Author {author!r} has document {document}, and there are "
                    f"{n_documents} documents, from 0 on."
                )
            if author in authors[document]:
                raise ValueError(f"Author {author!r} has document {document} twice.")
            authors[document].append(author)
    return authors


def _documents_of(author, documents):
    is_list = np.iterable(documents) and not isinstance(documents, (str, bytes))
    documents = list(documents) if is_list else [documents]
    for document in documents:
        if isinstance(document, bool) or not isinstance(document, Integral):
            raise TypeError(
                f"Author {author!r} must have a list of numbers of documents, and has "
                f"{document!r:.40}."
            )
        if document < 0:
            raise ValueError(f"Author {author!r} has document {document}, below 0.")
    return [int(document) for document in documents]


def sequences_from_gensim(
    documents, vocabulary=None, *, unknown="drop"
) -> tuple[TokenSequences, list[list]]:
    """Turn tagged documents into sequences and tags.

    Parameters
    ----------
    documents : iterable of (words, tags)
        Such as a ``TaggedDocument`` of gensim: the list of words of a document and the
        list of its tags, strings or integers. Read once.
    vocabulary, unknown
        See :meth:`~sktopics.sequences.TokenSequences.from_tokens`. By default all
        words are known.

    Returns
    -------
    X : TokenSequences of shape (n_documents, n_terms)
    tags : list of n_documents lists
        For ``fit(X, tags=tags)`` of :class:`~sktopics.Doc2Vec`.

    Raises
    ------
    TypeError
        If a document is no such pair, or its words are one `str`.

    Examples
    --------
    >>> from sktopics.text import sequences_from_gensim
    >>> documents = [(["rain", "and", "snow"], ["weather"]), (["snow"], ["winter", 7])]
    >>> X, tags = sequences_from_gensim(documents)
    >>> X.tokens(), tags
    ([['rain', 'and', 'snow'], ['snow']], [['weather'], ['winter', 7]])
    """
    words, tags = [], []
    for i, document in enumerate(documents):
        if not isinstance(document, (tuple, list)) or len(document) != 2:
            raise TypeError(
                f"Document {i} must be a pair of words and tags, as TaggedDocument is, "
                f"got {document!r:.60}."
            )
        if isinstance(document[0], (str, bytes)):
            raise TypeError(
                f"Document {i} must have a list of words, and has the str "
                f"{document[0]!r:.40}: split it into words."
            )
        words.append(document[0])
        of_it = document[1]
        is_one = isinstance(of_it, (str, bytes)) or not np.iterable(of_it)
        tags.append([of_it] if is_one else list(of_it))
    return TokenSequences.from_tokens(words, vocabulary, unknown=unknown), tags

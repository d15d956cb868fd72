"""Words that may describe a topic."""

import unicodedata

import numpy as np
import scipy.sparse as sp

from .._arrays import largest


def candidate_words(table, context, n, word_form=None, *, more_than=0):
    """Return the words of topics that a representation chooses from.

    Parameters
    ----------
    table : TopicTable
        The topics as a representation is given them.
    context : RepresentationContext
    n : int
        Most words of a topic.
    word_form : callable, default=None
        Returns the form of a word, its stem or what a dictionary calls it. Of words of
        one form, whatever its case, the first is taken. By default a word itself.
    more_than : int, default=0
        See below.

    Returns
    -------
    words : list of lists of str
        By topic of `table`, best first, all different. If a representation before has
        chosen other words than those of `context.table`, and more than `more_than`,
        these; else the words in `context.table`, and then the heaviest terms of
        `context.components`.
    """
    before = {topic.index: topic.terms for topic in context.table}
    words = []
    for topic in table:
        own = before.get(topic.index, topic.terms)
        found = list(topic.terms)
        if own == topic.terms or len(topic.terms) <= more_than:
            found = [*own, *heaviest_terms(context, topic.index, n)]
        words.append(distinct_words(found, word_form)[:n])
    return words


def heaviest_terms(context, index, n):
    """Return the `n` heaviest terms of a topic, heaviest first.

    Parameters
    ----------
    context : RepresentationContext
    index : int
        Number of the topic.
    n : int

    Returns
    -------
    terms : list of str
        Fewer, where fewer weigh more than 0.
    """
    components = context.components
    if not 0 <= index < components.shape[0]:
        return []
    if sp.issparse(components):
        row = sp.csr_array(components[[index]]).toarray()[0]
    else:
        row = np.asarray(components[index])
    columns = np.flatnonzero(row > 0)
    best = columns[largest(row[columns], n)]
    return [str(term) for term in context.terms[best]]


def distinct_words(words, word_form=None):
    """Return the words of different forms, the first of each form.

    Parameters
    ----------
    words : iterable of str
    word_form : callable, default=None

    Returns
    -------
    words : list of str

    Raises
    ------
    TypeError
        If a form is no str: all words without one would be the same.
    """
    first = {}
    for word in words:
        form = word if word_form is None else word_form(word)
        if not isinstance(form, str):
            raise TypeError(
                "word_form must be a function from a word to its form, a str; for "
                f"{word!r} it returned {form!r:.80}."
            )
        first.setdefault(folded_form(form), word)
    return list(first.values())


def folded_form(word):
    """Return a word without its case, in the normal form of Unicode."""
    return unicodedata.normalize("NFKC", word).casefold()

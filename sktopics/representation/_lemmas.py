"""One word of a topic for all forms of it."""

from numbers import Integral

import numpy as np

from .._optional import import_optional
from .._sklearn import Interval
from ..text.dictionary_forms import form_finder
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._topic_words import TopicWords, with_words


class Lemmas(RepresentationStep):
    """One word for all forms of a word: "taxes", "tax" and "taxed" become one.

    Forms are the same word if they have the same dictionary form (lemma). The heaviest
    form stays and is given the weights of all. The places that become free are taken by
    the next words of the topic. Needs no documents.

    Parameters
    ----------
    language : str, tuple of str or callable, default="en"
        Code of the language, as simplemma has it ("de", "fr", "ru", "ar", ...; 50
        languages), or several, which are asked in turn; install it with ``pip install
        'sktopics[language]'``. Or a function from a word to its dictionary form, for
        instance the `stem` of a stemmer.
    n_candidates : int, default=100
        How many of the topic's heaviest terms are looked at.
    n_top_words : int, default=10
        Number of words per topic.

    Notes
    -----
    A phrase is the same as another if its words have the same dictionary forms, one by
    one. Case makes no difference.

    The weight of a word is the sum of the weights of its forms among the candidates:
    their part of all weights of the topic, which is p(word | topic) for models of
    distributions. Words are ranked by it. If another representation has chosen the
    words, they stay in its order, and the next words of the topic come after them; a
    word that is no term of the model keeps the weight that it has.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import Lemmas
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> terms = np.array(["budget", "debt", "tax", "taxes"])
    >>> weights = np.array([[0.3, 0.1, 0.2, 0.4]])
    >>> table = TopicTable([Topic(0, None, 1.0, ("taxes", "budget"), (0.4, 0.3))])
    >>> context = RepresentationContext(table, weights, terms)
    >>> refined = Lemmas("en", n_top_words=3).refine(table, context)
    >>> refined[0]
    Topic 0: taxes, budget, debt (100.0%)
      taxes 0.600, budget 0.300, debt 0.100
    """

    _parameter_constraints = {
        "language": [str, tuple, callable],
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, language="en", *, n_candidates=100, n_top_words=10):
        self.language = language
        self.n_candidates = n_candidates
        self.n_top_words = n_top_words

    def _refine(self, table, context):
        words = TopicWords(context)
        lemma = _cached(form_finder(self.language, _simplemma))
        refined = []
        for topic in table:
            share = words.shares([topic.index])[0]
            columns = words.heaviest(share, self.n_candidates)
            forms = dict(
                zip(words.terms[columns].tolist(), share[columns], strict=True)
            )
            terms, weights = _joined_forms(topic, forms, words, share, lemma)
            order = np.arange(len(terms))
            if words.are_plain(topic, share):
                order = np.argsort(-np.array(weights), kind="stable")
            best = order[: self.n_top_words]
            refined.append(
                with_words(topic, [terms[i] for i in best], [weights[i] for i in best])
            )
        return TopicTable(refined, table.outliers)


def _joined_forms(topic, forms, words, share, lemma):
    """Return one form of each word and their weights, words of the topic first."""
    own = {}
    for term, weight in zip(topic.terms, topic.weights, strict=True):
        column = words.column.get(term)
        own[term] = weight if column is None else share[column]
    groups = {}
    for term, weight in {**own, **forms}.items():
        groups.setdefault(lemma(term), []).append((term, weight))
    terms, weights = [], []
    for group in groups.values():
        # Of forms of the same weight the first, which is the heavier by rank.
        heaviest = max(group, key=lambda pair: pair[1])
        terms.append(heaviest[0])
        weights.append(sum(weight for _, weight in group))
    return terms, weights


def _cached(lemma):
    """Return a function from a word or a phrase to its forms, asked once for each."""
    known = {}

    def forms(term):
        found = []
        for word in term.split() or [term]:
            if word not in known:
                given = lemma(word)
                if not isinstance(given, str):
                    raise TypeError(
                        "language must be a function from a word to its dictionary "
                        f"form, a str; for {word!r} it returned {given!r:.80}."
                    )
                known[word] = given.casefold()
            found.append(known[word])
        return tuple(found)

    return forms


def _simplemma():
    return import_optional("simplemma", "language")

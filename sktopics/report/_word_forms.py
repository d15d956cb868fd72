"""Words of texts that a vectorizer makes the same term of: ships of ship."""

import re
from collections import Counter, defaultdict

from .._reading import REFUSALS, NoReader, text_reader

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Texts, and characters of each, in which words are looked for.
_MOST_TEXTS = 2000
_MOST_CHARACTERS = 5000
# The most frequent words, which tell whether an analyzer changes words at all.
_PROBED = 300
_MOST_WORDS = 4000
_MOST_FORMS = 8


def word_forms(model, texts, terms):
    """Return the words of texts that become each term, where they are others.

    The analyzer of the model's vectorizer is asked, word by word. A vectorizer that
    changes nothing but capitals has no forms.

    Parameters
    ----------
    model : estimator, Pipeline or search
    texts : list of str
    terms : list of str

    Returns
    -------
    forms : dict from str to list of str
        By the number of the term, the most frequent first, in lower case.
    """
    reader = text_reader(model)
    if isinstance(reader, NoReader):
        return {}
    number_of = {term: str(number) for number, term in enumerate(terms)}
    words = _frequent_words(texts)
    term_of = _Terms(reader)
    try:
        if all(term_of(word) in (word, None) for word in words[:_PROBED]):
            return {}
        found = {word: term_of(word) for word in words}
    except REFUSALS:  # it is made for something else than single words
        return {}
    forms = defaultdict(list)
    for word, term in found.items():
        if term != word and term in number_of:
            forms[number_of[term]].append(word)
    return {number: some[:_MOST_FORMS] for number, some in forms.items()}


class _Terms:
    """Says which term a word becomes, None if none or several."""

    def __init__(self, reader):
        self.analyzer = reader.vectorizer.build_analyzer()
        self.name_of = reader.name_of or {}

    def __call__(self, word):
        tokens = [str(token) for token in self.analyzer(word)]
        if len(tokens) != 1:
            return None
        return self.name_of.get(tokens[0], tokens[0])


def _frequent_words(texts):
    """Return the words of texts in lower case, the most frequent first."""
    counts = Counter()
    for text in texts[:_MOST_TEXTS]:
        counts.update(_WORD.findall(text[:_MOST_CHARACTERS].lower()))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [word for word, _ in ranked[:_MOST_WORDS]]

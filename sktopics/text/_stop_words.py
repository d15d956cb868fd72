"""Stop words of many languages."""

import re
from itertools import product

from .._optional import import_optional
from ._language_codes import language_code
from ._word_pattern import word_pattern

# Pronouns and what they are short for with each ending.
_SHORT = {
    "'d": "he how i it she that there they we what when where who why you",
    "'ll": "he how i it she that there they we what when where who why you",
    "'m": "i",
    "'re": "how there they we what when where who why you",
    "'s": "he here how it let she that there what when where who why",
    "'ve": "could i might must should that there they we what who would you",
    "n't": "are ca could did does do had has have is might must need sha should was "
    "were wo would",
}
_OTHERS = [
    "ain't",
    "daren't",
    "mayn't",
    "o'clock",
    "oughtn't",
    "'tis",
    "'twas",
    "y'all",
]
# How far forms of forms are followed: a lemma of a lemma is the lemma, as a rule.
_MOST_ROUNDS = 5


def stop_words(
    language="en", *, preprocessor=None, tokenizer=None, more=()
) -> list[str]:
    """Return the stop words of a language, for words as `word_pattern` finds them.

    Parameters
    ----------
    language : str, default="en"
        Code or English name of the language: "de", "russian". English needs nothing
        else installed. For other languages, install the package stopwordsiso with
        ``pip install 'sktopics[text]'``.
    preprocessor, tokenizer : callable, default=None
        Those of the vectorizer, if it has its own. What they make of a stop word is a
        stop word too: "été" without accents, or the lemma "be" of "was". By default
        letters become small, and words are those of `word_pattern`.
    more : iterable of str, default=()
        Words of your own, also in the forms that `preprocessor` and `tokenizer` give
        them.

    Returns
    -------
    words : list of str
        Sorted. In English scikit-learn's words and contractions such as "don't" and
        "i've", with both kinds of apostrophes. Phrases, which are no single word, are
        left out.

    Raises
    ------
    ImportError
        If stopwordsiso is needed and not installed.
    ValueError
        If there is no list for the language.

    See Also
    --------
    word_pattern : Finds the words in a text.

    Examples
    --------
    >>> from sktopics.text import stop_words
    >>> words = stop_words(more=["applause"])
    >>> len(words)
    510
    >>> [word for word in words if word.startswith(("app", "i'", "don"))]
    ['applause', "don't", 'done', 'don’t', "i'd", "i'll", "i'm", "i've"]
    """
    if isinstance(more, str):
        raise TypeError(f"more must be a list of words, and got the str {more!r:.60}.")
    code = language_code(language)
    own = set(more)
    listed = own.union(_english() if code == "en" else _of_language(code))
    preprocess = str.lower if preprocessor is None else preprocessor
    tokenize = re.compile(word_pattern(code)).findall
    if tokenizer is not None:
        tokenize = tokenizer
    return sorted(_with_forms(listed, preprocess, tokenize) | own)


def _english():
    """Return scikit-learn's stop words and contractions."""
    # Not at the top: most of the package does not read texts.
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    short = [start + end for end, starts in _SHORT.items() for start in starts.split()]
    plain = [*ENGLISH_STOP_WORDS, *short, *_OTHERS]
    return [word.replace("'", mark) for word, mark in product(plain, "'’")]


def _of_language(code):
    """Return the words of stopwordsiso."""
    package = import_optional("stopwordsiso", "text")
    if not package.has_lang(code):
        raise ValueError(
            f"There are no stop words for language={code!r}. Give the vectorizer a "
            "list of your own, or here the code or English name of a language that "
            f"stopwordsiso knows: {', '.join(sorted(package.langs()))}."
        )
    return [form for word in package.stopwords(code) for form in _spellings(word)]


def _spellings(word):
    """Return a word with both kinds of apostrophes."""
    return {word, word.replace("'", "’")}


def _with_forms(words, preprocess, tokenize):
    """Return words that stand alone, and what a vectorizer makes of them.

    A vectorizer warns of stop words in which it finds words that are none.
    """
    found, new = set(), words
    for _ in range(_MOST_ROUNDS):
        found |= {word for word in new if len(list(tokenize(preprocess(word)))) <= 1}
        new = {form for word in new for form in _one_form(word, preprocess, tokenize)}
        new -= found
        if not new:
            break
    return found


def _one_form(word, preprocess, tokenize):
    """Return what becomes of a word, a list of one; an empty list for phrases."""
    forms = list(tokenize(preprocess(word)))
    return forms if len(forms) == 1 else []

"""Lemmatizer: words in their dictionary forms, for the tokenizer of a vectorizer."""

import re
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from sklearn.base import BaseEstimator

from .._optional import import_optional
from .._sklearn import check_parameters
from ._language_codes import language_code
from ._word_pattern import word_pattern
from .dictionary_forms import form_finder

# Codes that simplemma has for languages with other codes elsewhere.
_OF_SIMPLEMMA = {"bs": "hbs", "hr": "hbs", "no": "nb", "sr": "hbs"}


class Lemmatizer(BaseEstimator):
    """Find the words of a text in their dictionary forms: "taxes" is "tax".

    It is a function from a text to a list of words, for the `tokenizer` of any
    vectorizer. Set ``token_pattern=None`` there. Read more in the
    :ref:`user guide <text>`.

    Parameters
    ----------
    language : str or tuple of str, default="en"
        Code or English name of the language, or several languages, which are asked in
        turn. It says how words are found (`word_pattern`) and, without `lemmatize`,
        their forms, for the 50 languages that simplemma knows: install it with ``pip
        install 'sktopics[text]'``.
    lemmatize : callable, default=None
        A function from a word to its dictionary form, for instance that of pymorphy or
        the `stem` of a stemmer. An empty form leaves the word out. The function has to
        be one that can be pickled if the vectorizer is to be.
    token_pattern : str, default=None
        Regular expression of a word, instead of `word_pattern` of the language.

    See Also
    --------
    stop_words : Its parameter `tokenizer` gives the forms of stop words.
    sktopics.representation.Lemmas : Joins forms in the tables of a fitted model.

    Notes
    -----
    Each word is asked for once: forms are kept for the life of the object, for
    languages of simplemma for the life of the process. :func:`token_spans` finds the
    words where they stand in the raw text.

    The form of a word in small letters is in small letters, also of German nouns.

    Examples
    --------
    >>> from sktopics.text import Lemmatizer
    >>> plural = lambda word: word.removesuffix("s")
    >>> Lemmatizer(lemmatize=plural)("The states' rights, and a state's right.")
    ['The', 'state', 'right', 'and', 'state', 'right']

    With simplemma, in a vectorizer that finds the words again in the raw text:

    >>> from sktopics import SequenceVectorizer
    >>> from sktopics.text import token_spans
    >>> text = "Los impuestos suben. ¡Bajen los impuestos!"
    >>> vectorizer = SequenceVectorizer(
    ...     tokenizer=Lemmatizer("spanish"), token_pattern=None
    ... )  # doctest: +SKIP
    >>> vectorizer.fit_transform([text]).tokens()  # doctest: +SKIP
    [['el', 'impuesto', 'subir', 'bajar', 'el', 'impuesto']]
    """

    _parameter_constraints: ClassVar[dict] = {
        "language": [str, tuple],
        "lemmatize": [callable, None],
        "token_pattern": [str, None],
    }

    def __init__(
        self,
        language: str | tuple[str, ...] = "en",
        *,
        lemmatize: Callable[[str], str] | None = None,
        token_pattern=None,
    ):
        self.language = language
        self.lemmatize = lemmatize
        self.token_pattern = token_pattern

    def __call__(self, text) -> list[str]:
        """Return the words of a text in their dictionary forms.

        Parameters
        ----------
        text : str

        Returns
        -------
        words : list of str

        Raises
        ------
        ImportError
            If simplemma is needed and not installed.
        TypeError
            If `text` or a dictionary form is no `str`.
        ValueError
            If simplemma does not know the language.
        """
        return [form for form, _ in self._found(text)]

    def spans(self, text) -> list[tuple[int, int]]:
        """Find where the words of a text stand in it.

        Parameters
        ----------
        text : str

        Returns
        -------
        spans : list of (int, int)
            Start and stop of each word of ``lemmatizer(text)``.

        Examples
        --------
        >>> from sktopics.text import Lemmatizer
        >>> Lemmatizer(lemmatize=str.upper).spans("a tax cut")
        [(2, 5), (6, 9)]
        """
        return [span for _, span in self._found(text)]

    def _found(self, text):
        """Return forms and spans of the words of a text."""
        check_parameters(self)
        if not isinstance(text, str):
            raise TypeError(f"Lemmatizer takes a text, a str, and got {text!r:.60}.")
        pattern, forms = self._pattern(), self._forms()
        found = []
        for match in pattern.finditer(text):
            group = pattern.groups
            word = match[group]
            if not word:
                continue
            form = forms.get(word)
            if form is None:
                form = forms[word] = self._form(word)
            if form:
                found.append((form, match.span(group)))
        return found

    def _pattern(self):
        languages = self._languages()
        text = self.token_pattern
        pattern = re.compile(word_pattern(languages[0]) if text is None else text)
        if pattern.groups > 1:
            raise ValueError(
                f"token_pattern={text!r} has {pattern.groups} groups: which of them is "
                "the word is not known. Use (?:...) for all but one."
            )
        return pattern

    def _languages(self):
        given = (self.language,) if isinstance(self.language, str) else self.language
        if not given:
            raise ValueError("language is an empty tuple: give a code, such as 'en'.")
        return tuple(map(language_code, given))

    def _forms(self):
        """Return the known forms of words, a dict to which new ones are added."""
        if self.lemmatize is None:
            return _known_forms(self._languages())
        state = vars(self)
        if state.get("_asked") is not self.lemmatize:
            state.update(_asked=self.lemmatize, _kept={})
        return self._kept

    def _form(self, word):
        """Return the form of a word that was not asked for before."""
        lemmatize = self.lemmatize
        if lemmatize is None:
            lemmatize = _simplemma_forms(self._languages())
        form = lemmatize(word)
        if not isinstance(form, str):
            raise TypeError(
                "lemmatize must be a function from a word to its dictionary form, a "
                f"str; for {word!r} it returned {form!r:.80}."
            )
        own = self.lemmatize is not None
        return form if own or word != word.lower() else form.lower()

    def __getstate__(self):
        # What is kept can be found again, and is no part of the object.
        state = {**super().__getstate__()}
        state.pop("_asked", None)
        state.pop("_kept", None)
        return state


@cache
def _known_forms(languages):
    """Return a dict of the forms of simplemma that have been asked for."""
    return {}


@cache
def _simplemma_forms(languages):
    """Return a function from a word to its form in the languages."""
    known = tuple(_OF_SIMPLEMMA.get(code, code) for code in languages)
    return form_finder(known[0] if len(known) == 1 else known, _simplemma)


def _simplemma():
    return import_optional("simplemma", "text")

"""TextCleaner: texts without links, mentions, markup and other debris."""

from functools import lru_cache
from typing import ClassVar, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from .._sklearn import StrOptions, _fit_context, check_parameters
from .._text_edits import edited, origins_of_edits, origins_through
from .._validation import check_documents
from ._cleaning_steps import cleaning_steps

_REMOVED = [StrOptions({"keep", "remove"})]


class TextCleaner(TransformerMixin, BaseEstimator):
    """Clean texts: links, mentions, markup, spellings of one word.

    It is a function from a text to a text, for the `preprocessor` of any vectorizer,
    and a transformer of texts to texts, for the steps of a Pipeline before an encoder.
    Read more in the :ref:`user guide <text>`.

    Parameters
    ----------
    lowercase : bool, default=True
        Whether to make all letters small. A `preprocessor` replaces the `lowercase` of
        a vectorizer. Encoders that know capitals want False.
    markup : {"remove", "keep"}, default="remove"
        Tags, comments and scripts of HTML. Its names of characters become the
        characters: ``&amp;`` is ``&``.
    links : {"remove", "keep"}, default="remove"
        Addresses of the web and of e-mail, also short ones such as ``bit.ly/x``.
    mentions : {"remove", "keep"}, default="remove"
        Names of users after ``@``, and the ``RT`` before them.
    hashtags : {"word", "remove", "keep"}, default="word"
        Words after ``#``. "word" takes off the mark and keeps the word.
    numbers : {"keep", "remove"}, default="keep"
        Words of digits alone: ``2026``, ``3.5``, ``10:30``, but not ``covid19``.
    accents : {"keep", "remove"}, default="keep"
        Accents of Latin and Greek letters, and the marks of stress of Russian. Letters
        of other scripts stay what they are: ``й`` does not become ``и``.
    yo : bool, default=True
        Whether the Russian ``ё`` becomes ``е``, as most texts write it. False suits
        Belarusian and other languages in which ``ё`` is another letter.

    See Also
    --------
    word_pattern : Words with their apostrophes and hyphens.
    stop_words : Stop words of a language.
    token_spans : Finds words in the raw text, also where a cleaner has moved them.

    Notes
    -----
    Some things are always the same. Letters are written as one character where there
    is one (NFC). Soft hyphens are taken out of words, the apostrophe in ``don’t``
    becomes the one in ``don't``, and special hyphens become common ones. What is
    removed leaves a space, and white space within a line becomes one space. Ends of
    lines stay, since sentences and paragraphs end there.

    A sentence is known to end by the capital after it. Where sentences are cut after
    the cleaner, in a Pipeline whose vectorizer has ``boundaries="sentence"``, set
    ``lowercase=False``. A `preprocessor` cleans sentences that are cut already.

    Examples
    --------
    >>> from sktopics.text import TextCleaner
    >>> clean = TextCleaner()
    >>> clean("RT @nyt: Don’t miss #Covid19 &amp; flu <br> https://nyti.ms/2x!")
    ": don't miss covid19 & flu !"

    Before a vectorizer:

    >>> from sktopics import SequenceVectorizer
    >>> vectorizer = SequenceVectorizer(preprocessor=TextCleaner(accents="remove"))
    >>> vectorizer.fit_transform(["Élan vital: www.example.org/a"]).tokens()
    [['elan', 'vital']]

    As a step of a Pipeline:

    >>> TextCleaner(lowercase=False).fit_transform(["Ещё раз: @ivan, ура!"])
    ['Еще раз: , ура!']
    """

    _parameter_constraints: ClassVar[dict] = {
        "lowercase": ["boolean"],
        "markup": _REMOVED,
        "links": _REMOVED,
        "mentions": _REMOVED,
        "hashtags": [StrOptions({"word", "remove", "keep"})],
        "numbers": _REMOVED,
        "accents": _REMOVED,
        "yo": ["boolean"],
    }

    def __init__(
        self,
        *,
        lowercase=True,
        markup="remove",
        links="remove",
        mentions="remove",
        hashtags="word",
        numbers="keep",
        accents="keep",
        yo=True,
    ):
        self.lowercase = lowercase
        self.markup = markup
        self.links = links
        self.mentions = mentions
        self.hashtags = hashtags
        self.numbers = numbers
        self.accents = accents
        self.yo = yo

    def __call__(self, text) -> str:
        """Return a text clean.

        Parameters
        ----------
        text : str

        Returns
        -------
        clean : str

        Raises
        ------
        TypeError
            If `text` is no `str`.
        """
        for edits in self._changes(text):
            text = edits if isinstance(edits, str) else edited(text, edits)
        return text

    def origins(self, text) -> tuple[np.ndarray, np.ndarray]:
        """Find where the characters of a clean text come from.

        Parameters
        ----------
        text : str
            The raw text.

        Returns
        -------
        starts, stops : ndarray of shape (len(clean) + 1,), int64
            Character `i` of ``cleaner(text)`` comes from
            ``text[starts[i]:stops[i]]``. The last entries are for the end of the text.

        Examples
        --------
        >>> from sktopics.text import TextCleaner
        >>> text, cleaner = "@me:  caf&eacute;", TextCleaner()
        >>> clean = cleaner(text)
        >>> clean
        ': café'
        >>> starts, stops = cleaner.origins(text)
        >>> text[starts[2] : stops[5]]
        'caf&eacute;'
        """
        origins = origins_of_edits(len(text), [])
        for edits in self._changes(text):
            if not isinstance(edits, str) and edits:
                n_characters = len(origins[0]) - 1
                step = origins_of_edits(n_characters, edits)
                origins = origins_through(origins, step)
        return origins

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None) -> Self:
        """Do nothing but check the parameters and the documents.

        Parameters
        ----------
        X : iterable of str
        y : None
            Ignored.

        Returns
        -------
        self : TextCleaner
        """
        check_documents(X, whom=type(self).__name__)
        return self

    def transform(self, X) -> list[str]:
        """Return documents clean.

        Parameters
        ----------
        X : iterable of str

        Returns
        -------
        documents : list of n_documents str
            A document without anything else than debris is an empty text.

        Raises
        ------
        TypeError
            If a document is no `str`.
        """
        check_parameters(self)
        documents = check_documents(X, whom=type(self).__name__)
        return [self(document) for document in documents]

    def fit_transform(self, X, y=None) -> list[str]:
        """Return documents clean, as `transform` does.

        Parameters
        ----------
        X : iterable of str
        y : None
            Ignored.

        Returns
        -------
        documents : list of n_documents str
        """
        return self.transform(X)

    def set_output(self, *, transform=None) -> Self:
        """Accept what a Pipeline says to all of its steps: texts stay texts.

        Parameters
        ----------
        transform : {"default", "pandas", "polars"}, default=None
            For the steps that come later.

        Returns
        -------
        self : TextCleaner
        """
        return self

    def get_feature_names_out(self, input_features=None) -> np.ndarray | None:
        """Return the names that the step is given: texts have none of their own.

        A Pipeline asks all of its steps, to name the terms of the vectorizer.

        Parameters
        ----------
        input_features : array-like of str, default=None

        Returns
        -------
        names : ndarray of object, or None
            `input_features`.
        """
        if input_features is None:
            return None
        return np.asarray(input_features, dtype=object)

    def __sklearn_is_fitted__(self):
        return True

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

    def _changes(self, text):
        """Yield what each step changes in a text: edits, or a text as long as it."""
        check_parameters(self)
        if not isinstance(text, str):
            raise TypeError(
                f"TextCleaner takes a text at a time, a str, and got {text!r:.60}. Use "
                "transform for a list of texts."
            )
        for step in _steps(
            bool(self.lowercase),
            self.markup,
            self.links,
            self.mentions,
            self.hashtags,
            self.numbers,
            self.accents,
            bool(self.yo),
        ):
            edits = step(text)
            yield edits
            text = edits if isinstance(edits, str) else edited(text, edits)


# Compiled once for the parameters that are used.
_steps = lru_cache(maxsize=64)(cleaning_steps)

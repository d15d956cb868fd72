"""Parts of speech of the words of texts, by whatever tells them."""

import numpy as np

from .._optional import import_optional


def tagger_of(tagger):
    """Return a function from texts to lists of (word, lemma, part of speech).

    Parameters
    ----------
    tagger : str, spaCy Language or callable
        See `PartOfSpeech`.

    Raises
    ------
    ImportError
        If spaCy is not installed.
    OSError
        If spaCy has no model of this name.
    TypeError
        If the tagger is something else.
    """
    if isinstance(tagger, str):
        tagger = load_language(tagger)
    if is_language(tagger):
        return lambda texts: [list(map(described, doc)) for doc in tagger.pipe(texts)]
    if not callable(tagger):
        raise TypeError(
            "tagger must be a spaCy Language, the name of a model of spaCy, or a "
            "function from a list of texts to lists of (word, lemma, part of speech); "
            f"got {type(tagger).__name__}."
        )
    return tagger


def described(token):
    """Return word, dictionary form and part of speech of a token of spaCy."""
    names = token.vocab.strings
    return token.text, names[token.lemma], names[token.pos]


def is_language(tagger):
    """Whether a tagger is a spaCy Language, or made like one."""
    return hasattr(tagger, "pipe") and hasattr(tagger, "vocab")


def load_language(name):
    """Return a model of spaCy by its name or path."""
    spacy = import_optional("spacy", "language")
    try:
        return spacy.load(name)
    except OSError as error:
        raise OSError(
            f"spaCy has no model {name!r} here. Install it with: python -m spacy "
            f"download {name}. Or give another tagger: a spaCy Language, or a function "
            "from texts to lists of (word, lemma, part of speech)."
        ) from error


def tagged_words(tag, texts):
    """Return what a tagger says of texts, checked.

    Returns
    -------
    tagged : list of lists of (str, str, str)
        One for each text.
    """
    texts = list(texts)
    tagged = tag(texts)
    if not np.iterable(tagged):
        raise TypeError(
            f"tagger must return a list for each text, and returned {tagged!r:.80}."
        )
    tagged = [_listed(words) for words in tagged]
    if len(tagged) != len(texts):
        raise ValueError(
            f"tagger must return a list for each text: it was given {len(texts)} texts "
            f"and returned {len(tagged)} lists."
        )
    for words in tagged:
        for entry in words:
            if not isinstance(entry, tuple | list) or len(entry) != 3:
                raise ValueError(
                    "tagger must return lists of (word, lemma, part of speech), and "
                    f"returned {entry!r:.80}."
                )
    if any(tagged) and not any(entry[2] for words in tagged for entry in words):
        raise ValueError(
            "tagger tells no parts of speech: give spaCy a component that does (a "
            "tagger or a morphologizer), or another tagger."
        )
    return [[tuple(map(_text, entry)) for entry in words] for words in tagged]


def _listed(words):
    """Return what a tagger says of one text as a list."""
    if not np.iterable(words):
        raise TypeError(
            "tagger must return a list of (word, lemma, part of speech) for each text, "
            f"and returned {words!r:.80} for one."
        )
    return list(words)


def _text(value):
    return "" if value is None else str(value)

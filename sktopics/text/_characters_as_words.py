"""The warning that texts are taken apart into characters where words are meant."""

import warnings

from .._validation import levels_to_caller

# First documents that are looked at.
N_LOOKED_AT = 20


def takes_tokens(vectorizer):
    """Whether a vectorizer has callables that may be for lists of words.

    A tokenizer alone is for texts: what it makes of them is as its author wants it.
    """
    own = callable(vectorizer.analyzer) or (
        callable(vectorizer.tokenizer) and callable(vectorizer.preprocessor)
    )
    return own and vectorizer.input == "content"


def warn_of_characters(vectorizer, documents, n_tokens):
    """Warn if each text among the first documents has become its characters.

    That is what an analyzer for lists of words, such as `list`, makes of a `str`.

    Parameters
    ----------
    vectorizer : CountVectorizer
    documents : list
        The first of the documents, as they were given.
    n_tokens : sequence of int
        How many tokens each of them has.
    """
    texts = [
        (text, n)
        for text, n in zip(documents, n_tokens, strict=False)
        if isinstance(text, (str, bytes)) and len(text) > 1
    ]
    if not texts or any(n < len(text) for text, n in texts):
        return
    name = "analyzer" if callable(vectorizer.analyzer) else "tokenizer"
    warnings.warn(
        f"The {name} has taken texts apart into single characters, {texts[0][0]!r:.30} "
        f"into {texts[0][1]} tokens: it is meant for lists of words, and got str. Give "
        f"each document as a list of its words, or leave {name} at its default; "
        'analyzer="char" is for characters.',
        UserWarning,
        stacklevel=levels_to_caller(),
    )

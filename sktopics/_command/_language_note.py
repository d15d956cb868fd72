"""A note for texts that seem to be in another language than the command thinks."""

import re

from ..text import stop_words, word_pattern

# English texts of any kind have a third of stop words, other languages up to a fifth
# of words that are spelled alike.
_FEWEST = 0.25
_DOCUMENTS, _CHARACTERS = 200, 2000


def language_note(documents, language):
    """Return a note if few words of texts are English stop words, or None.

    Parameters
    ----------
    documents : list of str
    language : str
        Of the command. Another one than "en" was chosen by the user.
    """
    if language != "en":
        return None
    pattern, listed = re.compile(word_pattern("en")), set(stop_words("en"))
    n_words = n_listed = 0
    for document in documents[:: -(-len(documents) // _DOCUMENTS)]:
        words = pattern.findall(document[:_CHARACTERS].lower())
        n_words += len(words)
        n_listed += sum(word in listed for word in words)
    if not n_words or n_listed >= _FEWEST * n_words:
        return None
    return (
        f"only {n_listed / n_words:.0%} of the words are English stop words. If the "
        "texts are in another language, name it, such as --language de."
    )

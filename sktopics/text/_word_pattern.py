"""What a word is: a pattern for the tokens of a vectorizer."""

from ._language_codes import language_code

# Signs of vowels and tones, which are no letters for Python: combining accents, and
# those of Hebrew, Arabic, the scripts of India, Thai, Lao, Tibetan, Burmese and Khmer;
# and the joiners within words of Persian and of these scripts.
_SIGNS = (
    "\\u0300-\\u036f\\u0591-\\u05bd\\u05bf-\\u05c7\\u0610-\\u061a\\u064b-\\u065f"
    "\\u0670\\u06d6-\\u06ed\\u0900-\\u0963\\u0966-\\u0dff\\u0e31\\u0e34-\\u0e3a"
    "\\u0e47-\\u0e4e\\u0eb1-\\u0ece\\u0f71-\\u0f84\\u102b-\\u103e\\u17b4-\\u17d3"
    "\\u200c\\u200d"
)
# An apostrophe or a hyphen between two letters; special hyphens are those that never
# break and those that may.
_JOINT = "['’ʼ\\u2010\\u2011-]"
_WORD = rf"\w(?:{_JOINT}?[\w{_SIGNS}])+"
# English possessives are the same word: "America's" is "America".
_ENGLISH = rf"\w(?:(?!['’][sS](?!['’-]?\w)){_JOINT}?[\w{_SIGNS}])+"
# Articles and pronouns that lose their vowel before a word.
_ELIDED = {
    "ca": "[dlmnst]",
    "fr": "[cdjlmnst]|(?:jus|lors|puis|quoi)?qu",
    "it": "[cdlmnstv]|(?:a|da|de|ne|su|co)?ll|gl|un|quest|quell|dov|com|sant|bell",
}


def word_pattern(language="en") -> str:
    """Return a regular expression of words that keeps "don't" and "co-operation" whole.

    It is for the `token_pattern` of a vectorizer. The default of scikit-learn cuts
    "I've" into "ve", "didn't" into "didn" and Hindi words into pieces.

    Parameters
    ----------
    language : str, default="en"
        Code or English name of the language: "en", "russian". English words lose the
        's at their ends: "America's" is "America". French, Italian and Catalan words
        lose the article or pronoun before the apostrophe: "l'homme" is "homme". In
        other languages the apostrophe is part of the word.

    Returns
    -------
    pattern : str
        Words of two characters or more. Apostrophes and hyphens are part of a word
        between two of its letters; other marks, and quotes around words, are not.

    See Also
    --------
    stop_words : Stop words that fit the pattern.
    Lemmatizer : Finds dictionary forms of the words that the pattern finds.

    Examples
    --------
    >>> import re
    >>> from sktopics.text import word_pattern
    >>> text = "'Co-operation', I've said: don’t wait -- it's 9-to-5."
    >>> re.findall(word_pattern(), text)
    ['Co-operation', "I've", 'said', 'don’t', 'wait', 'it', '9-to-5']
    >>> re.findall(word_pattern("fr"), "L'économie d'aujourd'hui, c'est-à-dire")
    ['économie', "aujourd'hui", 'est-à-dire']

    In a vectorizer:

    >>> from sktopics import SequenceVectorizer
    >>> from sktopics.text import stop_words
    >>> vectorizer = SequenceVectorizer(
    ...     token_pattern=word_pattern(), stop_words=stop_words()
    ... )
    >>> vectorizer.fit_transform(["We've seen the co-operation. Don't stop!"]).tokens()
    [['seen', 'co-operation', 'stop']]
    """
    code = language_code(language)
    if code == "en":
        return f"(?u){_ENGLISH}"
    elided = _ELIDED.get(code)
    if elided is None:
        return f"(?u){_WORD}"
    # What is before the apostrophe is read once and for all, and is not in the group,
    # which is what a vectorizer takes.
    return rf"(?u)(?>(?:\b(?i:{elided})['’])?)({_WORD})"

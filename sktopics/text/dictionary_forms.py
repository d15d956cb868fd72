"""Dictionary forms of words, by simplemma or by a function of the user's."""

__all__ = ["form_finder"]


def form_finder(language, load):
    """Return a function from a word to its dictionary form.

    Parameters
    ----------
    language : str, tuple of str or callable
        Code of the language, as simplemma has it, or several, which are asked in turn,
        or the function itself.
    load : callable
        Returns the module simplemma, or raises the error that says what to install.

    Raises
    ------
    ImportError
        If simplemma is not installed.
    ValueError
        If simplemma does not know a language.
    """
    if callable(language):
        return language
    simplemma = load()
    languages = (language,) if isinstance(language, str) else language
    try:
        for each in languages or ("",):
            simplemma.lemmatize("a", lang=each)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"language={language!r}: {error}. Give a code that simplemma knows, such "
            'as "en", "de" or "fr", a tuple of them, or a function from a word to its '
            "dictionary form."
        ) from error

    def lemma(word):
        # Vectorizers write German nouns in small letters: "haus" would be "hausen".
        noun = word.capitalize()
        if (
            languages[0] == "de"
            and simplemma.is_known(noun, lang="de")
            and simplemma.lemmatize(noun, lang="de") == noun
        ):
            return noun
        return simplemma.lemmatize(word, lang=language)

    return lemma

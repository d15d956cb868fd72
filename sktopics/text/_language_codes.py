"""Codes of languages by their English names."""

_CODES = {
    "afrikaans": "af", "albanian": "sq", "arabic": "ar", "armenian": "hy",
    "basque": "eu", "bengali": "bn", "breton": "br", "bulgarian": "bg",
    "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "dutch": "nl", "english": "en", "esperanto": "eo",
    "estonian": "et", "finnish": "fi", "french": "fr", "galician": "gl",
    "georgian": "ka", "german": "de", "greek": "el", "gujarati": "gu",
    "hausa": "ha", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it",
    "japanese": "ja", "korean": "ko", "kurdish": "ku", "latin": "la",
    "latvian": "lv", "lithuanian": "lt", "macedonian": "mk", "malay": "ms",
    "marathi": "mr", "norwegian": "no", "persian": "fa", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "slovak": "sk",
    "slovenian": "sl", "somali": "so", "spanish": "es", "swahili": "sw",
    "swedish": "sv", "tagalog": "tl", "thai": "th", "turkish": "tr",
    "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy",
    "yoruba": "yo", "zulu": "zu",
}  # fmt: skip


def language_code(language):
    """Return the code of a language given by its code or its English name.

    Raises
    ------
    TypeError
        If `language` is no `str`.

    Examples
    --------
    >>> language_code("Russian"), language_code("ru")
    ('ru', 'ru')
    """
    if not isinstance(language, str):
        raise TypeError(
            "language must be the code of a language or its English name, a str such "
            f'as "en" or "english"; got {language!r:.60}.'
        )
    name = language.strip().lower()
    return _CODES.get(name, name)

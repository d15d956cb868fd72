"""Names of languages, where the name of an encoder is expected."""

import os

# What BERTopic's first parameter, `language`, takes.
_LANGUAGES = (
    "albanian arabic armenian bulgarian burmese catalan chinese croatian czech danish "
    "dutch english estonian finnish french galician georgian german greek gujarati "
    "hebrew hindi hungarian indonesian italian japanese korean kurdish latvian "
    "lithuanian macedonian malay marathi mongolian multilingual norwegian persian "
    "polish portuguese romanian russian serbian slovak slovenian spanish swedish thai "
    "turkish ukrainian urdu vietnamese"
)


def refuse_language(encoder):
    """Refuse the name of a language where the name of a model is meant.

    Raises
    ------
    ValueError
        If `encoder` is one, as the first parameter of the package BERTopic is, unless
        there is a model in a folder of that name.
    """
    if not isinstance(encoder, str) or os.path.exists(encoder):
        return
    words = encoder.lower().replace("(", " ").split()
    if words and {words[0], words[-1]} & set(_LANGUAGES.split()):
        raise ValueError(
            f"encoder={encoder!r} names a language, and no model: the first parameter "
            "is the encoder, not the language as in the package BERTopic. Use "
            '"all-MiniLM-L6-v2" for English, "paraphrase-multilingual-MiniLM-L12-v2" '
            "for other languages, or any other model of sentence-transformers."
        )

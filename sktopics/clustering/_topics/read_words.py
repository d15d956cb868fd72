"""Words of documents, read before anything dear is done with them."""

import re
import warnings
from numbers import Integral

from ..._part_output import called
from ..._reading import pipeline_steps
from ..._sklearn import under_default_configuration
from ..._validation import levels_to_caller
from ...text.document_counts import DocumentCounts, EmptyVocabularyError

# With fewer terms than this for each word of a topic, topics have to share their words.
_TERMS_FOR_A_WORD = 2
# What a vectorizer takes for a word that is left as it is.
_WORD = re.compile(r"(?u)\b\w\w+\b")


@under_default_configuration
def read_words(vectorizer, documents):
    """Learn the vocabulary of documents, and count its terms in each of them.

    Parameters
    ----------
    vectorizer : vectorizer
        Cloned and fitted.
    documents : list of str

    Returns
    -------
    read : DocumentCounts or None
        None, if no document has a word. Of texts without one, a warning says so.

    Raises
    ------
    ValueError
        If the vectorizer finds no terms in documents that have words.
    """
    if not any(map(str.strip, documents)):
        return None
    try:
        return DocumentCounts(vectorizer, documents)
    except EmptyVocabularyError as error:
        warn_of_no_words(vectorizer, documents, error)
        return None


def warn_of_no_words(vectorizer, documents, error):
    """Warn of documents without words; a vectorizer that finds none is an error."""
    with_words = next((text for text in documents if _WORD.search(text)), None)
    if with_words is not None:
        raise ValueError(
            f"{called('vectorizer', vectorizer)} finds no terms in the documents, "
            f"though they have words, such as {_WORD.search(with_words).group()!r:.40}:"
            f" {error}."
        ) from error
    text = next(text for text in documents if text.strip())
    warnings.warn(
        "There are no words in the documents, which begin with "
        f"{text.strip()!r:.40}: topics have no words. A CountVectorizer with "
        r"token_pattern=r'\S+' takes all that stands between spaces for words, emoji "
        "too.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def warn_of_few_terms(read, n_topics, n_top_words):
    """Warn where shares of documents as limits leave topics hardly a term.

    BERTopic's own `min_df` and `max_df` are shares of topics, of which there are few;
    here they are shares of documents.

    Parameters
    ----------
    read : DocumentCounts or None
    n_topics, n_top_words : int
    """
    wanted = _TERMS_FOR_A_WORD * n_topics * n_top_words
    if read is None or read.n_terms >= wanted:
        return
    if read.n_found is not None and read.n_found < wanted:
        return  # there are no more
    limits = _shares(read)
    if not limits:
        return
    said = " and ".join(f"{name}={value:g}" for name, value, _ in limits)
    meant = " and ".join(meaning for _, _, meaning in limits)
    left = "" if read.n_found is None else f" of {read.n_found}"
    warnings.warn(
        f"The vectorizer's {said} leaves {read.n_terms}{left} terms for {n_topics} "
        f"topics of {n_top_words} words. A share is one of documents here: {meant}. In "
        "BERTopic it is one of topics, and leaves out little. Its min_df=.05, "
        "max_df=.8 become min_df=5, a number of documents, and no max_df.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def _shares(read):
    """Return the limits that are shares and leave out terms: name, value, meaning."""
    found, n = [], read.n_documents
    for step in pipeline_steps(read.fitted):
        lowest, highest = getattr(step, "min_df", 1), getattr(step, "max_df", 1.0)
        if not isinstance(lowest, Integral) and lowest * n > 1:
            meaning = f"min_df={lowest:g} keeps terms of {lowest * n:.0f} or more"
            found.append(("min_df", lowest, meaning))
        known = read.n_found is not None  # else it may be a small corpus
        if known and not isinstance(highest, Integral) and highest < 1:
            meaning = f"max_df={highest:g} those of {highest * n:.0f} or fewer"
            found.append(("max_df", highest, meaning))
    return found

"""A hint for texts without spaces between their words."""

import re
import warnings

from sklearn.feature_extraction.text import CountVectorizer

# Letters and signs of Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# So much is looked at: documents, and characters of each.
_DOCUMENTS, _CHARACTERS = 500, 2000
# More letters between two spaces are several words. Where a document has no space at
# all, fewer are enough.
_LONG, _LONG_DOCUMENT = 8, 4
# Tokens that are longer are no single characters, which a pattern of the user's finds.
_LONG_TOKEN = 1.5


class UnspacedTexts:
    """Documents on their way to a vectorizer, and how many write no spaces.

    Parameters
    ----------
    documents : iterable
    """

    def __init__(self, documents):
        self.documents = documents
        self.n_seen = self.n_unspaced = 0
        self.example = None

    def __iter__(self):
        for document in self.documents:
            if self.n_seen < _DOCUMENTS and isinstance(document, str):
                self._look_at(document)
            yield document

    def _look_at(self, text):
        self.n_seen += bool(text.strip())
        if is_unspaced(text):
            self.n_unspaced += 1
            self.example = self.example or text

    def fit_counts(self, vectorizer, documents=None):
        """Let a vectorizer learn from the documents, and warn if it should not.

        It is warned of a vectorizer that takes sentences of most documents for words,
        also if it finds no words at all and raises an error.

        Parameters
        ----------
        vectorizer : CountVectorizer
        documents : iterable, default=None
            What it is given, if not these documents themselves.

        Returns
        -------
        counts : sparse matrix of shape (n_documents, n_terms)
        """
        documents = self if documents is None else documents
        try:
            return CountVectorizer.fit_transform(vectorizer, documents)
        finally:
            self._hint(vectorizer)

    def _hint(self, vectorizer):
        if 2 * self.n_unspaced <= self.n_seen or vectorizer.input != "content":
            return
        if vectorizer.analyzer != "word" or vectorizer.tokenizer is not None:
            return
        text = vectorizer.build_preprocessor()(self.example)
        tokens = vectorizer.build_tokenizer()(text)
        letters = sum(map(len, tokens))
        if not is_unspaced(text) or letters <= _LONG_TOKEN * len(tokens):
            return
        longest = max(tokens, key=len)
        warnings.warn(
            f"{self.n_unspaced} of the first {self.n_seen} documents have no spaces "
            f"between words, and {type(vectorizer).__name__} takes {longest[:20]!r} "
            "for one word. Chinese, Japanese, Thai and the like need a tokenizer that "
            "knows the words: give a function from a text to the list of its words, "
            "with tokenizer=function and token_pattern=None (jieba.lcut for Chinese, "
            "pythainlp.word_tokenize for Thai). Without one, pairs of characters do: "
            'analyzer="char", ngram_range=(2, 2).',
            UserWarning,
            stacklevel=4,
        )


def is_unspaced(text):
    """Whether a text is of a script without spaces, and has none between its words.

    Examples
    --------
    >>> is_unspaced("今天天气很好"), is_unspaced("今天 天气 很 好"), is_unspaced("rain")
    (True, False, False)
    """
    text = text[:_CHARACTERS]
    letters = [len(_UNSPACED.findall(part)) for part in text.split()]
    total, n_parts = sum(letters), sum(map(bool, letters))
    if 2 * total < sum(map(str.isalnum, text)) or not total:
        return False
    if len(letters) == 1:
        return total >= _LONG_DOCUMENT
    return total > _LONG * n_parts

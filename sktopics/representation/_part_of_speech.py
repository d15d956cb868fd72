"""Words of topics that are nouns, adjectives, or phrases of these."""

import re
import warnings
from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._optional import import_optional
from .._sklearn import Interval
from .._validation import levels_to_caller
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._shared_parts import SharedPartsMixin
from ._taggers import described, is_language, load_language, tagged_words, tagger_of
from ._topic_documents import TopicDocuments
from ._topic_words import TopicWords, with_words

DEFAULT_PATTERNS = (("ADJ", "NOUN"), ("NOUN",), ("ADJ",))
# In how many documents of the topic a word is looked at.
DOCUMENTS_PER_WORD = 2
# Scripts that do not separate words by spaces: Thai, Lao, Burmese, Khmer, Japanese,
# Chinese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)


class PartOfSpeech(SharedPartsMixin, RepresentationStep):
    """Words of a topic that fit patterns of grammar in its documents.

    By default nouns, adjectives, and adjectives before nouns: verbs, adverbs, pronouns
    and all other words are left out. Any language that there is a tagger for.

    Parameters
    ----------
    tagger : str, spaCy Language or callable, default="en_core_web_sm"
        What tells the part of speech of words in texts:

        - the name of a model of spaCy, which has to be installed (``pip install
          'sktopics[language]'``, then ``python -m spacy download en_core_web_sm``);
        - a Language of spaCy;
        - a function from a list of texts to a list for each text of (word, dictionary
          form, part of speech).
    patterns : list, default=None
        Each pattern is a sequence of parts of speech, such as ``("ADJ", "NOUN")``, as
        the tagger calls them. With spaCy, also a list of dicts for its `Matcher`. None:
        adjective and noun, noun, adjective.
    n_candidates : int, default=100
        How many of the topic's heaviest terms are looked at.
    n_top_words : int, default=10
        Number of words per topic.

    Notes
    -----
    For each candidate, the tagger is given the two documents of the topic that are most
    typical and hold it: a topic's documents are those with a larger share of it than of
    any other. A candidate is kept if it fits a pattern in one of all these documents:
    as it is written there, in small letters, or in its dictionary form. Phrases fit if
    they are terms of the model: let the vectorizer make n-grams.

    Words are ranked by their weights in the topic, which they keep. A topic without a
    word that fits keeps its words, and a warning tells which.

    BERTopic looks for words as parts of other words ("art" in "party"), loses words
    that documents write with a capital letter, and fills topics up with empty words.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import PartOfSpeech
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> parts = {"sail": "VERB", "ships": "NOUN", "big": "ADJ"}
    >>> def tag(texts):
    ...     return [
    ...         [(word, word, parts.get(word, "X")) for word in text.split()]
    ...         for text in texts
    ...     ]
    >>> terms = np.array(["big", "sail", "ships", "they"])
    >>> weights = np.array([[0.1, 0.3, 0.2, 0.4]])
    >>> table = TopicTable([Topic(0, None, 1.0, ("they", "sail"), (0.4, 0.3))])
    >>> context = RepresentationContext(
    ...     table, weights, terms, ["they sail big ships"], np.ones((1, 1))
    ... )
    >>> PartOfSpeech(tag).refine(table, context)[0]
    Topic 0: ships, big (100.0%)
      ships 0.200, big 0.100
    """

    _parameter_constraints = {
        "tagger": "no_validation",
        "patterns": [list, tuple, None],
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    }

    needs = ("documents", "shares")
    _shared_parts = ("tagger",)

    def __init__(
        self,
        tagger="en_core_web_sm",
        *,
        patterns=None,
        n_candidates=100,
        n_top_words=10,
    ):
        self.tagger = tagger
        self.patterns = patterns
        self.n_candidates = n_candidates
        self.n_top_words = n_top_words

    def _refine(self, table, context):
        matched = matcher_of(self.tagger, self.patterns)
        words, documents = TopicWords(context), TopicDocuments(context)
        candidates, texts_of = [], []
        for topic in table:
            share = words.shares([topic.index])[0]
            columns = words.heaviest(share, self.n_candidates)
            candidates.append((words.terms[columns].tolist(), share[columns]))
            rows = documents.rows(topic.index)
            texts_of.append(rows_with(candidates[-1][0], context.documents, rows))
        # A text that is typical of several topics is tagged once.
        rows = sorted({row for rows in texts_of for row in rows})
        found = dict(
            zip(rows, matched([context.documents[row] for row in rows]), strict=True)
        )
        refined, without = [], []
        for topic, (terms, weights), rows in zip(
            table, candidates, texts_of, strict=True
        ):
            fitting = set().union(*(found[row] for row in rows))
            best = [i for i, term in enumerate(terms) if term in fitting]
            best = best[: self.n_top_words]
            if best:
                topic = with_words(topic, [terms[i] for i in best], weights[best])
            else:
                without.append(topic.index)
            refined.append(topic)
        if without:
            _warn_of_no_words(without)
        return TopicTable(refined, table.outliers)


def _warn_of_no_words(topics):
    shown = ", ".join(map(str, topics[:10])) + (", …" if len(topics) > 10 else "")
    warnings.warn(
        f"PartOfSpeech: no candidate of topics {shown} fits a pattern. They keep their "
        "words; more n_candidates or other patterns may find some.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def rows_with(terms, documents, rows):
    """Return the rows of the first documents that hold terms, as whole words.

    Parameters
    ----------
    terms : list of str
    documents : sequence of str
    rows : sequence of int
        Where to look, in this order.

    Returns
    -------
    found : list of int
        For each term at most two rows; each row once.
    """
    missing = {
        term: (term.casefold(), DOCUMENTS_PER_WORD) for term in dict.fromkeys(terms)
    }
    found = []
    for row in rows:
        if not missing:
            break
        text, used = str(documents[row]).casefold(), False
        for term, (folded, n) in list(missing.items()):
            if not _holds(text, folded):
                continue
            used = True
            if n == 1:
                del missing[term]
            else:
                missing[term] = folded, n - 1
        if used:
            found.append(int(row))
    return found


def _holds(text, term):
    """Whether a text holds a term as whole words, whatever is between them."""
    words = term.split()
    if not words or any(word not in text for word in words):
        return False
    if _UNSPACED.search(term):
        return True
    between = r"\W+".join(map(re.escape, words))
    return re.search(rf"(?<!\w){between}(?!\w)", text) is not None


def matcher_of(tagger, patterns=None):
    """Return a function from texts to the sets of words that fit patterns in each.

    Parameters
    ----------
    tagger, patterns
        See `PartOfSpeech`.
    """
    patterns = list(DEFAULT_PATTERNS if patterns is None else patterns)
    if not patterns:
        raise ValueError("patterns must hold at least one pattern, and it is empty.")
    plain = [_parts_of_speech(pattern) for pattern in patterns]
    if None not in plain:
        tag = tagger_of(tagger)
        return lambda texts: [
            _fitting(words, plain) for words in tagged_words(tag, texts)
        ]
    if isinstance(tagger, str):
        tagger = load_language(tagger)
    if not is_language(tagger):
        which = patterns[plain.index(None)]
        raise ValueError(
            f"The pattern {which!r:.100} is for the Matcher of spaCy, and the tagger "
            "is no Language of spaCy: give sequences of parts of speech, such as "
            '("ADJ", "NOUN").'
        )
    matcher = import_optional("spacy.matcher", "language").Matcher(tagger.vocab)
    matcher.add("pattern", [_for_spacy(pattern) for pattern in patterns])
    return lambda texts: [
        set().union(
            *(
                _ways_to_write(list(map(described, doc[start:end])))
                for _, start, end in matcher(doc)
            )
        )
        for doc in tagger.pipe(texts)
    ]


def _parts_of_speech(pattern):
    """Return a pattern as a tuple of parts of speech, None if it asks for more."""
    if isinstance(pattern, str) or not np.iterable(pattern) or not len(pattern):
        raise ValueError(
            "patterns must hold sequences of parts of speech, such as "
            f'("ADJ", "NOUN"), got {pattern!r:.100}.'
        )
    parts = []
    for entry in pattern:
        if isinstance(entry, Mapping) and list(entry) == ["POS"]:
            entry = entry["POS"]
        if not isinstance(entry, str):
            if isinstance(entry, Mapping):
                return None
            raise ValueError(
                "patterns must hold sequences of parts of speech, such as "
                f'("ADJ", "NOUN"), got {pattern!r:.100}.'
            )
        parts.append(entry)
    return tuple(parts)


def _for_spacy(pattern):
    return [{"POS": part} if isinstance(part, str) else dict(part) for part in pattern]


def _fitting(words, patterns):
    """All ways to write the words of a text that fit one of the patterns."""
    fitting, parts = set(), [part for *_, part in words]
    for pattern in patterns:
        n = len(pattern)
        for start in range(len(words) - n + 1):
            if tuple(parts[start : start + n]) == pattern:
                fitting.update(_ways_to_write(words[start : start + n]))
    return fitting


def _ways_to_write(words):
    """As written, in small letters, and in dictionary forms."""
    written = " ".join(word for word, *_ in words)
    lemmas = " ".join(lemma or word for word, lemma, _ in words)
    return {written, written.lower(), lemmas, lemmas.lower()}

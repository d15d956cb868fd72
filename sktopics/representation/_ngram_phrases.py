"""Words and names of topics that are phrases of their documents."""

from dataclasses import replace
from numbers import Integral, Real

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from .._sklearn import Interval, StrOptions
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._phrase_counts import find_phrases, running_words, word_counts_of
from ._running_words import reader_of_words
from ._shared_parts import SharedPartsMixin
from ._topic_words import TopicWords, with_words

# A word gives its place to a phrase that holds more of its occurrences in the topic.
MOST = 0.5


class NGramPhrases(SharedPartsMixin, RepresentationStep):
    """Phrases of the documents in place of the words that they are made of.

    "nuclear weapons" for "nuclear" and "weapons". Phrases are counted in the documents,
    so that the model needs no n-grams in its vocabulary.

    Parameters
    ----------
    n_max : int, default=3
        Most words of a phrase.
    min_count : int, default=5
        Fewest occurrences of a phrase in the corpus.
    min_cohesion : float in [-1, 1], default=0.3
        How much the words of a phrase must belong together: their normalised pointwise
        mutual information, which is 1 for words that never occur apart, and 0 for words
        that meet by chance. Of a phrase of three words or more, wherever it is cut in
        two.
    stop_words : {"english"}, list of str or None, default="english"
        Words at which no phrase begins or ends. Words that are no terms of the model
        never do so in any case.
    tokenizer : callable, estimator or None, default=None
        Makes words of a text, in the form that they have in the model: a function; or a
        vectorizer, a model or a Pipeline that has one. None: the words of the model's
        own vectorizer where it is at hand (BERTopic), else as scikit-learn's
        vectorizers make them: small letters, at least two of them.
    as_names : bool, default=False
        Whether topics without a name are called by their heaviest phrase. A topic
        without phrases stays unnamed.
    n_candidates : int, default=50
        How many of the topic's heaviest terms are looked at.
    n_top_words : int, default=10
        Number of words and phrases per topic.

    Notes
    -----
    Phrases do not reach over marks such as commas, brackets and the ends of sentences.

    How often words and phrases occur in a topic is their number in the documents,
    weighted by the documents' shares of it. Where more than half of a word's
    occurrences in the topic are in one phrase, the phrase takes the word's place and
    weight: "new york city" if most of "york" is in it, else "new york". A phrase that
    takes the places of several words has the weight of the heaviest.

    Any other phrase takes no place. Its weight is that of a word times the part of the
    word's occurrences that are in the phrase, for the word for which this is most; a
    phrase within another one, or around it, is left out if it is lighter. Words and
    phrases are ranked by their weights.

    If another representation has chosen the words, they stay in its order, and phrases
    come where they take a place.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import NGramPhrases
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> documents = ["nuclear weapons and arms", "ban nuclear weapons"] * 3
    >>> terms = np.array(["arms", "ban", "nuclear", "weapons"])
    >>> weights = np.array([[0.2, 0.1, 0.3, 0.4]])
    >>> table = TopicTable([Topic(0, None, 1.0, ("weapons",), (0.4,))])
    >>> context = RepresentationContext(
    ...     table, weights, terms, documents, np.ones((6, 1))
    ... )
    >>> NGramPhrases().refine(table, context)[0]
    Topic 0: nuclear weapons, arms, ban (100.0%)
      nuclear weapons 0.400, arms 0.200, ban 0.100
    """

    _parameter_constraints = {
        "n_max": [Interval(Integral, 2, None, closed="left")],
        "min_count": [Interval(Integral, 1, None, closed="left")],
        "min_cohesion": [Interval(Real, -1, 1, closed="both")],
        "stop_words": [StrOptions({"english"}), "array-like", set, frozenset, None],
        "tokenizer": "no_validation",
        "as_names": ["boolean"],
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    }

    needs = ("documents", "shares")
    _shared_parts = ("tokenizer",)

    def __init__(
        self,
        n_max=3,
        *,
        min_count=5,
        min_cohesion=0.3,
        stop_words="english",
        tokenizer=None,
        as_names=False,
        n_candidates=50,
        n_top_words=10,
    ):
        self.n_max = n_max
        self.min_count = min_count
        self.min_cohesion = min_cohesion
        self.stop_words = stop_words
        self.tokenizer = tokenizer
        self.as_names = as_names
        self.n_candidates = n_candidates
        self.n_top_words = n_top_words

    def _refine(self, table, context):
        words = TopicWords(context)
        found = PhrasesOfTopics(self, words, context, [t.index for t in table])
        refined = []
        for number, topic in enumerate(table):
            share = words.shares([topic.index])[0]
            plain = words.are_plain(topic, share)
            own = _words_and_weights(topic, words, share, plain, self.n_candidates)
            pairs = found.replacing(number, own, extra=plain)
            if plain:
                pairs.sort(key=lambda pair: -pair[1])
            pairs = pairs[: self.n_top_words]
            new = with_words(topic, *zip(*pairs, strict=True)) if pairs else topic
            if self.as_names and not topic.is_named:
                new = _named_by_phrase(new, pairs, found)
            refined.append(new)
        return TopicTable(refined, table.outliers)


def _words_and_weights(topic, words, share, plain, n_candidates):
    """Return the words that phrases may take the place of, and their weights."""
    if not plain:
        return dict(zip(topic.terms, topic.weights, strict=True))
    best = words.heaviest(share, max(n_candidates, len(topic.terms)))
    return dict(zip(words.terms[best].tolist(), share[best].tolist(), strict=True))


def _named_by_phrase(topic, pairs, found):
    phrases = [pair for pair in pairs if pair[0] in found.numbers]
    if not phrases:
        return topic
    return replace(topic, label=max(phrases, key=lambda pair: pair[1])[0])


class PhrasesOfTopics:
    """Phrases of a corpus, and which parts of words are in them in each topic.

    Parameters
    ----------
    settings : NGramPhrases
    words : TopicWords
    context : RepresentationContext
    topics : list of int

    Attributes
    ----------
    names : list of str
        The phrases.
    numbers : dict from str to int
        Which phrase is which of `names`.
    parts : ndarray of shape (n_entries, 2), int
        Phrase and word of each pair of them, the words by their place in
        `part_names`. Words at which no phrase may begin or end are none.
    part_names : list of str
    """

    def __init__(self, settings, words, context, topics):
        read = reader_of_words(_tokenizer(settings, context))
        running = running_words(context.documents, read)
        stops = _stop_words(settings.stop_words)
        edges = np.array(
            [word in words.column and word not in stops for word in running.words],
            dtype=bool,
        )
        _check_known(running, words)
        phrases = find_phrases(
            running, settings.n_max, settings.min_count, settings.min_cohesion, edges
        )
        self.names = [
            " ".join(running.words[i] for i in phrase) for phrase in phrases.words
        ]
        self.numbers = {name: number for number, name in enumerate(self.names)}
        pairs = [
            (number, word)
            for number, phrase in enumerate(phrases.words)
            for word in phrase
            if edges[word]
        ]
        pairs = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        used, place = np.unique(pairs[:, 1], return_inverse=True)
        self.part_names = [running.words[word] for word in used]
        self._part_number = {name: i for i, name in enumerate(self.part_names)}
        # A word may stand twice in a phrase.
        self.parts, self._times = np.unique(
            np.column_stack([pairs[:, 0], place]), axis=0, return_counts=True
        )
        by_topic = sp.csr_array(sp.csr_array(context.shares).T)[topics]
        self._phrases = _dense(by_topic @ phrases.counts)
        self._words = _dense(by_topic @ word_counts_of(running, used))

    def replacing(self, number, own, extra):
        """Return words of a topic, with phrases in the places of some.

        Parameters
        ----------
        number : int
            Which of the topics.
        own : dict from str to float
            Words of the topic and their weights, in order.
        extra : bool
            Whether phrases come after them, too, that take nobody's place.

        Returns
        -------
        pairs : list of (str, float)
        """
        place_of, rest = self._places(number, own)
        taken = {}
        for name, phrase in place_of.items():
            taken[phrase] = max(taken.get(phrase, 0.0), own[name])
        pairs, shown = [], []
        for name, weight in own.items():
            phrase = place_of.get(name, self.numbers.get(name))
            if phrase in taken:
                name = self.names[phrase]
                # The model may have the phrase as one of its terms.
                weight = max(taken[phrase], own.get(name, 0.0))
            elif any(_is_in(name, self.names[other]) for other in taken if " " in name):
                continue
            if name not in shown:
                shown.append(name)
                pairs.append((name, weight))
        if extra:
            shown = [name for name in shown if name in self.numbers]
            for phrase in sorted(rest, key=lambda phrase: -rest[phrase]):
                name = self.names[phrase]
                if any(_is_in(name, other) or _is_in(other, name) for other in shown):
                    continue
                shown.append(name)
                pairs.append((name, rest[phrase]))
        return pairs

    def _places(self, number, own):
        """Return which phrases take the places of words, and weights of all others.

        Of phrases within each other that hold most of a word, the longest takes its
        place.
        """
        place_of, rest = {}, {}
        looked_at = [
            self._part_number[name] for name in own if name in self._part_number
        ]
        entries = np.flatnonzero(np.isin(self.parts[:, 1], looked_at))
        held = self._held(number, entries)
        entries, held = entries[held > 0], held[held > 0].tolist()
        for (phrase, part), share in zip(
            self.parts[entries].tolist(), held, strict=True
        ):
            name = self.part_names[part]
            rest[phrase] = max(rest.get(phrase, 0.0), own[name] * min(share, 1.0))
            if share > MOST:
                rank = len(self.names[phrase].split()), share
                place_of[name] = max(place_of.get(name, (rank, phrase)), (rank, phrase))
        return {name: phrase for name, (_, phrase) in place_of.items()}, rest

    def _held(self, number, entries):
        """Share of the occurrences of parts, in a topic, that are in a phrase."""
        phrases, parts = self.parts[entries].T
        total = self._words[number][parts]
        inside = self._phrases[number][phrases] * self._times[entries]
        return np.divide(inside, total, out=np.zeros(len(total)), where=total > 0)


def _is_in(part, phrase):
    """Whether the words of `part` stand together in `phrase`."""
    return f" {part} " in f" {phrase} "


def _dense(table):
    return np.asarray(table.toarray() if sp.issparse(table) else table)


def _tokenizer(settings, context):
    if settings.tokenizer is not None:
        return settings.tokenizer
    return context.analyzer


def _stop_words(given):
    if given is None:
        return frozenset()
    return ENGLISH_STOP_WORDS if isinstance(given, str) else frozenset(given)


def _check_known(running, words):
    """Refuse words of documents of which the model has none."""
    if running.words and not any(word in words.column for word in running.words):
        examples = ", ".join(map(repr, running.words[:3]))
        raise ValueError(
            f"No word of the documents ({examples}, ...) is a term of the model "
            f"({', '.join(map(repr, words.terms[:3].tolist()))}, ...): give tokenizer, "
            "what makes words of texts as they are in the model."
        )

"""The words of another description of a topic, as the words of the topic."""

from collections.abc import Mapping
from numbers import Real

from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._topic_words import TopicWords, with_words


class AspectWords(RepresentationStep):
    """The words of an aspect of a topic become the words of the topic.

    A model may have described its topics in several ways, side by side
    (`Topic.aspects`). This representation makes one of them the topic's own words: for
    a table, for metrics, or for what comes next in a list of representations, such as
    the name that a language model gives to these words.

    Parameters
    ----------
    name : str
        Of the aspect. Its words are kept in their order; a text is one word.

    Notes
    -----
    The weight of a word is the one that the aspect gives with it, as pairs of word and
    weight; else its weight in the model, where it is one of the model's terms, and 0
    for all other words. A topic without this aspect, or for which it is empty, keeps
    its words.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import AspectWords
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> topic = Topic(
    ...     0, None, 1.0, ("the", "ship"), (0.7, 0.3), aspects={"nouns": ["ship"]}
    ... )
    >>> table = TopicTable([topic])
    >>> context = RepresentationContext(
    ...     table, np.array([[0.7, 0.3]]), np.array(["the", "ship"])
    ... )
    >>> AspectWords("nouns").refine(table, context)[0]
    Topic 0: ship (100.0%)
      ship 0.300
      nouns: ship
    """

    _parameter_constraints = {"name": [str]}

    def __init__(self, name):
        self.name = name

    def _refine(self, table, context):
        known = dict.fromkeys(name for topic in table for name in topic.aspects)
        if len(table) and self.name not in known:
            shown = ", ".join(map(repr, known)) or "none"
            raise ValueError(
                f"No topic has an aspect {self.name!r}. Aspects of these topics: "
                f"{shown}."
            )
        words = None if context is None or context.components is None else context
        words = None if words is None else TopicWords(words)
        return TopicTable(
            (self._with_aspect(topic, words) for topic in table), table.outliers
        )

    def _with_aspect(self, topic, words):
        pairs = _pairs(topic.aspects.get(self.name), self.name)
        if not pairs:
            return topic
        known = dict(zip(topic.terms, topic.weights, strict=True))
        share = None if words is None else words.shares([topic.index])[0]
        weights = []
        for term, weight in pairs:
            if weight is None and share is not None and term in words.column:
                weight = share[words.column[term]]
            weights.append(known.get(term, 0.0) if weight is None else weight)
        return with_words(topic, [term for term, _ in pairs], weights)


def _pairs(aspect, name):
    """Return words and weights, or None for a weight that is not told."""
    if aspect is None:
        return []
    if isinstance(aspect, str):
        return [(aspect, None)] if aspect.strip() else []
    if isinstance(aspect, Mapping) or not isinstance(aspect, tuple | list):
        raise ValueError(
            f"The aspect {name!r} holds neither words nor a text, but {aspect!r:.80}."
        )
    pairs = {}
    for entry in aspect:
        term, weight = entry, None
        if isinstance(entry, tuple | list) and len(entry) == 2:
            term, weight = entry
        if not isinstance(term, str) or not (weight is None or _is_weight(weight)):
            raise ValueError(
                f"The aspect {name!r} holds neither words nor a text, but "
                f"{entry!r:.80}."
            )
        pairs.setdefault(term, weight)
    return list(pairs.items())


def _is_weight(value):
    return isinstance(value, Real) and not isinstance(value, bool)

"""What it will cost to name the topics of any model."""

from typing import Any

from ...topics import refine_topics
from .name_by_llm import as_naming
from .naming_estimate import NamingEstimate


def estimate_naming(topics, naming: Any, X=None, **known) -> NamingEstimate:
    """Return what it will cost to name the topics of any model, without any call.

    Parameters
    ----------
    topics, naming, X, **known
        As for :func:`name_topics_by_llm`.

    Returns
    -------
    estimate : NamingEstimate

    Examples
    --------
    >>> from sktopics.representation import LLMNaming, estimate_naming
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([Topic(0, None, 1.0, ("ship", "sea"), (0.3, 0.2))])
    >>> naming = LLMNaming(input, price_per_million=(3.0, 15.0))
    >>> estimate_naming(table, naming)
    NamingEstimate: 1 topic, 0 in the cache, 1 to 2 calls
    about 237 tokens sent, 100 received, cost about 0.002211
    """
    naming = as_naming(naming)
    found = []

    def estimate(table, context):
        found.append(naming.estimate(table, context))
        return table

    refine_topics(topics, estimate, X, **known)
    return found[0]

"""Topics with names by a language model, and how they came by them."""

from typing import NamedTuple

from ...topics import TopicTable
from .naming_report import NamingReport


class NamedTopics(NamedTuple):
    """Topics with names by a language model, and how they came by them.

    Parameters
    ----------
    table : TopicTable
    report : NamingReport

    Examples
    --------
    >>> from sktopics.representation import LLMNaming
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([Topic(0, None, 1.0, ("ship", "sea"), (0.3, 0.2))])
    >>> naming = LLMNaming(lambda prompt: "Ships", answer="text")
    >>> named = naming.refine_and_report(table)
    >>> named.table.labels, named.report.failures
    (['Ships'], {})
    """

    table: TopicTable
    report: NamingReport

"""One HTML file that shows the topics of a model, without a server or a network."""

from ._topic_report import TopicReport

__all__ = ["TopicReport"]

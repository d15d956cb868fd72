"""Language models in place of real ones, and topics for them to name."""

import json
import re

from sktopics.topics import RepresentativeDocument, Topic, TopicTable

WORDS = {
    "Ships": ("ship", "sea", "harbour"),
    "Public money": ("tax", "debt", "budget"),
    "Schools": ("school", "teacher", "child"),
}


def some_topics(sizes=(0.5, 0.3, 0.2), names=(None, None, None), documents=True):
    """Return a table of three topics, with a document each."""
    rows = []
    for i, (words, size, name) in enumerate(
        zip(WORDS.values(), sizes, names, strict=True)
    ):
        texts = [RepresentativeDocument(i, 1.0, " ".join(words))] if documents else []
        rows.append(Topic(i, name, size, words, (0.3, 0.2, 0.1), texts))
    return TopicTable(rows)


def keywords_of(prompt):
    """Return the words that a prompt says a topic has."""
    lines = re.search(r"<keywords \w+>\n(.*?)\n</keywords", prompt, re.DOTALL)[1]
    return lines.removeprefix("- ").split(", ")


def named(name, **more):
    """Return an answer in JSON."""
    return json.dumps({"name": name, "coherence": "coherent", **more})


class Scripted:
    """A function that gives answers in turn, or raises, and keeps what it was asked.

    Parameters
    ----------
    answers : list of str and exceptions, or callable
        By default the right name of one of `some_topics`.
    """

    def __init__(self, answers=None):
        self.answers, self.prompts = answers, []

    def __call__(self, prompt):
        self.prompts.append(prompt)
        if callable(self.answers):
            answer = self.answers(prompt)
        elif self.answers is None:
            answer = self.right(prompt)
        else:
            answer = self.answers[len(self.prompts) - 1]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @staticmethod
    def right(prompt):
        """Answer with the name of the topic that has these words."""
        first = keywords_of(prompt)[0]
        return named(next(name for name, words in WORDS.items() if words[0] == first))


class ServiceError(Exception):
    """An error of a service, with an HTTP status."""

    def __init__(self, status):
        super().__init__(f"Error code: {status}")
        self.status_code = status

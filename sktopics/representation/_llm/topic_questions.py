"""From topics to prompts: keywords, near topics and documents within one budget."""

import json
from functools import partial
from typing import NamedTuple

from ..._language_models.answer_reading import (
    RefusedAnswer,
    named_by_json,
    named_by_text,
    names_of_json,
    names_of_text,
)
from ..._language_models.answer_schema import NAME_SCHEMA
from ..._language_models.llm_calls import Question
from ..._language_models.prompt_text import (
    LONGEST_AGAIN,
    data_block,
    filled_in,
    places_of,
    shown_line,
    tag_of,
    with_system,
)
from ..._language_models.token_budget import (
    budget_shares,
    counted_tokens,
    cut_to_tokens,
)
from .near_names import folded_name
from .prompt_templates import (
    JSON_FORMAT,
    JSON_NAMES_FORMAT,
    SCHEMA_FORMAT,
    TEXT_FORMAT,
    TEXT_NAMES_FORMAT,
)

# A keyword is a term, which some vectorizers make of whole sentences.
_KEYWORD_LETTERS = 60
_SIBLING_WORDS = 5
# Fewer tokens of a document say nothing.
_FEWEST_TOKENS = 12


class PromptTooLong(ValueError):
    """A prompt that is longer than it may be, without any document."""


class TopicFacts(NamedTuple):
    """What a prompt may say of a topic.

    Attributes
    ----------
    keywords : list of str
    siblings : list of str
        Near topics, each by its name or words.
    documents : list of str
    children : list of str
        Smaller topics that it is made of.
    """

    keywords: list[str]
    siblings: list[str]
    documents: list[str]
    children: list[str]


def words_of(topic, n_words) -> list[str]:
    """Return top terms of a topic as texts of a prompt."""
    return [shown_line(str(term))[:_KEYWORD_LETTERS] for term in topic.terms[:n_words]]


def shown_topic(topic) -> str:
    """Return a topic in a line: its name, if it has one, and its first words."""
    words = ", ".join(words_of(topic, _SIBLING_WORDS))
    if not topic.is_named:
        return words
    name = shown_line(topic.label)
    return f"{name} ({words})" if words else name


class PromptMaker:
    """Makes prompts of what is known of topics.

    Parameters
    ----------
    template : str
    system : str
    answer_format : str
        What stands for [FORMAT], and comes last where a template does not have it.
    max_tokens : int
        Of a prompt with the system prompt and what a second try adds.
    count_tokens : callable or None
    """

    def __init__(self, template, system, answer_format, max_tokens, count_tokens):
        if "FORMAT" not in places_of(template):
            template = f"{template.rstrip()}\n\n[FORMAT]"
        self.template, self.system = template, system
        self.answer_format, self.max_tokens = answer_format, max_tokens
        self.count_tokens = count_tokens
        # A second try must fit as well.
        self._again = counted_tokens(LONGEST_AGAIN, count_tokens)

    def of_topic(self, facts, whose) -> str:
        """Return the prompt of a topic, its documents cut so that all of them fit.

        Parameters
        ----------
        facts : TopicFacts
        whose : str
            What an error calls the topic.

        Raises
        ------
        PromptTooLong
            If the prompt is too long without any document.
        """
        words = [", ".join(facts.keywords)] if facts.keywords else []
        data = {
            "keywords": words,
            "siblings": facts.siblings,
            "children": facts.children,
        }
        documents = facts.documents
        if "DOCUMENTS" not in places_of(self.template):
            documents = []

        def filled(documents):
            return self._filled({**data, "documents": documents})

        return self._fitted(filled, documents, whose)

    def of_topics(self, facts, names, taken, whose) -> str:
        """Return the prompt that shows several topics side by side.

        Parameters
        ----------
        facts : list of TopicFacts
        names : list of str
            What the topics are called.
        taken : list of str
            Names of other topics.
        whose : str
        """
        lines = []
        for i, (known, name) in enumerate(zip(facts, names, strict=True), start=1):
            lines.append(f"topic {i} is called: {name}")
            lines.append(f"words of topic {i}: {', '.join(known.keywords)}")
        lines += [f"this name is taken: {name}" for name in taken]
        documents = [
            f"document of topic {i}: {known.documents[place]}"
            for place in range(
                max((len(known.documents) for known in facts), default=0)
            )
            for i, known in enumerate(facts, start=1)
            if place < len(known.documents)
        ]

        def filled(documents):
            return self._filled({"topics": lines + documents})

        return self._fitted(filled, documents, whose)

    def _fitted(self, filled, documents, whose):
        """Return a prompt with as much of documents as there is room for."""
        taken = self._count(filled([]))
        room = self.max_tokens - taken
        if room < 0:
            raise PromptTooLong(
                f"The prompt of {whose} has {taken} tokens without any document, and "
                f"max_prompt_tokens={self.max_tokens}. Allow more, or give a shorter "
                "prompt, fewer keywords or fewer siblings."
            )
        while documents:
            prompt = filled(self._cut(documents, room))
            over = self._count(prompt) - self.max_tokens
            if over <= 0:
                return prompt
            room -= over  # tokens of two texts are not those of both in one
        return filled([])

    def _cut(self, documents, room):
        """Return as many documents as there is room for, cut to even shares of it."""
        tokens = partial(counted_tokens, count_tokens=self.count_tokens)
        # A token is a few letters: nobody counts a book.
        documents = [shown_line(text[: 64 * max(room, 1)]) for text in documents]
        documents = documents[: max(room // _FEWEST_TOKENS, 0)]
        sizes = [tokens(f"- {text}\n") for text in documents]
        shares = budget_shares(sizes, room)
        beside = tokens("- \n")
        cut = [
            text if size <= share else cut_to_tokens(text, share - beside, tokens)
            for text, size, share in zip(documents, sizes, shares, strict=True)
        ]
        return [text for text in cut if text]

    def _filled(self, data):
        """Return the template with blocks of data in its places."""
        tag = tag_of([self.template, *(line for of in data.values() for line in of)])
        values = {
            kind.upper(): data_block(kind, lines, tag) for kind, lines in data.items()
        }
        return filled_in(self.template, values | {"FORMAT": self.answer_format})

    def _count(self, prompt):
        prompt = with_system(prompt, self.system)
        return counted_tokens(prompt, self.count_tokens) + self._again


def name_format(schema, *, as_text) -> str:
    """Return what a prompt says of the answer with the name of a topic."""
    if as_text:
        return TEXT_FORMAT
    if schema is None:
        return JSON_FORMAT
    return SCHEMA_FORMAT.format(schema=json.dumps(schema, ensure_ascii=False))


def name_question(prompt, schema, *, as_text) -> Question:
    """Return the question for the name of a topic."""
    if as_text:
        return Question(prompt, named_by_text)
    schema = NAME_SCHEMA if schema is None else schema
    return Question(prompt, partial(named_by_json, schema=schema))


def names_format(n_names, *, as_text) -> str:
    """Return what a prompt says of the answer with the names of several topics."""
    answer_format = TEXT_NAMES_FORMAT if as_text else JSON_NAMES_FORMAT
    return answer_format.format(n=n_names)


def names_question(prompt, n_names, taken, *, as_text) -> Question:
    """Return the question for names that differ from each other, and from others."""

    def read(answer):
        if as_text:
            names = names_of_text(answer, n_names)
        else:
            names = names_of_json(answer, _names_schema(n_names))
        if len({folded_name(name) for name in [*names, *taken]}) < n_names + len(taken):
            raise RefusedAnswer("two names are the same")
        return names

    return Question(prompt, read)


def _names_schema(n_names):
    names = {"type": "array", "items": {"type": "string"}}
    names |= {"minItems": n_names, "maxItems": n_names}
    return {"type": "object", "properties": {"names": names}, "required": ["names"]}

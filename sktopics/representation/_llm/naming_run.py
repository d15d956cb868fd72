"""A run over the topics of a table: what is asked, and what becomes of answers."""

import os
from dataclasses import replace

from ..._language_models.answer_cache import AnswerCache
from ..._language_models.llm_calls import LLMCalls
from ..._language_models.spending import Spending
from ...topics import TopicTable
from .named_topics import NamedTopics
from .naming_estimate import NamingEstimate
from .naming_report import NamingReport, NamingRow
from .near_names import folded_name, groups_alike
from .near_topics import near_topics
from .prompt_templates import APART_PROMPT, NAME_PROMPT, PARENT_PROMPT, SYSTEM
from .topic_questions import (
    PromptMaker,
    PromptTooLong,
    TopicFacts,
    name_format,
    name_question,
    names_format,
    names_question,
    shown_topic,
    words_of,
)
from .topic_texts import TopicTexts

# Topics that one call tells apart, and documents of each that it shows.
_APART_AT_ONCE = 8
_APART_DOCUMENTS = 2


class NamingRun:
    """A run over the topics of a table.

    Parameters
    ----------
    settings : LLMNaming
        With checked parameters.
    table : TopicTable
    context : RepresentationContext or None
    children : dict from int to list of str, default=None
        Names of the smaller topics that topics are made of.
    """

    def __init__(self, settings, table, context, children=None):
        self.settings, self.table, self.context = settings, table, context
        self.children = children
        self.system = SYSTEM if settings.system is None else settings.system
        self.as_text = settings.answer == "text"
        known = None if context is None else context.table
        known = table if known is None else known
        self.known = [topic for topic in known if topic.index >= 0]
        self.spending = Spending(
            settings.max_calls,
            settings.max_cost,
            settings.price_per_million,
            settings.answer_tokens,
            settings.count_tokens,
        )
        self.calls = LLMCalls(
            settings.llm,
            self.system,
            self.spending,
            model_id_of(settings),
            None if settings.cache is None else AnswerCache(os.fspath(settings.cache)),
            settings.n_jobs or 1,
            settings.batch_size,
            settings.max_retries,
            settings.sleep,
        )
        self.skipped = self._passed_over()
        # The largest are asked first: they have names if the money does not suffice.
        topics = [topic for topic in table if topic.index not in self.skipped]
        self.topics = sorted(topics, key=_size, reverse=True)
        self.facts = self._facts()
        self.questions = self._questions()
        self.prompts = {
            topic.index: question.prompt
            for topic, question in zip(self.topics, self.questions, strict=True)
        }

    def estimate(self) -> NamingEstimate:
        """Return what the run will cost."""
        kept = self.calls.kept(self.questions)
        asked = [
            question
            for question, reply in zip(self.questions, kept, strict=True)
            if reply is None
        ]
        sent = sum(self.spending.tokens_of(self.system, q.prompt) for q in asked)
        received = len(asked) * self.settings.answer_tokens
        apart = len(self.questions) // 2 if self.settings.disambiguate else 0
        return NamingEstimate(
            n_topics=len(self.questions),
            n_kept=len(self.questions) - len(asked),
            n_calls=len(asked),
            most_calls=2 * (len(asked) + apart),
            prompt_tokens=sent,
            answer_tokens=received,
            cost=self.spending.price_of(sent, received),
        )

    def run(self) -> NamedTopics:
        """Ask, and return the table with names and what came of each topic."""
        replies = self.calls.ask(self.questions)
        found = dict(zip((t.index for t in self.topics), replies, strict=True))
        names = {
            index: reply.value.name
            for index, reply in found.items()
            if reply.value is not None and reply.value.name is not None
        }
        if self.settings.disambiguate:
            names |= self._told_apart(names)
        topics = [self._described(topic, found, names) for topic in self.table]
        rows = tuple(self._row(topic, found, names) for topic in self.table)
        return NamedTopics(
            TopicTable(topics, self.table.outliers), self._report(rows, names)
        )

    def _passed_over(self):
        """Return why topics are not asked for, by their numbers."""
        reasons = {}
        known = {topic.index: topic for topic in self.known}
        among = None
        if self.settings.top is not None:
            ordered = sorted(self.known, key=_size, reverse=True)
            among = {topic.index for topic in ordered[: self.settings.top]}
        for topic in self.table:
            own = known.get(topic.index, topic)
            if topic.index < 0:  # some tables have a row of outliers
                reasons[topic.index] = "it is no topic: its documents have none"
            elif self.settings.only_unnamed and (topic.is_named or own.is_named):
                reasons[topic.index] = "it has a name"
            elif among is not None and topic.index not in among:
                reasons[topic.index] = (
                    f"it is not among the {self.settings.top} largest"
                )
            elif not topic.terms and not topic.documents:
                reasons[topic.index] = "it has neither words nor documents"
        return reasons

    def _facts(self):
        """Return what prompts say of topics, by their numbers."""
        settings = self.settings
        asked = [topic.index for topic in self.topics]
        near = near_topics(self.known, self.context, asked, settings.n_siblings)
        shown = {topic.index: shown_topic(topic) for topic in self.known}
        texts = TopicTexts(self.context)
        children = self.children or {}
        return {
            topic.index: TopicFacts(
                words_of(topic, settings.n_keywords),
                [shown[number] for number in near[topic.index] if shown[number]],
                texts.of(topic, settings.n_documents),
                children.get(topic.index, []),
            )
            for topic in self.topics
        }

    def _questions(self):
        settings = self.settings
        template = settings.prompt
        if template is None:
            template = NAME_PROMPT if self.children is None else PARENT_PROMPT
        answer_format = name_format(settings.schema, as_text=self.as_text)
        maker = self._maker(template, answer_format)
        prompts = [
            maker.of_topic(self.facts[topic.index], f"topic {topic.index}")
            for topic in self.topics
        ]
        return [
            name_question(prompt, settings.schema, as_text=self.as_text)
            for prompt in prompts
        ]

    def _maker(self, template, answer_format):
        limit, count = self.settings.max_prompt_tokens, self.settings.count_tokens
        return PromptMaker(template, self.system, answer_format, limit, count)

    def _told_apart(self, names):
        """Return other names of topics whose names are almost the same."""
        fixed = {
            topic.index: topic.label
            for of in (self.known, self.table)
            for topic in of
            if topic.is_named and topic.index not in names
        }
        indices = [*names, *fixed]
        every = [*names.values(), *fixed.values()]
        groups, questions = [], []
        for group in groups_alike(every):
            group = [indices[i] for i in group]
            mine = [index for index in group if index in names]
            taken = [fixed[index] for index in group if index in fixed]
            for start in range(0, len(mine), _APART_AT_ONCE):
                some = mine[start : start + _APART_AT_ONCE]
                if not some or len(some) + len(taken) < 2:
                    continue
                try:
                    question = self._apart_question(some, names, taken)
                except PromptTooLong:  # names that are alike are better than none
                    continue
                groups.append(some)
                questions.append(question)
        renamed = {}
        for some, reply in zip(groups, self.calls.ask(questions), strict=True):
            if reply.value is not None:
                renamed.update(zip(some, reply.value, strict=True))
        return renamed

    def _apart_question(self, indices, names, taken):
        facts = [
            known._replace(documents=known.documents[:_APART_DOCUMENTS])
            for known in (self.facts[index] for index in indices)
        ]
        answer_format = names_format(len(indices), as_text=self.as_text)
        prompt = self._maker(APART_PROMPT, answer_format).of_topics(
            facts,
            [names[index] for index in indices],
            taken,
            f"topics {', '.join(map(str, indices))}",
        )
        return names_question(prompt, len(indices), taken, as_text=self.as_text)

    def _described(self, topic, found, names):
        """Return a topic with its name and aspects; as it is, without an answer."""
        reply = found.get(topic.index)
        if reply is None or reply.value is None:
            return topic
        aspects = {**topic.aspects, **reply.value.aspects}
        label = names.get(topic.index, topic.label if topic.is_named else None)
        return replace(topic, label=label, aspects=aspects)

    def _row(self, topic, found, names):
        index = topic.index
        if index in self.skipped:
            reason = self.skipped[index]
            return NamingRow(index, "passed over", None, reason, 0, None, None)
        reply = found[index]
        name = names.get(index)
        if reply.value is not None:
            status = "described" if name is None else "named"
        else:
            status = "failed" if reply.was_asked else "not asked"
        reason, prompt = reply.reason or "", self.prompts[index]
        return NamingRow(
            index, status, name, reason, reply.n_calls, prompt, reply.answer
        )

    def _report(self, rows, names):
        indices = list(names)
        same = groups_alike(list(names.values()), _same_name)
        spent = self.spending
        return NamingReport(
            rows,
            spent.n_calls,
            spent.prompt_tokens,
            spent.read_tokens,
            spent.cost,
            tuple(tuple(indices[i] for i in group) for group in same),
        )


def model_id_of(settings) -> str | None:
    """Return what tells the answers of a model from those of others."""
    if settings.model_id is not None:
        return settings.model_id
    return getattr(settings.llm, "model_id", None)


def _same_name(first, second):
    return folded_name(first) == folded_name(second)


def _size(topic):
    """Return the size of a topic, that of unknown size being the smallest."""
    size = topic.size
    return size if size is not None and size == size else -1.0

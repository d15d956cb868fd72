"""Names by a language model for the topics of any model."""

from typing import Any

from ...topics import refine_topics
from .llm_naming import LLMNaming
from .named_topics import NamedTopics


def name_topics_by_llm(topics, naming: Any, X=None, **known) -> NamedTopics:
    """Name the topics of any model by a language model, and report on it.

    The model of topics stays as it is.

    Parameters
    ----------
    topics : TopicTable, fitted model, Pipeline or search
        The topics.
    naming : LLMNaming, or what it takes as `llm`
        How they are named.
    X : object, default=None
        The corpus, as `model.transform` takes it. Prompts show documents of it.
    **known : dict
        What :func:`~sktopics.topics.refine_topics` takes beside: `documents`, the texts
        where `X` is counts; `embeddings`; `n_top_words`; `authors` ...

    Returns
    -------
    named : NamedTopics
        ``named.table``, in which topics have names and aspects, and ``named.report``, a
        `NamingReport` with prompts, answers and failures.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError, ValueError
        As :meth:`LLMNaming.refine_and_report` and `refine_topics`.

    See Also
    --------
    estimate_naming : What it will cost.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.representation import name_topics_by_llm
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> model = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> def llm(prompt):  # in place of a language model
    ...     words = prompt.split("- ")[1]
    ...     name = "Public money" if words.startswith("tax") else "Ships"
    ...     return f'{{"name": "{name}"}}'
    >>> table, report = name_topics_by_llm(model, llm, documents, n_top_words=3)
    >>> table
    TopicTable: 2 topics
    topic   size  label         top terms
        0  45.7%  Public money  tax, debt, cut
        1  54.3%  Ships         sea, ship, harbour
    >>> report
    NamingReport: 2 topics, 2 named
    2 calls, about 510 tokens sent, 11 received
    topic  status       calls  name, or why there is none
        0  named            1  Public money
        1  named            1  Ships
    """
    naming = as_naming(naming)
    found = []

    def name(table, context):
        found.append(naming.refine_and_report(table, context))
        return found[0].table

    table = refine_topics(topics, name, X, **known)
    report = found[0].report
    # A step keeps names that users gave. Here they have asked for new ones, unless
    # `only_unnamed` has passed over these topics.
    names = {row.topic: row.name for row in report if row.name is not None}
    return NamedTopics(table.with_labels(names), report)


def as_naming(naming) -> LLMNaming:
    """Return an `LLMNaming`, of a language model one with the default parameters."""
    return naming if isinstance(naming, LLMNaming) else LLMNaming(naming)

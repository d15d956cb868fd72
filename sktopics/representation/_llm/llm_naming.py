"""Names of topics by a language model, as a representation."""

import os
import warnings
from numbers import Integral, Real
from typing import Any

from ..._language_models.answer_schema import check_schema
from ..._language_models.prompt_text import places_of
from ..._sklearn import HasMethods, Interval, StrOptions, check_parameters
from ..._validation import levels_to_caller
from .._base_step import RepresentationStep
from .named_topics import NamedTopics
from .naming_estimate import NamingEstimate
from .naming_run import NamingRun, model_id_of

# Topics that a warning says the failures of.
_TOLD = 3


class LLMNaming(RepresentationStep):
    """Name topics by a language model of your choice.

    The model is asked once for each topic: it is shown the words of the topic, a few
    different documents, and the nearest topics, which the name must not fit. Its answer
    is checked before it becomes a name. What it says beside the name becomes
    `aspects` of the topic. Read more in the :ref:`user guide <naming>`.

    Nothing is sent but by the `llm` that you give.

    Parameters
    ----------
    llm : callable or object with `complete`
        A function from a prompt to an answer, both `str`; or an object whose
        ``complete(prompts)`` returns a list of answers. With a parameter named
        `system` it is given the system prompt by that; otherwise the system prompt
        comes before the prompt. :func:`openai_llm`, :func:`anthropic_llm`,
        :func:`cohere_llm`, :func:`transformers_llm`, :func:`langchain_llm` and
        :func:`llama_cpp_llm` make one of a client.
    prompt : str, default=None
        Template of the prompt, with [KEYWORDS], [DOCUMENTS], [SIBLINGS] (the nearest
        topics) and [FORMAT] (what the answer must look like) where they belong. Without
        [FORMAT] it comes last.
    system : str, default=None
        The system prompt; "" for none.
    answer : {"json", "text"}, default="json"
        What the model is asked for: a JSON object with name, description and coherence
        ("coherent", "mixed" or "unclear"), or the name alone, for small models.
    schema : dict, default=None
        A JSON schema of your own for the answer. Its properties become aspects, but for
        "name", which becomes the name.
    n_keywords : int, default=10
        Words of a topic in a prompt, of those that the table has.
    n_documents : int, default=4
        Documents in a prompt: typical ones that differ from each other.
    n_siblings : int, default=3
        Near topics in a prompt.
    max_prompt_tokens : int, default=1500
        The longest prompt, with the system prompt. Documents are cut to fit.
    count_tokens : callable, default=None
        Returns the number of tokens of a text. By default a quarter of its bytes.
    answer_tokens : int, default=100
        Tokens that an answer is expected to have, for `max_cost` and estimates.
    top : int, default=None
        Name only so many topics, the largest.
    only_unnamed : bool, default=True
        Whether topics that have a name already are passed over. Names that a user gave
        are never changed by a representation.
    disambiguate : bool, default=True
        Whether topics whose names are almost the same are asked for again, together in
        one call.
    max_calls : int, default=None
        Make no more calls than this, second and repeated ones included.
    max_cost : float, default=None
        Make no call that would cost more than this in all, in the currency of
        `price_per_million`. Tokens are those of `count_tokens`.
    price_per_million : tuple of two floats, default=None
        Price of a million tokens of prompts, and of a million tokens of answers.
    n_jobs : int, default=None
        Number of calls that are under way at once, in threads; None is 1.
    batch_size : int, default=8
        Prompts in one call of `complete`.
    max_retries : int, default=4
        How often a call is tried again that failed since the service was busy, after a
        wait that doubles. Needs the package tenacity; 0 does not.
    sleep : callable, default=None
        Waits for so many seconds between tries; by default `time.sleep`.
    cache : str or path, default=None
        File of SQLite in which good answers are kept, each as soon as it is there: a
        second run asks only for what has no answer yet.
    model_id : str, default=None
        What tells the answers of this model from those of others in the cache. Needed
        with `cache`, if the `llm` has no attribute of that name; adapters have one.
    in_fit : bool, default=False
        Whether the model is also asked while a model of topics is fitted, searched or
        revised. By default it is passed over there, and asked by
        :func:`name_topics_by_llm`, by :func:`~sktopics.topics.refine_topics` and by
        `update_topics` of a model.

    See Also
    --------
    name_topics_by_llm : Name the topics of any model, with a report.
    estimate_naming : What it will cost.
    name_layers : Name the layers of a hierarchy.

    Notes
    -----
    An answer is accepted if it is JSON that fits the schema, also within Markdown or
    other words, and if its name has one line of at most 80 characters, without
    mark-up and without letters that do not show. Otherwise the model is asked once more
    and told why. A topic without a good answer keeps its words, and a warning says why.
    After five calls in a row that failed no more are made.

    Documents are data that strangers have written. Each is one line between tags with a
    code that no document can know, and the system prompt says that data is no
    instruction. A document can still make a bad name: the checks keep the name short
    and harmless, not true.

    The topics of largest size are asked for first. Answers are kept by the SHA-256 of
    `model_id`, system prompt, prompt and the parameters of an adapter.

    Examples
    --------
    >>> from sktopics.representation import LLMNaming
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, None, 0.6, ("ship", "sea", "harbour"), (0.3, 0.2, 0.1)),
    ...     Topic(1, None, 0.4, ("tax", "debt", "budget"), (0.4, 0.2, 0.1)),
    ... ])
    >>> def llm(prompt):
    ...     words = prompt.split("- ")[1]
    ...     name = "Ships" if words.startswith("ship") else "Public money"
    ...     return f'{{"name": "{name}", "coherence": "coherent"}}'
    >>> naming = LLMNaming(llm, price_per_million=(0.15, 0.60))
    >>> naming.estimate(table)
    NamingEstimate: 2 topics, 0 in the cache, 2 to 6 calls
    about 478 tokens sent, 200 received, cost about 0.0001917
    >>> naming.refine(table, None)
    TopicTable: 2 topics
    topic   size  label         top terms
        0  60.0%  Ships         ship, sea, harbour
        1  40.0%  Public money  tax, debt, budget
    """

    # As an aspect it is the name of a topic, and nothing for a topic without one.
    only_names = True

    _parameter_constraints = {
        "llm": [callable, HasMethods(["complete"])],
        "prompt": [str, None],
        "system": [str, None],
        "answer": [StrOptions({"json", "text"})],
        "schema": [dict, None],
        "n_keywords": [Interval(Integral, 1, None, closed="left")],
        "n_documents": [Interval(Integral, 0, None, closed="left")],
        "n_siblings": [Interval(Integral, 0, None, closed="left")],
        "max_prompt_tokens": [Interval(Integral, 1, None, closed="left")],
        "count_tokens": [callable, None],
        "answer_tokens": [Interval(Integral, 1, None, closed="left")],
        "top": [Interval(Integral, 1, None, closed="left"), None],
        "only_unnamed": ["boolean"],
        "disambiguate": ["boolean"],
        "max_calls": [Interval(Integral, 0, None, closed="left"), None],
        "max_cost": [Interval(Real, 0, None, closed="left"), None],
        "price_per_million": [tuple, list, None],
        "n_jobs": [Interval(Integral, 1, None, closed="left"), None],
        "batch_size": [Interval(Integral, 1, None, closed="left")],
        "max_retries": [Interval(Integral, 0, None, closed="left")],
        "sleep": [callable, None],
        "cache": [str, os.PathLike, None],
        "model_id": [str, None],
        "in_fit": ["boolean"],
    }

    def __init__(
        self,
        llm: Any,
        *,
        prompt=None,
        system=None,
        answer="json",
        schema=None,
        n_keywords=10,
        n_documents=4,
        n_siblings=3,
        max_prompt_tokens=1500,
        count_tokens=None,
        answer_tokens=100,
        top=None,
        only_unnamed=True,
        disambiguate=True,
        max_calls=None,
        max_cost=None,
        price_per_million=None,
        n_jobs=None,
        batch_size=8,
        max_retries=4,
        sleep=None,
        cache=None,
        model_id=None,
        in_fit=False,
    ):
        self.llm = llm
        self.prompt = prompt
        self.system = system
        self.answer = answer
        self.schema = schema
        self.n_keywords = n_keywords
        self.n_documents = n_documents
        self.n_siblings = n_siblings
        self.max_prompt_tokens = max_prompt_tokens
        self.count_tokens = count_tokens
        self.answer_tokens = answer_tokens
        self.top = top
        self.only_unnamed = only_unnamed
        self.disambiguate = disambiguate
        self.max_calls = max_calls
        self.max_cost = max_cost
        self.price_per_million = price_per_million
        self.n_jobs = n_jobs
        self.batch_size = batch_size
        self.max_retries = max_retries
        self.sleep = sleep
        self.cache = cache
        self.model_id = model_id
        self.in_fit = in_fit

    def __sklearn_clone__(self):
        # Copies share the connection: a client can seldom be copied.
        return type(self)(**self.get_params(deep=False))

    def estimate(self, table, context=None) -> NamingEstimate:
        """Return what it will cost to name the topics of a table, without any call.

        Parameters
        ----------
        table : TopicTable
        context : RepresentationContext, default=None
            With the documents that prompts will show. :func:`estimate_naming` makes it
            of a model and its corpus.

        Returns
        -------
        estimate : NamingEstimate
        """
        return self._run(table, context).estimate()

    def refine_and_report(self, table, context=None) -> NamedTopics:
        """Name the topics of a table, and return what came of each.

        Parameters
        ----------
        table : TopicTable
        context : RepresentationContext, default=None
            Without one, prompts show the excerpts that are in the table.

        Returns
        -------
        named : NamedTopics
            The table, and a `NamingReport` with prompts, answers and failures.

        Raises
        ------
        ImportError
            If tenacity is not installed and `max_retries` is not 0.
        OSError
            If the cache cannot be read.
        TypeError, ValueError
            If parameters do not fit each other, if a prompt is too long without any
            document, or if the cache is damaged or no cache of answers. All this is
            found before the first call.

        Warns
        -----
        UserWarning
            If topics are left without a name.
        """
        return self.refine_layer(table, context)

    def refine_layer(self, table, context, children=None) -> NamedTopics:
        """Name the topics of a layer, some of which are made of smaller topics.

        Parameters
        ----------
        table : TopicTable
        context : RepresentationContext or None
        children : dict from int to list of str, default=None
            The smaller topics, by the number of the topic that they are in.

        Returns
        -------
        named : NamedTopics
        """
        run = self._run(table, context, children)
        named = run.run()
        _warn_of_failures(named.report, run.calls.cache_failure)
        return named

    def _refine(self, table, context):
        return self.refine_and_report(table, context).table

    def _run(self, table, context, children=None):
        """Return a run over the topics of a table, with nothing asked yet."""
        check_parameters(self)
        self._check_together()
        return NamingRun(self, table, context, children)

    def _check_together(self):
        """Refuse parameters that do not fit each other."""
        if self.schema is not None:
            check_schema(self.schema)
            if self.answer == "text":
                raise ValueError('schema needs answer="json", and answer is "text".')
        places = {"KEYWORDS", "DOCUMENTS", "CHILDREN"}
        if self.prompt is not None and not places & places_of(self.prompt):
            raise ValueError(
                "prompt must say where the words and documents of a topic belong, by "
                f"[KEYWORDS] or [DOCUMENTS]; got {self.prompt!r:.100}."
            )
        if self.price_per_million is not None:
            _check_prices(self.price_per_million)
        elif self.max_cost is not None:
            raise ValueError(
                "max_cost needs price_per_million, the prices of a million tokens of "
                "prompts and of answers."
            )
        if self.cache is not None and model_id_of(self) is None:
            raise ValueError(
                "cache needs model_id, a name of the language model: nothing else "
                "tells its answers from those of another."
            )


def _check_prices(prices):
    numbers = [p for p in prices if isinstance(p, Real) and not isinstance(p, bool)]
    if len(prices) != 2 or len(numbers) != 2 or not all(0 <= p < 1e12 for p in numbers):
        raise ValueError(
            "price_per_million must be two numbers, of a million tokens of prompts and "
            f"of answers, got {prices!r:.100}."
        )


def _warn_of_failures(report, cache_failure):
    """Say which topics have no name, and that answers could not be kept."""
    failures = report.failures
    if failures:
        told = [f"topic {index} ({why})" for index, why in failures.items()]
        more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        warnings.warn(
            f"{len(failures)} of {len(report)} topics have no name by the language "
            f"model and keep their words: {'; '.join(told[:_TOLD])}{more}. The report "
            "of name_topics_by_llm lists all of them.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    if cache_failure is not None:
        warnings.warn(
            f"Answers could not be kept: {cache_failure}",
            UserWarning,
            stacklevel=levels_to_caller(),
        )

"""Clients of language models as what `LLMNaming` takes.

Each adapter takes a client that the user has made. Nothing is imported here, and
nothing is sent but by that client.
"""

import re
from threading import Lock
from typing import Any

from .prompt_text import with_system


class ClientLLM:
    """A language model behind a client of the user's: ``llm(prompt, system)``.

    Copies share the client. It is not saved with a model, since it may hold keys.

    Parameters
    ----------
    client : object
        The client, of whatever package.
    model_id : str
        What tells its answers from those of other models, in a cache.
    call : callable or None
        ``call(client, prompt, system, parameters)`` returns an answer. None after
        loading.
    parameters : dict
        Of each call.
    one_at_a_time : bool, default=False
        Whether threads take turns.
    """

    def __init__(self, client, model_id, call, parameters, *, one_at_a_time=False):
        self.client, self.model_id, self._call = client, model_id, call
        self.parameters = dict(parameters)
        self._lock = Lock() if one_at_a_time else None

    def __call__(self, prompt, system=None) -> str:
        if self._call is None:
            raise RuntimeError(
                f"The client of {self.model_id} is not saved with a model, since it "
                "may hold keys: set representation=LLMNaming(...) with a new one."
            )
        if self._lock is None:
            return self._call(self.client, prompt, system, self.parameters)
        with self._lock:
            return self._call(self.client, prompt, system, self.parameters)

    def __repr__(self):
        return f"<language model {self.model_id}>"

    def __deepcopy__(self, memo):
        return self

    def __sklearn_clone__(self):
        return self

    def __reduce__(self):
        # Parameters may hold keys too, in headers.
        return type(self), (None, self.model_id, None, {})


class BatchLLM(ClientLLM):
    """A language model that answers lists of prompts: ``complete(prompts, system)``.

    The `call` takes a list in place of a prompt, and returns a list.
    """

    def complete(self, prompts, system=None) -> list[str]:
        """Return an answer to each prompt."""
        return self(prompts, system)


def check_client(client, whom, needed):
    """Refuse what can be no client of an adapter, before any call.

    Parameters
    ----------
    client : object
    whom : str
        Name of the adapter.
    needed : str
        What it takes.

    Raises
    ------
    TypeError
        If it is a class, a text such as the name of a model, a number or None.
    """
    is_class = isinstance(client, type)
    if is_class or client is None or isinstance(client, (str, bytes, int, float)):
        got = f"the class {client.__name__}" if is_class else repr(client)
        raise TypeError(f"{whom} takes {needed}, got {got:.100}.")


def messages_of(prompt, system) -> list[dict[str, str]]:
    """Return the messages of a chat, which most services take."""
    told = [{"role": "system", "content": system}] if system else []
    return [*told, {"role": "user", "content": prompt}]


def openai_llm(client, model, **parameters) -> ClientLLM:
    """Use a client of the package openai, or of any service that speaks its language.

    Ollama, the server of llama.cpp, vLLM and most hosts do:
    ``openai.OpenAI(base_url="http://localhost:11434/v1", api_key="none")``.

    Parameters
    ----------
    client : object
        With ``client.chat.completions.create(model=..., messages=...)``.
    model : str
        Name of the model.
    **parameters : dict
        What `create` takes beside, such as ``temperature=0``.

    Returns
    -------
    llm : callable
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from sktopics.representation import openai_llm
    >>> def create(model, messages, **parameters):
    ...     message = SimpleNamespace(content=f"{model}: {messages[-1]['content']}")
    ...     return SimpleNamespace(choices=[SimpleNamespace(message=message)])
    >>> completions = SimpleNamespace(create=create)
    >>> client = SimpleNamespace(chat=SimpleNamespace(completions=completions))
    >>> openai_llm(client, "small", temperature=0)("Hello")
    'small: Hello'
    """
    check_client(
        client, "openai_llm", "a client of openai, as openai.OpenAI() makes it"
    )

    def call(client, prompt, system, parameters):
        answer = client.chat.completions.create(
            model=model, messages=messages_of(prompt, system), **parameters
        )
        return answer.choices[0].message.content

    # An address may hold a password.
    host = re.sub("//[^/@]*@", "//", str(getattr(client, "base_url", "")))
    return ClientLLM(client, f"openai {model} {host}".strip(), call, parameters)


def anthropic_llm(client, model, *, max_tokens=500, **parameters) -> ClientLLM:
    """Use a client of the package anthropic.

    Parameters
    ----------
    client : object
        With ``client.messages.create(model=..., max_tokens=..., messages=...)``.
    model : str
        Name of the model.
    max_tokens : int, default=500
        The longest answer.
    **parameters : dict
        What `create` takes beside.

    Returns
    -------
    llm : callable
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from sktopics.representation import anthropic_llm
    >>> def create(model, max_tokens, messages):  # in place of a client's
    ...     return SimpleNamespace(content=[SimpleNamespace(text=f"I am {model}")])
    >>> client = SimpleNamespace(messages=SimpleNamespace(create=create))
    >>> anthropic_llm(client, "small")("Who are you?")
    'I am small'
    """
    check_client(
        client,
        "anthropic_llm",
        "a client of anthropic, as anthropic.Anthropic() makes it",
    )

    def call(client, prompt, system, parameters):
        told = {"system": system} if system else {}
        answer = client.messages.create(
            model=model, messages=messages_of(prompt, None), **told, **parameters
        )
        texts = (getattr(part, "text", None) for part in answer.content)
        return "".join(text for text in texts if text)

    parameters = {"max_tokens": max_tokens, **parameters}
    return ClientLLM(client, f"anthropic {model}", call, parameters)


def cohere_llm(client, model, **parameters) -> ClientLLM:
    """Use a client of the package cohere: ``cohere.ClientV2``.

    Parameters
    ----------
    client : object
        With ``client.chat(model=..., messages=...)``.
    model : str
        Name of the model.
    **parameters : dict
        What `chat` takes beside.

    Returns
    -------
    llm : callable
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from sktopics.representation import cohere_llm
    >>> def chat(model, messages):  # in place of a client's
    ...     content = [SimpleNamespace(text=f"I am {model}")]
    ...     return SimpleNamespace(message=SimpleNamespace(content=content))
    >>> cohere_llm(SimpleNamespace(chat=chat), "small")("Who are you?")
    'I am small'
    """
    check_client(
        client, "cohere_llm", "a client of cohere, as cohere.ClientV2() makes it"
    )

    def call(client, prompt, system, parameters):
        messages = messages_of(prompt, system)
        answer = client.chat(model=model, messages=messages, **parameters)
        texts = (getattr(part, "text", None) for part in answer.message.content)
        return "".join(text for text in texts if text)

    return ClientLLM(client, f"cohere {model}", call, parameters)


def transformers_llm(pipeline, *, model_id=None, chat=None, **parameters) -> BatchLLM:
    """Use a pipeline of transformers for text generation.

    Parameters
    ----------
    pipeline : transformers.TextGenerationPipeline
        As ``transformers.pipeline("text-generation", model)`` makes it.
    model_id : str, default=None
        By default the name of the model, or the path of its folder.
    chat : bool, default=None
        Whether the model takes messages; by default, if its tokenizer has a template
        for them. A model without one goes on with the text of the prompt.
    **parameters : dict
        What the pipeline takes beside, such as ``max_new_tokens=200``, which is the
        default.

    Returns
    -------
    llm : object with `complete`
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from sktopics.representation import transformers_llm
    >>> def pipeline(texts, max_new_tokens, return_full_text):  # in place of one
    ...     return [[{"generated_text": f"I was told: {text}"}] for text in texts]
    >>> llm = transformers_llm(pipeline, model_id="tiny", max_new_tokens=20)
    >>> llm.complete(["Who are you?"])
    ['I was told: Who are you?']
    """
    check_client(pipeline, "transformers_llm", "a pipeline of transformers")
    if model_id is None:
        config = getattr(getattr(pipeline, "model", None), "config", None)
        model_id = getattr(config, "_name_or_path", "")
    if chat is None:
        tokenizer = getattr(pipeline, "tokenizer", None)
        chat = bool(getattr(tokenizer, "chat_template", None))

    def call(pipeline, prompts, system, parameters):
        if chat:
            asked = [messages_of(prompt, system) for prompt in prompts]
        else:
            asked = [with_system(prompt, system) for prompt in prompts]
        answers = pipeline(asked, return_full_text=False, **parameters)
        return [answer[0]["generated_text"] for answer in answers]

    parameters = {"max_new_tokens": 200, **parameters}
    model_id = f"transformers {model_id}" if model_id else None
    return BatchLLM(pipeline, model_id, call, parameters, one_at_a_time=True)


def langchain_llm(runnable, model_id=None, **parameters) -> BatchLLM:
    """Use a chat model or another runnable of LangChain.

    Parameters
    ----------
    runnable : object
        With ``runnable.batch(list)``, or at least ``runnable.invoke(messages)``.
    model_id : str, default=None
        By default the name of the model, where the runnable has one.
    **parameters : dict
        What `batch` or `invoke` take beside, such as ``config={"max_concurrency": 4}``.

    Returns
    -------
    llm : object with `complete`
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from sktopics.representation import langchain_llm
    >>> class Model:  # in place of a chat model
    ...     model_name = "small"
    ...
    ...     def batch(self, chats):
    ...         return [f"I was told: {messages[-1][1]}" for messages in chats]
    >>> langchain_llm(Model()).complete(["Who are you?"])
    ['I was told: Who are you?']
    """
    check_client(runnable, "langchain_llm", "a runnable of LangChain")
    if model_id is None:
        names = (getattr(runnable, key, None) for key in ("model_name", "model"))
        name = next((name for name in names if isinstance(name, str)), None)
        model_id = f"langchain {name}" if name else None

    def call(runnable, prompts, system, parameters):
        asked = [_pairs_of(prompt, system) for prompt in prompts]
        if hasattr(runnable, "batch"):
            answers = runnable.batch(asked, **parameters)
        else:
            answers = [runnable.invoke(each, **parameters) for each in asked]
        return [_text_of(answer) for answer in answers]

    return BatchLLM(runnable, model_id, call, parameters)


def _pairs_of(prompt, system):
    """Return messages as pairs, which LangChain makes its own of."""
    told = [("system", system)] if system else []
    return [*told, ("human", prompt)]


def _text_of(answer: Any):
    """Return the text of a message, whose content may be a list of parts."""
    content = getattr(answer, "content", answer)
    if isinstance(content, list):
        parts = (p.get("text") if isinstance(p, dict) else p for p in content)
        return "".join(part for part in parts if isinstance(part, str))
    return content


def llama_cpp_llm(llama, model_id=None, **parameters) -> ClientLLM:
    """Use a model that llama-cpp-python has loaded.

    Parameters
    ----------
    llama : llama_cpp.Llama
        With ``llama.create_chat_completion(messages=...)``. Threads take turns.
    model_id : str, default=None
        By default the path of its file.
    **parameters : dict
        What `create_chat_completion` takes beside, such as ``max_tokens=200``.

    Returns
    -------
    llm : callable
        For :class:`LLMNaming`.

    Examples
    --------
    >>> from sktopics.representation import llama_cpp_llm
    >>> class Llama:  # in place of one
    ...     model_path = "small.gguf"
    ...
    ...     def create_chat_completion(self, messages):
    ...         answer = f"I was told: {messages[-1]['content']}"
    ...         return {"choices": [{"message": {"content": answer}}]}
    >>> llama_cpp_llm(Llama())("Who are you?")
    'I was told: Who are you?'
    """
    check_client(llama, "llama_cpp_llm", "a model that llama-cpp-python has loaded")

    def call(llama, prompt, system, parameters):
        messages = messages_of(prompt, system)
        answer = llama.create_chat_completion(messages=messages, **parameters)
        return answer["choices"][0]["message"]["content"]

    path = model_id or getattr(llama, "model_path", None)
    model_id = f"llama.cpp {path}" if path else None
    return ClientLLM(llama, model_id, call, parameters, one_at_a_time=True)

"""ClientEmbeddings: vectors of texts by a service that speaks OpenAI's schema."""

from collections.abc import Mapping

from ._text_function import TextFunction


class ClientEmbeddings(TextFunction):
    """Vectors of texts by a client of OpenAI, or of a service that speaks its schema.

    A function for :class:`FunctionEncoder`, whose `batch_size` says how many texts a
    request has, and whose `cache_dir` keeps what was paid for. Read more in the
    :ref:`user guide <encoders>`.

    Parameters
    ----------
    client : object
        Its ``embeddings.create(input=texts, model=model)`` returns an object whose
        `data` are objects with `embedding` and `index`, such as ``openai.OpenAI()``.
        The client has keys and retries.
    model : str, default="text-embedding-3-small"
        Name of the model, as the service calls it.
    options : mapping, default=None
        Other arguments of `create`, such as ``{"dimensions": 256}``.

    See Also
    --------
    as_encoder : Makes an encoder of a client, with the default model.

    Notes
    -----
    A text without anything but spaces is not sent, and has a vector of zeros.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from sktopics.embedding import ClientEmbeddings, FunctionEncoder
    >>> class Lengths:  # stands for a service
    ...     def create(self, *, input, model):
    ...         vectors = [[len(text), text.count(" ")] for text in input]
    ...         return SimpleNamespace(data=[
    ...             SimpleNamespace(index=i, embedding=v) for i, v in enumerate(vectors)
    ...         ])
    >>> client = SimpleNamespace(embeddings=Lengths())
    >>> encoder = FunctionEncoder(ClientEmbeddings(client, "lengths"), batch_size=100)
    >>> encoder.fit_transform(["rain and snow", "", "hail"])
    array([[13.,  2.],
           [ 0.,  0.],
           [ 4.,  0.]], dtype=float32)
    """

    def __init__(self, client, model="text-embedding-3-small", *, options=None):
        if not hasattr(getattr(client, "embeddings", None), "create"):
            raise TypeError(
                "client must have embeddings.create(input=, model=), as openai.OpenAI "
                f"does, and is {client!r:.60}."
            )
        if not isinstance(model, str):
            raise TypeError(
                f"model must be a str, the service's name of it, got {model!r:.60}."
            )
        if not isinstance(options, Mapping | None):
            raise TypeError(f"options must be a mapping or None, got {options!r:.60}.")
        super().__init__(model)
        self.client = client
        self.options = dict(options or {})

    def _read(self, texts):
        answer = self.client.embeddings.create(
            input=list(texts), model=self.model, **self.options
        )
        data = list(answer.data)
        places = [getattr(item, "index", None) for item in data]
        if sorted(places, key=str) == sorted(range(len(texts)), key=str):
            data.sort(key=lambda item: item.index)
        elif any(place is not None for place in places) or len(data) != len(texts):
            raise ValueError(
                f"The model {self.model!r} of the client {type(self.client).__name__} "
                f"must return a vector for each of {len(texts)} texts, numbered from "
                f"0, and returned {len(data)} with the numbers {_shown(places)}."
            )
        return [item.embedding for item in data]

    def __repr__(self):
        client = type(self.client).__name__
        return f"ClientEmbeddings({client}, {self.model!r})"


def _shown(places):
    shown = ", ".join(map(str, places[:10]))
    return shown if len(places) <= 10 else f"{shown}, …"

"""One topic, as a row of a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._frozen import FrozenMapping
from ._display import default_label, topic_text
from ._representatives import RepresentativeDocument


@dataclass(frozen=True)
class TopicAuthor:
    """An author who is typical of a topic.

    Parameters
    ----------
    name : str or int
        Name of the author; a number if the model knows no names.
    share : float
        Share of the topic in what the author writes, in [0, 1].
    """

    name: str | int
    share: float


@dataclass(frozen=True, repr=False)
class Topic:
    """One row of a `TopicTable`.

    Parameters
    ----------
    index : int
        Row of the topic in the model's `components_`; -1 for the outliers of a model of
        clusters, the documents without a topic.
    label : str or None
        Name of the topic; None is read as its first three terms, or "outliers".
    size : float or None
        Share of the corpus in [0, 1]; None if unknown. Of its tokens, if the model is
        given counts, else of its documents.
    terms : tuple of str
        Top terms, best first.
    weights : tuple of float
        p(term | topic) of the top terms.
    documents : tuple of RepresentativeDocument, default=()
        Documents with the highest share of the topic, highest first.
    authors : tuple of TopicAuthor, default=()
        Most typical authors, best first; none if the model has no authors.
    aspects : mapping, default={}
        Other descriptions of the topic by their names: words, a text, a mapping, or
        rows of a corpus. A copy is kept that cannot be changed, with tuples for lists.
    share_of_documents : float, default=None
        Share of the documents in [0, 1]; None if unknown. With a model of mixtures, the
        mean share of the topic in a document, whatever its length; with a model of
        clusters, the number of its documents over that of all.
    is_empty : bool, default=False
        Whether no word of the training documents is about the topic, which then has no
        terms.

    Examples
    --------
    >>> from sktopics.topics import Topic
    >>> topic = Topic(
    ...     0,
    ...     "sea",
    ...     0.7,
    ...     ("sea", "ship"),
    ...     (0.3, 0.2),
    ...     aspects={"nouns": ["sea", "ship"]},
    ... )
    >>> topic
    Topic 0: sea (70.0%)
      sea 0.300, ship 0.200
      nouns: sea, ship
    >>> topic.aspects["nouns"]
    ('sea', 'ship')
    """

    index: int
    label: str | None
    size: float | None
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    documents: tuple[RepresentativeDocument, ...] = ()
    authors: tuple[TopicAuthor, ...] = ()
    aspects: Mapping[str, Any] = field(default_factory=FrozenMapping)
    share_of_documents: float | None = None
    is_empty: bool = False

    def __post_init__(self):
        for name in ("terms", "weights", "documents", "authors"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not isinstance(self.aspects, Mapping):
            raise TypeError(
                "aspects must be a mapping from names to descriptions, got "
                f"{self.aspects!r:.100}."
            )
        object.__setattr__(self, "aspects", FrozenMapping(self.aspects))
        if len(self.terms) != len(self.weights):
            raise ValueError(
                f"A topic has a weight for each of its terms; got {len(self.terms)} "
                f"terms and {len(self.weights)} weights."
            )
        if self.label is None:
            object.__setattr__(self, "label", self._plain_label)

    @property
    def is_named(self) -> bool:
        """Whether the label is a name, and not the first three terms."""
        return self.label != self._plain_label

    @property
    def _plain_label(self):
        return "outliers" if self.index == -1 else default_label(self.terms)

    def __repr__(self):
        return topic_text(self)

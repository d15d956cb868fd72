"""Documents that stand for a topic."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RepresentativeDocument:
    """A document in which a topic has one of its highest shares.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    share : float
        Share of the topic in the document, in [0, 1].
    excerpt : str, default=None
        First words of the document; None if the corpus was not raw text.
    """

    index: int
    share: float
    excerpt: str | None = None

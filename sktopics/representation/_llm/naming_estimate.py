"""What it will cost to name topics by a language model."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class NamingEstimate:
    """What it will cost to name topics, before the first call.

    Limits such as `max_calls` are not looked at.

    Parameters
    ----------
    n_topics : int
        Topics to name.
    n_kept : int
        How many of them have an answer in the cache.
    n_calls : int
        Calls if each first answer can be used and all names differ.
    most_calls : int
        Calls if each topic is asked for twice and all names have to be told apart;
        without calls that fail and are tried again.
    prompt_tokens : int
        Tokens sent with `n_calls`.
    answer_tokens : int
        Tokens of the answers to them, `answer_tokens` of each.
    cost : float or None
        Of `n_calls`, by `price_per_million`; None without it.
    """

    n_topics: int
    n_kept: int
    n_calls: int
    most_calls: int
    prompt_tokens: int
    answer_tokens: int
    cost: float | None

    def __repr__(self):
        topics = f"{self.n_topics:,} topic{'' if self.n_topics == 1 else 's'}"
        cost = "" if self.cost is None else f", cost about {self.cost:.4g}"
        return (
            f"NamingEstimate: {topics}, {self.n_kept:,} in the cache, "
            f"{self.n_calls:,} to {self.most_calls:,} calls\n"
            f"about {self.prompt_tokens:,} tokens sent, {self.answer_tokens:,} "
            f"received{cost}"
        )

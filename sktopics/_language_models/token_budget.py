"""Tokens of texts, and texts that are cut so that a prompt stays within its budget."""

from numbers import Real

# No tokenizer makes a token of more letters than these of common text, so that a long
# document need not be counted as a whole.
_LETTERS_OF_A_TOKEN = 24
# Letters that are given up for a cut between two words.
_BACK_TO_A_SPACE = 30
_CUT = "…"


def estimated_tokens(text) -> int:
    """Return about how many tokens a text has: a quarter of its bytes in UTF-8.

    A token of common models is about four letters of English, and about one letter of
    Chinese, which takes three bytes.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) // 4)


def counted_tokens(text, count_tokens=None) -> int:
    """Return how many tokens a text has.

    Parameters
    ----------
    text : str
    count_tokens : callable, default=None
        Returns the number of tokens of a text; by default `estimated_tokens`.

    Raises
    ------
    TypeError
        If `count_tokens` returns no number.
    """
    if count_tokens is None:
        return estimated_tokens(text)
    n_tokens = count_tokens(text)
    if not isinstance(n_tokens, Real) or isinstance(n_tokens, bool) or n_tokens < 0:
        raise TypeError(
            "count_tokens must return the number of tokens of a text, and returned "
            f"{n_tokens!r:.100}. Of a tokenizer, give "
            "lambda text: len(tokenizer.encode(text))."
        )
    return int(n_tokens)


def cut_to_tokens(text, n_tokens, count_tokens=None) -> str:
    """Return the first words of a text that are at most `n_tokens` tokens.

    Parameters
    ----------
    text : str
    n_tokens : int
    count_tokens : callable, default=None

    Returns
    -------
    start : str
        With an ellipsis if something is left out; "" if there is no room.
    """
    whole = text[: max(n_tokens, 0) * _LETTERS_OF_A_TOKEN]
    if whole == text and counted_tokens(text, count_tokens) <= n_tokens:
        return text
    least, most = 0, len(whole)
    while least < most:
        middle = (least + most + 1) // 2
        if counted_tokens(_cut_at(whole, middle), count_tokens) <= n_tokens:
            least = middle
        else:
            most = middle - 1
    return _cut_at(whole, least) if least else ""


def _cut_at(text, n_letters):
    """Return the first letters of a text, up to the last space if it is near."""
    start = text[:n_letters]
    if not text[n_letters : n_letters + 1].isspace():
        space = start.rfind(" ")
        if space > 0 and len(start) - space <= _BACK_TO_A_SPACE:
            start = start[:space]
    return start.rstrip() + _CUT


def budget_shares(sizes, total) -> list[int]:
    """Share a total among things that need no more than their sizes.

    What small ones leave is shared by the others.

    Parameters
    ----------
    sizes : list of int
    total : int

    Returns
    -------
    shares : list of int
        ``sum(shares) <= total`` and ``shares[i] <= sizes[i]``.
    """
    shares = [0] * len(sizes)
    left = max(total, 0)
    order = sorted(range(len(sizes)), key=lambda i: sizes[i])
    for place, i in enumerate(order):
        shares[i] = min(sizes[i], left // (len(order) - place))
        left -= shares[i]
    return shares

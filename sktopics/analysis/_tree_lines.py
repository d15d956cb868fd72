"""Trees as text."""


def tree_text(roots, parts_of, line_of):
    """Draw trees, a line for each node.

    Parameters
    ----------
    roots : iterable of nodes
    parts_of : callable
        Returns the parts of a node, none for a leaf.
    line_of : callable
        Returns the text of a node.

    Returns
    -------
    text : str
        Each root starts a line; its parts are below it, behind lines of a tree.
    """
    lines = []
    # A stack and no recursion: a chain of topics is as deep as there are topics.
    waiting = [(root, "", "") for root in reversed(list(roots))]
    while waiting:
        node, first, rest = waiting.pop()
        lines.append(first + line_of(node))
        parts = list(parts_of(node))
        for place, part in reversed(list(enumerate(parts))):
            is_last = place == len(parts) - 1
            mark, below = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
            waiting.append((part, rest + mark, rest + below))
    return "\n".join(lines)

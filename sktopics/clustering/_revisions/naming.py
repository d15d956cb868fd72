"""Names that users give to topics."""

from collections.abc import Mapping


def check_topic_names(names, known):
    """Return the names of all topics after some were given.

    Parameters
    ----------
    names : dict from int to str, or list of str or None
        Names of some topics, or of all; None or "" takes a name back.
    known : sequence of str or None
        The names of before.

    Raises
    ------
    ValueError
        If there is no such topic, or names are not as many as topics.
    TypeError
        If a name is no str.
    """
    n_topics = len(known)
    if not isinstance(names, Mapping):
        names = list(names)
        if len(names) != n_topics:
            raise ValueError(f"names must name {n_topics} topics, got {len(names)}.")
        names = dict(enumerate(names))
    for topic, name in names.items():
        if topic not in range(n_topics):
            raise ValueError(f"There is no topic {topic}: there are {n_topics}.")
        if not isinstance(name, (str, type(None))):
            raise TypeError(f"The name of a topic must be a str, got {name!r}.")
    return tuple(names.get(topic, old) or None for topic, old in enumerate(known))

"""Representations applied to a table of topics."""

import warnings
from collections.abc import Mapping
from dataclasses import replace

from .._validation import levels_to_caller
from ._representation_context import WAYS, check_representation, name_of, needs_of
from ._topic_table import TopicTable


def refine_table(table, representation, context, *, errors="warn") -> TopicTable:
    """Let representations choose the words and names of topics.

    Parameters
    ----------
    table : TopicTable
        The topics to describe.
    representation : callable, object with `refine`, dict, list of such, or None
        Called in turn as ``refine(table, context)``, to return the table with other
        words, names or aspects. A representation that has an attribute `needs`, names
        of attributes of the context such as ``("documents", "encoder")``, is passed
        over with a warning where one of them is not at hand; for "documents", where
        not all of them are. One whose attribute `in_fit` is False is passed over while
        a model is fitted or changed, and asked by `update_topics`. A dict from names to
        representations, or to lists of them, makes aspects: each is called with the
        table as it is at that point, and what it says of a topic becomes
        `Topic.aspects` of that name. That are the words, or the name, where a
        representation changes only names or has an attribute `only_names` that is True.
        The topic keeps its own words and name.
    context : RepresentationContext
    errors : {"warn", "raise"}, default="warn"
        What an error in a representation does. With "warn", topics keep the words that
        they had before it, and a warning says what went wrong.

    Returns
    -------
    table : TopicTable
        Topics in the order of `table`. A topic with other words is called by the
        first of them, if nothing else has named it. The `outliers` are those of
        `table`.

    Raises
    ------
    TypeError
        If a representation is not callable and has no `refine`; if it returns something
        other than a `TopicTable` and ``errors="raise"``.
    ValueError
        If a representation needs something unknown; if it returns other topics, or
        topics in another order, or needs something that is not there, and
        ``errors="raise"``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import numpy as np
    >>> from sktopics.topics import (
    ...     RepresentationContext, Topic, TopicTable, refine_table
    ... )
    >>> table = TopicTable([Topic(0, None, 1.0, ("sea", "ship"), (0.6, 0.4))])
    >>> context = RepresentationContext(
    ...     table, np.array([[0.6, 0.4]]), np.array(["sea", "ship"])
    ... )
    >>> def shout(table, context):
    ...     return TopicTable(replace(t, label=t.terms[0].upper()) for t in table)
    >>> refine_table(table, shout, context).labels
    ['SEA']
    """
    for step in check_representation(representation):
        if isinstance(step, Mapping):
            table = _with_aspects(table, step, context, errors)
        else:
            table = _applied(step, table, context, errors) or table
    return table


def _applied(step, table, context, errors):
    """Return the table after one representation, None if there was a warning."""
    if getattr(context, "in_fit", False) and not getattr(step, "in_fit", True):
        _warn(
            f"{name_of(step)} was passed over while the model was fitted or changed, "
            "so that nobody pays for topics that are not final. update_topics(X) of "
            "the model asks it; with in_fit=True it is asked at once."
        )
        return None
    missing = [name for name in needs_of(step) if context.lacks(name)]
    if missing:
        message = (
            f"{name_of(step)} needs {' and '.join(missing)}, not at hand here: "
            f"{'; '.join(_ways(missing))}."
        )
        if errors == "raise":
            raise ValueError(message)
        _warn(f"{message} Topics are described without it.")
        return None
    try:
        return _renamed(_refined(step, table, context), table)
    except Exception as error:
        if errors == "raise":
            raise
        _warn(
            f"{name_of(step)} failed ({type(error).__name__}: {error}). Topics are "
            "described without it. To try again, call refine_topics, or update_topics "
            "of a BERTopic."
        )
        return None


def _ways(missing):
    """Return what gives representations what they lack."""
    if missing == ["shares"]:  # which are there with the documents of a model
        return ["give the fitted model in place of its table"]
    return list(dict.fromkeys(WAYS[name] for name in missing))


def _with_aspects(table, aspects, context, errors):
    """Return a table whose topics have what representations say as aspects."""
    found = [dict(topic.aspects) for topic in table]
    for name, steps in aspects.items():
        steps = check_representation(steps)
        refined, any_done = table, not steps
        for step in steps:
            after = _applied(step, refined, context, errors)
            if after is not None:
                refined, any_done = after, True
        if any_done:
            names = any(getattr(step, "only_names", False) for step in steps)
            _note_aspect(found, name, refined, table, only_names=names)
    topics = (
        replace(topic, aspects=noted) for topic, noted in zip(table, found, strict=True)
    )
    return TopicTable(topics, table.outliers)


def _note_aspect(found, name, refined, table, *, only_names):
    """Add what representations have made of a table to the aspects of its topics."""
    pairs = list(zip(refined, table, strict=True))
    same_words = all(new.terms == old.terms for new, old in pairs)
    other_names = any(new.label != old.label for new, old in pairs)
    only_names = only_names or (same_words and other_names)
    for noted, (new, old) in zip(found, pairs, strict=True):
        # What it says beside words and names, under names of its own.
        told = {k: v for k, v in new.aspects.items() if old.aspects.get(k) != v}
        noted.update(told)
        if not only_names:
            noted[name] = new.terms
        elif new.is_named:
            noted[name] = new.label


def _warn(message):
    warnings.warn(message, UserWarning, stacklevel=levels_to_caller())


def _refined(step, table, context):
    """Return what a representation makes of a table, checked to have its topics."""
    refined = getattr(step, "refine", step)(table, context)
    if not isinstance(refined, TopicTable):
        raise TypeError(
            f"A representation must return a TopicTable, and returned "
            f"{type(refined).__name__}"
        )
    given, got = ([topic.index for topic in each] for each in (table, refined))
    if given != got:
        raise ValueError(
            f"A representation must return the topics {_shown(given)} in their order, "
            f"and returned {_shown(got)}"
        )
    return refined


def _shown(numbers):
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown}, … ({len(numbers)})"


def _renamed(refined, table):
    """Call topics by their first words that have other words now, and the old name."""
    topics = (
        replace(new, label=None) if new.label == old.label and not old.is_named else new
        for new, old in zip(refined, table, strict=True)
    )
    # Representations describe topics, and need not speak of outliers.
    return TopicTable(topics, table.outliers)

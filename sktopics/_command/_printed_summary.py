"""What ``sktopics report`` says at the end, in plain words."""

import os
import shutil

from .._terminal import display_width
from ..topics.plain_text import clip, percentage, printable

_WIDTH = 88
_SHOWN = 20
_WORDS = 8


def summary_text(run):
    """Return the summary of a run: documents, topics, files, and the same in Python.

    Parameters
    ----------
    run : ReportRun
    """
    lines = [
        _documents(run),
        _columns(run.corpus),
        _model(run),
        "",
        *_topics(run.shown),
        "",
        *(f"Written    {path} ({_size(path)})" for path in run.written),
        f"Time       {run.seconds:.1f} s",
        "",
        "The same in Python:",
        "",
        *(f"    {line}".rstrip() for line in run.program),
    ]
    return "\n".join(lines)


def _documents(run):
    corpus = run.corpus
    parts = [f"{corpus.n_read:,} read from {run.source}"]
    if corpus.n_dropped:
        parts.append(f"{corpus.n_dropped:,} left out, which have no text")
    if len(corpus.documents) < corpus.n_read - corpus.n_dropped:
        parts.append(f"a sample of {len(corpus.documents):,} taken")
    return f"Documents  {'; '.join(parts)}"


def _columns(corpus):
    guess = ": no other column looks like texts" if corpus.is_guessed else ""
    roles = {**corpus.roles}
    roles = {corpus.text: [f"texts{guess}", *roles.pop(corpus.text, [])], **roles}
    parts = [f"{printable(name)} ({', '.join(of)})" for name, of in roles.items()]
    return f"Columns    {', '.join(parts)}"


def _model(run):
    name = type(getattr(run.model, "steps", [(None, run.model)])[-1][1]).__name__
    finest = _of_level(run.shown, -1)
    line = f"Model      {name}, {_count(len(finest), 'topic')}"
    if run.shown["levels"]:
        n_broader = len(run.shown["topics"]) - len(finest)
        levels = _count(len(run.shown["levels"]) - 1, "level")
        line += f", and {n_broader:,} broader ones in {levels} above"
    found = run.found
    if found is None:
        return line
    tried = ", ".join(f"{n}: {p:.0f}" for n, p in found.perplexities.items())
    lines = [
        line,
        f"           The number was searched on {found.n_documents:,} documents.",
        "           Perplexity of words that the model has not seen, lower is better:",
        f"           {tried}.",
        f"           {found.best} is the smallest number within 1% of the best. Say "
        "--n-topics for another.",
    ]
    if len(found.perplexities) == 1:
        lines[2:] = [f"           Only {found.best} topics were tried: say --n-topics."]
    if found.out_of_time:
        lines.append("           Larger numbers took too long to try.")
    elif found.best == max(found.perplexities) and len(found.perplexities) > 1:
        lines.append("           More might be better: no larger number was tried.")
    return "\n".join(lines)


def _topics(shown):
    """Return lines of the largest topics, and of the broader ones of one level."""
    lines = [_line("topic", "share", "words")]
    # Merges of clusters have many levels, and a table of each would be too much.
    levels = shown["levels"] if len(shown["levels"] or ()) == 2 else [None]
    for level, name in zip(range(-len(levels), 0), levels, strict=True):
        if name is not None:
            lines.append(f"       {printable(name)}")
        topics = _of_level(shown, level)
        topics = sorted(topics, key=lambda topic: -(topic["share"] or 0))
        lines += [_topic(topic) for topic in topics[:_SHOWN]]
        if len(topics) > _SHOWN:
            n_more = len(topics) - _SHOWN
            lines.append(f"       and {n_more} more topics, all in the report")
    outside = shown["no_topic"]
    if outside is not None and outside["size"]:
        lines.append(_line(-1, percentage(outside["share"]), "(no topic)"))
    return lines


def _of_level(shown, level):
    """Return the topics of a level, counted from the end; all, if there are none."""
    if not shown["levels"]:
        return shown["topics"]
    level += len(shown["levels"])
    return [topic for topic in shown["topics"] if topic["level"] == level]


def _topic(topic):
    """Return the line of a topic, with as many whole words as it has room for."""
    start = f"{topic['name']}: " if topic["is_named"] else ""
    words, width = topic["words"][:_WORDS], _width()
    while True:
        text = start + (", ".join(words) or "(no words)")
        line = _line(topic["index"], percentage(topic["share"]), text)
        if len(words) < 2 or display_width(line) <= width:
            return clip(line, width)
        words = words[:-1]


def _line(number, share, text):
    return f"{number:>5}  {share:>6}  {printable(text)}"


def _width():
    return min(_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns)


def _count(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _size(path):
    size = os.path.getsize(path)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"

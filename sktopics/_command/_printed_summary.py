"""What ``sktopics report`` says at the end, in plain words."""

import os

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
        parts.append(f"{corpus.n_dropped:,} dropped, which have no text")
    if len(corpus.documents) < corpus.n_read - corpus.n_dropped:
        parts.append(f"a sample of {len(corpus.documents):,} taken")
    return f"Documents  {'; '.join(parts)}"


def _columns(corpus):
    roles = {corpus.text: "texts"} | corpus.roles
    if corpus.is_guessed:
        roles[corpus.text] = "texts, the only column that looks like some"
    parts = [f"{printable(name)} ({role})" for name, role in roles.items()]
    return f"Columns    {', '.join(parts)}"


def _model(run):
    name = type(getattr(run.model, "steps", [(None, run.model)])[-1][1]).__name__
    line = f"Model      {name}, {_count(len(run.shown['topics']), 'topic')}"
    if run.shown["levels"]:
        line += f" in {_count(len(run.shown['levels']), 'level')}"
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
    if found.out_of_time:
        lines.append("           Larger numbers took too long to try.")
    return "\n".join(lines)


def _topics(shown):
    """Return lines of the largest topics, of each level if there are several."""
    lines = [_line("topic", "share", "words")]
    for level, name in enumerate(shown["levels"] or [None]):
        topics = shown["topics"]
        if name is not None:
            topics = [topic for topic in topics if topic["level"] == level]
            lines.append(f"       {printable(name)}")
        topics = sorted(topics, key=lambda topic: -(topic["share"] or 0))
        lines += [_topic(topic) for topic in topics[:_SHOWN]]
        if len(topics) > _SHOWN:
            n_more = len(topics) - _SHOWN
            lines.append(f"       … {n_more} more topics, all in the report")
    outside = shown["no_topic"]
    if outside is not None and outside["size"]:
        lines.append(_line(-1, percentage(outside["share"]), "(no topic)"))
    return lines


def _topic(topic):
    words = ", ".join(topic["words"][:_WORDS]) or "(no words)"
    text = f"{topic['name']}: {words}" if topic["is_named"] else words
    return _line(topic["index"], percentage(topic["share"]), text)


def _line(number, share, text):
    return clip(f"{number:>5}  {share:>6}  {printable(text)}", _WIDTH)


def _count(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _size(path):
    size = os.path.getsize(path)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"

"""What ``sktopics report`` says at the end, in plain words."""

import os

from ..topics.plain_text import clip, percentage, printable

_WIDTH = 88
_SHOWN = 20


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
        *_topics(run.table),
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
    how = " (the only column that looks like texts)" if corpus.is_guessed else ""
    return f"Texts      column {corpus.text!r}{how}"


def _model(run):
    name = type(getattr(run.model, "steps", [(None, run.model)])[-1][1]).__name__
    line = f"Model      {name}, {_count(len(run.table), 'topic')}"
    found = run.found
    if found is None:
        return line
    tried = ", ".join(f"{n}: {p:.0f}" for n, p in found.perplexities.items())
    line += (
        f"\n           The number is the best of those tried on {found.n_documents:,} "
        "documents, by the\n           perplexity of words that the model has not seen, "
        f"lower is better:\n           {tried}"
    )
    if found.out_of_time:
        line += "\n           Larger numbers took too long to try: say --n-topics."
    return line


def _topics(table):
    """Return a line for each of the first topics."""
    rows = [("topic", "share", "words or name")]
    for topic in list(table)[:_SHOWN]:
        share = "" if topic.size is None else percentage(topic.size)
        name = "" if topic.label == str(topic.index) else topic.label
        words = ", ".join(topic.terms)
        text = words if not name or words.startswith(name) else f"{name}: {words}"
        rows.append((str(topic.index), share, text or "(no words)"))
    lines = [
        clip(f"{number:>5}  {share:>6}  {printable(text)}", _WIDTH)
        for number, share, text in rows
    ]
    if len(table) > _SHOWN:
        lines.append(f"       … {len(table) - _SHOWN} more topics, all in the report")
    outliers = table.outliers
    if outliers is not None and outliers.size is not None:
        lines.append(f"   -1  {percentage(outliers.size):>6}  (documents without a topic)")
    return lines


def _count(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _size(path):
    size = os.path.getsize(path)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"

"""Tables of topics as plain text and as HTML."""

from collections.abc import Mapping
from html import escape
from math import isfinite

from .._terminal import WIDTH, clip, display_width, pad, pad_left, printable

LABEL_WIDTH = 24
MAX_ROWS = 60
SHOWN_ROWS = 40  # of a table longer than MAX_ROWS
ASPECT_LENGTH = 120  # of an aspect that is shown at once in HTML

_STYLE = """\
<style>
.sktopics-table {border-collapse: collapse; font-size: 90%; line-height: 1.4}
.sktopics-table caption {text-align: left; padding: 4px 0; opacity: .7}
.sktopics-table th, .sktopics-table td {
  text-align: left; vertical-align: top; padding: 4px 10px;
  border-bottom: 1px solid rgba(128, 128, 128, .3)}
.sktopics-table .num {text-align: right; white-space: nowrap}
.sktopics-table .bar {
  display: block; height: 3px; margin-left: auto; background: #4c78a8}
.sktopics-table .authors {min-width: 15em}
.sktopics-table ol {margin: 2px 0 0; padding-left: 18px}
</style>"""


def wrap_terms(terms, width):
    """Join terms by commas into lines of at most `width` columns."""
    lines = [""]
    for i, term in enumerate(terms):
        last = i == len(terms) - 1
        piece = clip(printable(term), width - 1) + ("" if last else ",")
        if lines[-1] and display_width(lines[-1]) + 1 + display_width(piece) > width:
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}" if lines[-1] else piece
    return lines


def is_known(size):
    """Whether a size is a number: None and NaN stand for unknown."""
    return size is not None and isfinite(size)


def percentage(size):
    """Show a share of the corpus as a percentage; a dash, where it is unknown."""
    return f"{size:.1%}" if is_known(size) else "–"


def own_labels(topics):
    """Whether some label says more than the first terms do."""
    return any(topic.is_named for topic in topics)


def default_label(terms):
    """Return the first three terms, which name a topic that nobody has named."""
    return ", ".join(terms[:3]) if terms else "(no terms)"


def table_text(topics):
    """Aligned plain text of a table, at most `WIDTH` columns wide."""
    n_topics = len(topics)
    head = _head(topics)
    if not topics:
        return head
    columns = [("topic", [printable(str(t.index)) for t in topics], pad_left)]
    if any(is_known(t.size) for t in topics):
        columns.append(("size", [percentage(t.size) for t in topics], pad_left))
    if own_labels(topics):
        labels = [clip(printable(t.label), LABEL_WIDTH) for t in topics]
        columns.append(("label", labels, pad))
    laid_out = []
    for title, cells, align in columns:
        width = max(map(display_width, [title, *cells]))
        laid_out.append([align(cell, width) for cell in [title, *cells]])
    left = ["  ".join(cells) + "  " for cells in zip(*laid_out, strict=True)]
    indent = display_width(left[0])
    authored = any(t.authors for t in topics)
    title = "top terms, by authors (share of the topic)" if authored else "top terms"
    lines = [head, left[0] + title]
    for row in _shown(n_topics):
        if row is None:
            hidden = n_topics - SHOWN_ROWS
            lines.append(f"… {hidden} more topics (a slice of the table shows them)")
            continue
        terms = ("(empty)",) if topics[row].is_empty else topics[row].terms
        first, *rest = wrap_terms(terms, WIDTH - indent)
        lines.append((left[row + 1] + first).rstrip())
        rest += _authors_lines(topics[row].authors, WIDTH - indent)
        lines += [" " * indent + line for line in rest]
    return "\n".join(lines)


def _head(topics):
    """Say how many topics a table has, and how many are empty."""
    n_empty = sum(topic.is_empty for topic in topics)
    empty = f", {n_empty} of them empty" if n_empty else ""
    return f"TopicTable: {len(topics)} topic{'' if len(topics) == 1 else 's'}{empty}"


def _shown(n_rows):
    if n_rows <= MAX_ROWS:
        return range(n_rows)
    half = SHOWN_ROWS // 2
    return [*range(half), None, *range(n_rows - half, n_rows)]


def _authors_lines(authors, width):
    """Return lines of authors and their shares, at most `width` columns wide."""
    if not authors:
        return []
    named = [f"{author.name} ({author.share:.2f})" for author in authors]
    first, *rest = wrap_terms(named, width - 3)
    return [f"by {first}", *(f"   {line}" for line in rest)]


def topic_text(topic):
    """Describe one topic in a few lines."""
    size = f" ({percentage(topic.size)})" if is_known(topic.size) else ""
    lines = [printable(f"Topic {topic.index}: {topic.label}{size}")]
    weighted = [
        f"{term} {weight:.3f}"
        for term, weight in zip(topic.terms, topic.weights, strict=True)
    ]
    if weighted:
        lines += ["  " + line for line in wrap_terms(weighted, WIDTH - 2)]
    lines += ["  " + line for line in _authors_lines(topic.authors, WIDTH - 2)]
    for document in topic.documents:
        line = f"  document {document.index}, share {document.share:.2f}"
        if document.excerpt is not None:
            line += f": {document.excerpt}"
        lines.append(clip(printable(line), WIDTH))
    for name, aspect in topic.aspects.items():
        lines.append(clip(f"  {printable(f'{name}: {aspect_text(aspect)}')}", WIDTH))
    return "\n".join(lines)


def aspect_text(aspect):
    """Describe an aspect of a topic in one line: words by commas, items by name."""
    if isinstance(aspect, Mapping):
        items = (f"{name}: {aspect_text(item)}" for name, item in aspect.items())
        return "; ".join(items)
    if isinstance(aspect, tuple):
        # Rows of a table are kept apart from each other, words are not.
        nested = any(isinstance(item, (Mapping, tuple)) for item in aspect)
        return (" | " if nested else ", ").join(map(aspect_text, aspect))
    return str(aspect)


def aspect_names(topics):
    """Names of the aspects that some topic has, in order of appearance."""
    return list(dict.fromkeys(name for topic in topics for name in topic.aspects))


def table_html(topics):
    """One HTML table: escaped, its style inside, nothing loaded from elsewhere."""
    sizes = [topic.size for topic in topics if is_known(topic.size)]
    labelled = own_labels(topics)
    authored = any(t.authors for t in topics)
    documented = any(t.documents for t in topics)
    aspects = aspect_names(topics)
    titles = [_cell("topic", tag="th", kind="num")]
    titles += [_cell("size", tag="th", kind="num")] * bool(sizes)
    titles += [_cell("label", tag="th")] * labelled
    titles += [_cell(name, tag="th") for name in ("top terms", *aspects)]
    titles += [_cell("authors", tag="th")] * authored
    titles += [_cell("documents", tag="th")] * documented
    largest = max(sizes, default=0)
    rows = []
    for topic in topics:
        cells = [_cell(topic.index, kind="num")]
        if sizes:
            bar = _bar(topic.size, largest)
            cells.append(_cell(percentage(topic.size), kind="num", more=bar))
        if labelled:
            cells.append(_cell(topic.label))
        cells.append(_cell(more=_terms_html(topic)))
        cells += [_cell(more=_aspect_html(topic, name)) for name in aspects]
        if authored:
            cells.append(_cell(kind="authors", more=_authors_html(topic.authors)))
        if documented:
            cells.append(_cell(more=_documents_html(topic.documents)))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(
        [
            _STYLE,
            '<table class="sktopics-table">',
            f"<caption>{_head(topics)}</caption>",
            f"<thead><tr>{''.join(titles)}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody>",
            "</table>",
        ]
    )


def _text(value):
    """Return anything as text of HTML: all that is shown goes through here."""
    return escape(str(value))


def _cell(value="", *, tag="td", kind=None, more=""):
    """Return a cell of a value as text, and of `more` that is HTML already."""
    kind = "" if kind is None else f' class="{kind}"'
    return f"<{tag}{kind}>{_text(value)}{more}</{tag}>"


def _bar(size, largest):
    if not is_known(size) or largest <= 0:
        return ""
    width = _text(f"{max(size, 0) / largest:.0%}")
    return f'<span class="bar" style="width: {width}"></span>'


def _terms_html(topic):
    if topic.is_empty:
        return _text("(empty)")
    return ", ".join(
        f'<span title="{_text(f"{weight:.4f}")}">{_text(term)}</span>'
        for term, weight in zip(topic.terms, topic.weights, strict=True)
    )


def _aspect_html(topic, name):
    """Return an aspect, a long one behind its first words."""
    if name not in topic.aspects:
        return ""
    text = aspect_text(topic.aspects[name])
    start = clip(text, ASPECT_LENGTH)
    if start == text:
        return _text(text)
    return f"<details><summary>{_text(start)}</summary>{_text(text)}</details>"


def _authors_html(authors):
    return "<br>".join(
        _text(f"{author.name} ({author.share:.2f})") for author in authors
    )


def _documents_html(documents):
    if not documents:
        return ""
    items = "".join(
        "<li>"
        + _text(f"{document.index} ({document.share:.2f})")
        + ("" if document.excerpt is None else f": {_text(document.excerpt)}")
        + "</li>"
        for document in documents
    )
    return f"<details><summary>{len(documents)}</summary><ol>{items}</ol></details>"

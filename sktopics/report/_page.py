"""The page of a report: scripts, style sheets and data in one file of HTML."""

import base64
import hashlib
import html
import re
from functools import cache
from importlib import resources

from ._coded_texts import TextCoder, frequent_words
from ._parts import packed_column, packed_json

# In the order in which they are run: a module stands after all that it imports.
SCRIPTS = (
    "data.js",
    "store.js",
    "cross_filter.js",
    "relevance.js",
    "words_in_text.js",
    "text_search.js",
    "highlight.js",
    "topic_names.js",
    "csv.js",
    "report_data.js",
    "texts.js",
    "dom.js",
    "theme.js",
    "topic_marks.js",
    "topic_swatch.js",
    "name_editor.js",
    "topic_order.js",
    "topic_list.js",
    "word_list.js",
    "word_panel.js",
    "topic_panel.js",
    "class_chart.js",
    "document_order.js",
    "document_item.js",
    "document_list.js",
    "filtering.js",
    "filter_bar.js",
    "search_box.js",
    "quality_panel.js",
    "about_panel.js",
    "tables.js",
    "toolbar.js",
    "view_tabs.js",
    "point_grid.js",
    "lasso.js",
    "label_places.js",
    "map_view.js",
    "map_tip.js",
    "map_gestures.js",
    "point_image.js",
    "map_drawing.js",
    "document_map.js",
    "time_series.js",
    "time_chart.js",
    "time_counts.js",
    "page.js",
)
STYLES = ("page.css", "map.css")
_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
# Comments that begin a line, and indents: no text of the scripts goes over a line.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?s:.*?)\*/)[ \t]*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)


def page(summary, columns, lists):
    """Return the text of a report.

    Parameters
    ----------
    summary : dict
        See FORMAT.md; `columns` is added here.
    columns : dict from str to ndarray
    lists : dict from str to list or dict
        Parts that are JSON.

    Returns
    -------
    text : str
        A page of HTML that needs nothing else.
    """
    summary = {**summary, "columns": {k: v.dtype.name for k, v in columns.items()}}
    parts = {"summary": packed_json(summary)}
    parts |= {name: packed_column(values) for name, values in columns.items()}
    texts = {name: values for name, values in lists.items() if name.startswith("texts")}
    words = frequent_words(texts.values()) if texts else None
    if words is not None:
        parts["words"] = packed_json(words)
        coder = TextCoder(words)
        parts |= {name: coder.packed(some) for name, some in texts.items()}
    others = (name for name in lists if name not in parts)
    parts |= {name: packed_json(lists[name]) for name in others}
    script, style = bundled_script(), bundled_style()
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"script-src {_source(script)}; style-src {_source(style)}"
    )
    filled = {
        "policy": html.escape(policy),
        "title": html.escape(summary["title"]),
        "style": style,
        "script": script,
        "parts": "\n".join(
            f'<script type="application/x-sktopics" id="part-{name}">{part}</script>'
            for name, part in parts.items()
        ),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match[1]], asset("page.html"))


@cache
def bundled_script():
    """Return all scripts as one: modules without imports and exports, in one scope.

    Comments and indents are for readers of the sources, and stay there.
    """
    text = "\n".join(_IMPORT.sub("", asset(name)) for name in SCRIPTS)
    for part in (_COMMENT, _INDENT, _EXPORT):
        text = part.sub("", text)
    return '(() => {\n"use strict";\n' + text + "})();"


@cache
def bundled_style():
    """Return all style sheets as one."""
    return "\n".join(map(asset, STYLES))


def asset(name):
    """Return a file of the folder `assets`."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


def _source(text):
    """Return a script or style as the source of a Content-Security-Policy: its hash."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

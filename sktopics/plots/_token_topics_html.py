"""A document whose words are marked by their topics, as HTML."""

from dataclasses import dataclass
from html import escape
from numbers import Real

import numpy as np

from .._sklearn import Interval, validate_params
from ..topics.names_by_topic import NO_TOPIC
from ._figure_options import OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import FONT, INK, translucent, visible, with_codes
from ._names_in_figures import marks_by_topic, numbered
from ._topics_of_tokens import tokens_with_topics

# All in attributes: style sheets of several outputs of a notebook would mix.
_BOX = (
    f"background:#fff;color:{INK};font-family:{FONT};font-size:15px;line-height:1.9;"
    "padding:12px 16px;border:1px solid #ddd;border-radius:4px"
)
# Marks that change the direction of letters end with the element.
_TEXT = "white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate"
_LEGEND = "display:flex;flex-wrap:wrap;gap:4px 14px;margin-top:10px;font-size:13px"
_ITEM = "display:inline-block;unicode-bidi:isolate"
_WORD = "border-radius:3px;padding:1px 2px"
_NUMBER = "font-size:65%;line-height:0;margin-left:1px"
# Colours of the faintest and of the strongest share are this opaque.
_FAINT, _STRONG = 0.12, 0.5


@dataclass(frozen=True)
class TokenTopicsHtml:
    """A document with the topics of its words, made by `token_topics_html`.

    A notebook shows it. ``print(shown)`` gives the HTML.

    Parameters
    ----------
    html : str
        A `<div>` that needs no style sheet, no script and no network.
    topics : tuple of int
        The topics that have a colour, the one of most words first.

    Examples
    --------
    >>> from sktopics.plots import TokenTopicsHtml
    >>> shown = TokenTopicsHtml("<div>sea</div>", (0,))
    >>> print(shown)
    <div>sea</div>
    """

    html: str
    topics: tuple[int, ...]

    def __str__(self):
        return self.html

    def _repr_html_(self):
        return self.html


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "n_topics": UP_TO_ALL,
        "min_share": [Interval(Real, 0, 1, closed="both")],
    },
    prefer_skip_nested_validation=True,
)
def token_topics_html(
    tokens,
    document=None,
    *,
    n_topics: int | None = 8,
    min_share=0.0,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> TokenTopicsHtml:
    """Show a document with its words marked by their topics, as HTML.

    The colour behind a word is that of its topic with the largest share, the stronger
    the larger the share. The number of the topic stands above the word, so that nobody
    needs to tell colours apart, and all shares are in the tooltip. A legend below names
    the topics.

    Parameters
    ----------
    tokens : estimator, TokenTable or TopicsOfWords
        A fitted model, Pipeline or search, which reads `document`; or the topics of the
        words: a table of
        ``approximate_distribution(..., calculate_tokens=True).tokens(0)``, or that of
        `word_topics` of one document.
    document : object, default=None
        With a model one text, or one document as the model takes it. With a
        `TokenTable` the raw text; without it the words are shown one after another.
    n_topics : int, default=8
        How many topics have a colour at most, those of most words. The words of other
        topics have a number alone. None is all.
    min_share : float in [0, 1], default=0.0
        Words whose topic has a smaller share are not marked.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        A line above the text.
    width, height : int, default=None
        In pixels; by default as wide as the page, and as high as the text.
    **beside : dict
        What the model takes beside the document, one entry of each, such as
        ``authors=[["Ann"]]``.

    Returns
    -------
    shown : TokenTopicsHtml
        Its `html` is self-contained: styles are in attributes, texts are escaped.

    Raises
    ------
    TypeError
        If `tokens` is none of these, or if there is a model and no document.
    ValueError
        If there are several documents, or if `document` is another text than that of
        the table.

    See Also
    --------
    plot_document_topics : How much of the document each topic has.

    Notes
    -----
    Mixtures give p(topic | word, document), which :class:`~sktopics.artm.AttentiveARTM`
    knows for each position. A model of clusters compares windows of words with its
    topics, as `approximate_distribution` does;
    :class:`~sktopics.clustering.ContextualTop2Vec` knows the topics of its tokens. A
    word in several n-grams has their mean.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.plots import token_topics_html
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> shown = token_topics_html(pipeline, "A ship, a tax, the sea.")
    >>> shown.topics
    (1, 0)
    >>> shown.html.count("<sup")
    3
    """
    found = tokens_with_topics(tokens, document, labels, beside)
    topics, shares = _main_topics(found.shares, min_share)
    chosen = _of_most_words(topics, n_topics)
    marks = marks_by_topic(chosen)
    words = [
        _marked_word(*each, found, marks)
        for each in zip(
            _texts_of_words(found),
            topics.tolist(),
            shares.tolist(),
            range(len(topics)),
            strict=True,
        )
    ]
    text = _with_gaps(words, found)
    heading = "" if title is None else f"<strong>{escape(visible(title))}</strong>"
    box = _BOX + _sizes(width, height)
    html = (
        f'<div style="{escape(box)}">{heading}'
        f'<div dir="auto" style="{_TEXT}">{text}</div>'
        f"{_legend(chosen, topics, marks, found.names)}</div>"
    )
    return TokenTopicsHtml(html, tuple(chosen))


def _sizes(width, height):
    """Return the size of the box; what is too much for it is scrolled."""
    sizes = "" if width is None else f";box-sizing:border-box;width:{width}px"
    if height is not None:
        sizes += f";box-sizing:border-box;height:{height}px;overflow:auto"
    return sizes


def _main_topics(shares, min_share):
    """Return the topic with the largest share of each word, -1 for none, and it."""
    topics = np.full(shares.shape[0], NO_TOPIC, dtype=np.int64)
    largest = np.zeros(shares.shape[0])
    for row, (start, stop) in enumerate(
        zip(shares.indptr[:-1].tolist(), shares.indptr[1:].tolist(), strict=True)
    ):
        values = shares.data[start:stop]
        if len(values) and values.max() > 0 and values.max() >= min_share:
            best = shares.indices[start:stop][values == values.max()]
            topics[row], largest[row] = best.min(), values.max()
    return topics, largest


def _of_most_words(topics, n_topics):
    """Return the topics of most words, the one of most first."""
    numbers, counts = np.unique(topics[topics >= 0], return_counts=True)
    return numbers[np.argsort(-counts, kind="stable")][:n_topics].tolist()


def _texts_of_words(found):
    """Return words as they are written in the text, where that is known."""
    if not found.have_places:
        return found.words
    return [
        found.text[start:stop] if start >= 0 else word
        for word, (start, stop) in zip(found.words, found.spans.tolist(), strict=True)
    ]


def _marked_word(word, topic, share, row, found, marks):
    """Return a word as HTML."""
    word = _escaped(word)
    if topic == NO_TOPIC:
        return word
    style = _WORD
    if topic in marks:
        opacity = round(_FAINT + (_STRONG - _FAINT) * share, 2)
        style += f";background:{translucent(marks[topic].color, opacity)}"
    number = f'<sup style="{_NUMBER}">{topic}</sup>'
    tooltip = escape(_tooltip(found, row))
    return f'<span style="{style}" title="{tooltip}">{word}{number}</span>'


def _escaped(text):
    """Escape a text for HTML, and show marks that would turn its letters around."""
    return escape(with_codes(text))


def _tooltip(found, row):
    """Return the largest shares of a word: "0: sea, ship 85%"."""
    inside = slice(*found.shares.indptr[row : row + 2].tolist())
    topics, values = found.shares.indices[inside], found.shares.data[inside]
    order = np.lexsort((topics, -values))[:3]
    return "\n".join(
        f"{visible(numbered(topic, found.names[topic]))} {value:.0%}"
        for topic, value in zip(
            topics[order].tolist(), values[order].tolist(), strict=True
        )
    )


def _with_gaps(words, found):
    """Join words by what stands between them in the text, or by spaces."""
    if not found.have_places:
        return " ".join(words)
    parts, place = [], 0
    for word, (start, stop) in zip(words, found.spans.tolist(), strict=True):
        if start < place:  # not found, or part of a word before it
            continue
        parts += [_escaped(found.text[place:start]), word]
        place = stop
    return "".join([*parts, _escaped(found.text[place:])])


def _legend(chosen, topics, marks, names):
    """Return the names of the topics, with the number of their words."""
    items = [
        (topic, names[topic], int((topics == topic).sum()), marks[topic].color)
        for topic in chosen
    ]
    rest = int((topics >= 0).sum()) - sum(count for _, _, count, _ in items)
    lines = [
        f'<span style="{_ITEM}"><span style="{_WORD};'
        f'background:{translucent(color, _STRONG)}">{topic}</span> '
        f"{escape(visible(name))} ({_number_of_words(count)})</span>"
        for topic, name, count, color in items
    ]
    if rest:
        other = f"other topics ({_number_of_words(rest)})"
        lines.append(f'<span style="{_ITEM}">{other}</span>')
    if not lines:
        lines = [f'<span style="{_ITEM}">No word has a topic.</span>']
    return f'<div style="{_LEGEND}">{"".join(lines)}</div>'


def _number_of_words(count):
    return f"{count:,} word{'' if count == 1 else 's'}"

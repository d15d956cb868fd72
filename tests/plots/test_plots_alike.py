"""What all figures have in common: parameters, names without tags, nothing unseen."""

import inspect
import json
import re

import numpy as np
import pytest
from drawn_models import DOCUMENTS, fitted
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel, plots
from sktopics.analysis import TextSegments
from sktopics.model_selection import TopicNumberTable
from sktopics.plots._figure_style import GREY, in_template, mark_of
from sktopics.topics import Topic, TopicTable, topic_table

pytest.importorskip("plotly")

FUNCTIONS = [name for name in plots.__all__ if name != "TokenTopicsHtml"]
# Figures of scores have no topics, and figures of two models two sets of them.
OF_SCORES = {"plot_search", "plot_regularizer_path", "plot_training"}
OF_TWO = {"plot_model_comparison", "plot_topic_drift"}
# The same name has the same default, but for numbers of what is shown.
NUMBERS = {"n_topics", "n_top_words", "n_classes", "relevance", "min_share"}


def parameters(name):
    """Return the parameters of a function by name."""
    return inspect.signature(getattr(plots, name)).parameters


@pytest.mark.parametrize("name", FUNCTIONS)
def test_parameters_have_one_order(name):
    found = [p.name for p in parameters(name).values() if p.kind is p.KEYWORD_ONLY]
    last = ["title", "width", "height"]
    if name not in OF_TWO:
        last.insert(0, "labels")
    assert found[-len(last) :] == last
    positional = [
        p for p in parameters(name).values() if p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    two = {"a", "b", "images"}
    assert all(p.default is None or p.name in two for p in positional[1:])


def test_one_name_has_one_default():
    defaults = {}
    for name in FUNCTIONS:
        for parameter in list(parameters(name).values())[1:]:
            if parameter.name not in NUMBERS:
                defaults.setdefault(parameter.name, set()).add(parameter.default)
    defaults.pop("b")  # a record of drift needs no second model
    assert not {name: found for name, found in defaults.items() if len(found) > 1}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_wrong_sizes_and_names_are_refused_alike(name):
    positional = [
        p
        for p in parameters(name).values()
        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    given = [[0, 1]] * len(positional)
    function = getattr(plots, name)
    for wrong in ({"width": 0}, {"height": 9}, {"title": 3}):
        with pytest.raises(ValueError, match=f"'{next(iter(wrong))}' parameter"):
            function(*given, **wrong)
    if name not in OF_TWO:
        with pytest.raises(ValueError, match="'labels' parameter"):
            function(*given, labels=3)
    if "n_topics" in parameters(name):
        with pytest.raises(ValueError, match="'n_topics' parameter"):
            function(*given, n_topics=0)


EVIL = [
    "<b>bold</b> <script>x</script>",
    "\u202eturned \u2066 $a$ and $b$",
    "\ud800 half \x00 none \n %{x} <br>",
    "w" * 200 + " <i>",
    "漢字" * 60,
]
TEXTS = [
    f"{text} {EVIL[i % len(EVIL)]}" if i % 3 == 0 else text
    for i, text in enumerate(DOCUMENTS)
]
N = len(TEXTS)
TIMES = 1990 + np.arange(N) % 4
CLASSES = [EVIL[i % 3] for i in range(N)]
LABELS = {0: EVIL[0], 1: EVIL[2], 2: EVIL[4]}
NAMED = {"labels": LABELS, "title": EVIL[2]}
TABLE = TopicTable(
    [
        Topic(i, EVIL[i], 0.3, (EVIL[0], EVIL[2]), (0.2, 0.1), aspects={"images": [0]})
        for i in range(3)
    ]
)


@pytest.fixture(scope="module")
def model():
    """A model whose words are what is between blanks."""
    vectorizer = CountVectorizer(token_pattern=r"\S+", lowercase=False)
    return make_pipeline(vectorizer, NMF(3, random_state=0)).fit(TEXTS)


@pytest.fixture(scope="module")
def writers():
    """A model whose authors have such names."""
    X = CountVectorizer().fit_transform(TEXTS)
    authors = [[EVIL[i % 3], f"author {i}"] for i in range(N)]
    return AuthorTopicModel(3, max_iter=3, random_state=0).fit(X, authors=authors)


def images():
    """Return an image for each document."""
    pillow = pytest.importorskip("PIL.Image")
    return [pillow.new("RGB", (4, 4))]


def segments():
    """Return a table of segments."""
    return TextSegments(
        np.array([[0, 0, 9], [0, 9, 20], [1, 0, 9]]),
        np.array([0, 2, -1]),
        np.array([0.9, 0.5, 0.0]),
        (EVIL[0], EVIL[2], EVIL[1]),
        tuple(EVIL[:3]),
        (EVIL[0], EVIL[0], EVIL[2]),
        2,
    )


def numbers():
    """Return a table of numbers of topics."""
    scores = np.array([[[0.1, 0.2], [0.3, 0.2]]] * 2)
    found = np.array([[2, 2], [3, 3]])
    return TopicNumberTable(EVIL[2], (EVIL[0], EVIL[3]), found, ("nmi", "own"), scores)


DRAWN = {
    "plot_authors": lambda p, m, w: p(w, **NAMED),
    "plot_document_topics": lambda p, m, w: p(m, TEXTS[:1], **NAMED),
    "plot_documents": lambda p, m, w: p(m, TEXTS, **NAMED),
    "plot_emerging_topics": lambda p, m, w: p(m, TEXTS, TIMES, **NAMED),
    "plot_hierarchical_documents": lambda p, m, w: p(m, TEXTS, **NAMED),
    "plot_hierarchy": lambda p, m, w: p(m, **NAMED),
    "plot_model_comparison": lambda p, m, w: p(
        m, m, names=EVIL[1:3], labels_a=LABELS, labels_b=LABELS, title=EVIL[2]
    ),
    "plot_regularizer_path": lambda p, m, w: p(
        {f"param_{EVIL[2]}tau": [0.0, 0.1, 1], f"mean_test_{EVIL[0]}": [1.0, 2, 3]}
    ),
    "plot_search": lambda p, m, w: p(
        {EVIL[0]: {1: [0.1, 0.2], 2: 0.3}, EVIL[2]: {1: 0.2}}, parameter=EVIL[1]
    ),
    "plot_segments": lambda p, m, w: p(segments(), **NAMED),
    "plot_taxonomy": lambda p, m, w: p(m, **NAMED),
    "plot_term_rank": lambda p, m, w: p(m, **NAMED),
    "plot_term_relevance": lambda p, m, w: p(m, topic=1, **NAMED),
    "plot_topic_drift": lambda p, m, w: p(m, m, labels_a=LABELS, labels_b=LABELS),
    "plot_topic_flow": lambda p, m, w: p(m, TEXTS, TIMES, **NAMED),
    "plot_topic_images": lambda p, m, w: p(TABLE, images(), **NAMED),
    "plot_topic_map": lambda p, m, w: p(m, **NAMED),
    "plot_topic_numbers": lambda p, m, w: p(numbers(), labels={"nmi": EVIL[0]}),
    "plot_topic_similarity": lambda p, m, w: p(m, **NAMED),
    "plot_topic_spectrum": lambda p, m, w: p(m, **NAMED),
    "plot_topic_tree": lambda p, m, w: p(fitted("HierarchicalARTM"), **NAMED),
    "plot_topics": lambda p, m, w: p(m, **NAMED),
    "plot_topics_over_time": lambda p, m, w: p(m, TEXTS, TIMES, **NAMED),
    "plot_topics_per_class": lambda p, m, w: p(m, TEXTS, CLASSES, **NAMED),
    "plot_topics_per_class_over_time": lambda p, m, w: p(
        m, TEXTS, CLASSES, TIMES, interval=None, **NAMED
    ),
    "plot_training": lambda p, m, w: p({EVIL[0]: [1, 2], EVIL[2]: [2, 3]}),
}
# Tags that the figures of this package write themselves.
OWN_TAGS = re.compile(r"</?(b|br|extra)>")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\\$")


def strings(value):
    """Yield all texts of a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "OU":
        yield from strings(value.tolist())


def test_every_figure_is_drawn_with_hostile_texts():
    others = {"interactive_document_datamap", "plot_document_datamap"}
    assert set(DRAWN) == set(FUNCTIONS) - others - {"token_topics_html"}


@pytest.mark.parametrize("name", DRAWN)
def test_texts_are_shown_as_texts(name, model, writers):
    figure = DRAWN[name](getattr(plots, name), model, writers)
    found = list(strings(figure.to_plotly_json()))
    assert any("&lt;b&gt;bold" in text for text in found)
    for text in found:
        assert not UNSEEN.search(text), text
        assert "<" not in OWN_TAGS.sub("", text), text
        assert "<b>bold" not in text
    # A lone half of a surrogate cannot be written to a file.
    json.loads(figure.to_json().encode("utf-8"))


def test_words_of_tokens_are_shown_as_texts(model):
    shown = plots.token_topics_html(model, TEXTS[:1], **NAMED)
    assert not UNSEEN.search(shown.html.replace("\n", "").replace("$", ""))
    assert "<script" not in shown.html
    assert "\\ud800" in shown.html


def test_names_are_not_filled_in_as_templates():
    assert in_template("%{x} 5%") == "%&#123;x} 5%"


def test_topics_of_one_name_stay_apart():
    names = ["same"] * 3
    for figure in (
        plots.plot_document_topics([0.5, 0.3, 0.2], labels=names),
        plots.plot_topic_similarity(TABLE.with_labels(names)),
    ):
        assert len(set(figure.data[0].y)) == 3


def test_no_colour_of_a_topic_is_like_that_of_no_topic():
    def parts(color):
        return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])

    colors = [mark_of(i).color for i in range(24)]
    distances = [np.abs(parts(color) - parts(GREY)).max() for color in colors]
    assert min(distances) > 40
    assert len(set(colors)) == 24


def test_documents_are_read_once(model):
    for name in ("plot_topic_similarity", "plot_topic_spectrum", "plot_topic_map"):
        figure = getattr(plots, name)(model, (text for text in TEXTS))
        assert figure.data
    assert len(topic_table(model)) == 3

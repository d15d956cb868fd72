"""Maps by datamapplot: names, colours, layers, and no network."""

import sys
from types import ModuleType

import numpy as np
import pytest

from sktopics.analysis import hierarchical_topics
from sktopics.plots import interactive_document_datamap, plot_document_datamap

TEXTS = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn", "corn", ""]
LABELS = [0, 0, 1, 1, 2, 3, -1]
PLACES = np.array([[0, 0], [0, 1], [5, 5], [5, 6], [9, 1], [8, 2], [4, 4]], float)


@pytest.fixture(scope="module")
def datamapplot():
    """datamapplot without bundles of edges, for which numba compiles 8 s at import."""
    with pytest.MonkeyPatch.context() as patch:
        if "datashader.bundling" not in sys.modules:
            bundling = ModuleType("datashader.bundling")
            bundling.hammer_bundle = None
            patch.setitem(sys.modules, "datashader.bundling", bundling)
        package = pytest.importorskip("datamapplot")
        import matplotlib as mpl

        mpl.use("agg")
        yield package


@pytest.fixture
def call(datamapplot, monkeypatch):
    """What datamapplot is called with, and gives in place of a figure."""
    calls = {}

    def remember(name):
        def function(*args, **options):
            calls.update(name=name, args=args, **options)
            return "figure", "axes"

        return function

    for name in ("create_plot", "create_interactive_plot"):
        monkeypatch.setattr(datamapplot, name, remember(name))
    return calls


def test_the_static_map_needs_no_network_and_changes_nothing(
    datamapplot, monkeypatch, recwarn
):
    import socket

    import matplotlib as mpl

    def refuse(*args, **options):
        raise AssertionError("the map tried to reach the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    before = dict(mpl.rcParams)
    figure, axes = plot_document_datamap(
        LABELS, coordinates=PLACES, labels=["sea", "a $x$ <b>", "corn", "c"], width=300
    )
    assert {text.get_text() for text in axes.texts} == {
        "0: sea", "1: a \\$x\\$ <b>", "2: corn", "3: c"
    }  # fmt: skip
    assert figure.get_size_inches().tolist() == [3, 12]
    assert dict(mpl.rcParams) == before
    mpl.pyplot.close(figure)


def test_names_and_colours_of_the_static_map(call):
    plot_document_datamap(LABELS, coordinates=PLACES, n_topics=2, title="A $")
    places, names = call["args"]
    assert names.tolist() == [
        *["topic 0"] * 2, *["topic 1"] * 2, *["(no topic)"] * 3
    ]  # fmt: skip
    assert call["label_color_map"]["topic 1"] == "#E69F00"
    assert call["label_color_map"][call["noise_label"]] == "#8C8C8C"
    assert call["use_system_fonts"]
    assert call["title"] == "A \\$"
    ratio = np.ptp(places, axis=0) / np.ptp(PLACES, axis=0)
    np.testing.assert_allclose(ratio, ratio[0])
    assert np.ptp(places, axis=0).max() == 16


def test_a_topic_may_be_called_as_no_topic(call):
    plot_document_datamap(
        [0, -1], coordinates=PLACES[:2], labels={0: "(no topic)"}, title=None
    )
    assert call["noise_label"] not in {"0: (no topic)"}
    assert len(set(call["args"][1])) == 2


def test_layers_of_the_interactive_map(call):
    hierarchy = hierarchical_topics(LABELS, TEXTS, embeddings=np.eye(7))
    interactive_document_datamap(
        LABELS, TEXTS, coordinates=PLACES, hierarchy=hierarchy, title="<b>", height=500
    )
    _, *layers = call["args"]
    assert [len(set(layer)) for layer in layers] == [5, 4, 3]
    groups = hierarchy.cut(2)
    coarse = layers[-1]
    for group in groups:
        assert len({coarse[LABELS.index(topic)] for topic in group}) == 1
    assert set(np.concatenate(layers)) == set(call["label_color_map"])
    assert call["hover_text"][0] == "document 0\nship sea"
    assert call["title"] == "&lt;b&gt;"
    assert call["inline_data"]
    assert call["height"] == 500


def test_offline_says_what_is_missing(call, tmp_path, monkeypatch):
    from datamapplot import offline_mode_caching as caching

    kinds = ("javascript", "css", "fonts")
    files = {kind: str(tmp_path / kind) for kind in kinds}
    monkeypatch.setattr(caching, "DEFAULT_CACHE_FILES", files)
    options = {"coordinates": PLACES, "offline": True}
    with pytest.raises(FileNotFoundError, match="run the command dmp_offline_cache"):
        interactive_document_datamap(LABELS, **options)
    for kind in kinds:
        (tmp_path / kind).write_text("{}")
    interactive_document_datamap(LABELS, hover=False, **options)
    assert call["offline_mode"]
    assert call["offline_mode_js_data_file"] == files["javascript"]
    assert "hover_text" not in call


def test_500_topics_and_outliers_alone(call):
    interactive_document_datamap(np.arange(500), coordinates=np.zeros((500, 2)))
    assert len(call["label_color_map"]) == 501
    plot_document_datamap([-1, -1], coordinates=np.zeros((2, 2)))
    assert set(call["args"][1]) == {"(no topic)"}

"""Collages of topics."""

import base64
from io import BytesIO

import pytest
from drawn_models import HOSTILE

from sktopics.plots import plot_topic_images
from sktopics.topics import Topic, TopicTable

pytest.importorskip("plotly")
pillow = pytest.importorskip("PIL.Image")

COLOURS = ["red", "blue", "lime"]
IMAGES = [pillow.new("RGB", (8, 8), colour) for colour in COLOURS] + [None]


def test_each_topic_shows_its_own_images():
    table = TopicTable(
        [
            Topic(0, "<b>", 0.1, ("word",), (0.1,), aspects={"images": [2]}),
            Topic(1, None, 0.5, (), (), aspects={"images": [0, 1]}),
            Topic(2, None, 0.4, (), ()),
        ]
    )
    figure = plot_topic_images(table, IMAGES, tile=10)
    assert [trace.name for trace in figure.data] == ["1: (no terms)", "0: &lt;b&gt;"]
    assert [note.text for note in figure.layout.annotations][1:] == [
        "2: (no terms)",
        "0: &lt;b&gt;",
        "no images",
    ]
    shown = []
    for trace in figure.data:
        _, _, data = trace.source.partition(",")
        image = pillow.open(BytesIO(base64.b64decode(data)))
        shown.append([image.size, image.getpixel((9, 9))])
    assert shown == [[(32, 18), (255, 0, 0)], [(18, 18), (0, 255, 0)]]


def test_topics_without_the_aspect():
    with pytest.raises(ValueError, match='No topic has the aspect "images"'):
        plot_topic_images(HOSTILE, IMAGES)


def test_fewer_images_than_documents():
    table = TopicTable([Topic(0, None, 1.0, (), (), aspects={"images": [7]})])
    with pytest.raises(ValueError, match="shown by document 7, and images has 4 items"):
        plot_topic_images(table, IMAGES)

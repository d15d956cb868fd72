"""Topics shown by images, and described by captions."""

import joblib
import numpy as np
import pytest
from sklearn.base import clone

from sktopics import BERTopic
from sktopics.representation import TopicImages
from sktopics.topics import (
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
)

pillow = pytest.importorskip("PIL.Image")

COLOURS = ["red", "blue", "red", "blue", "red", "blue"]
TEXTS = ["fire", "sea", "brick", "sky", "rose", "whale"]
LABELS = [0, 1] * 3


def image_of(colour, size=(8, 6)):
    return pillow.new("RGB", size, colour)


IMAGES = [image_of(colour) for colour in COLOURS]


def describe(image):
    assert image.mode == "RGB"
    return "a red  thing" if image.getpixel((0, 0))[0] else "a blue thing"


def fitted(shown, **params):
    model = BERTopic(None, None, None, representation=shown, **params)
    vectors = np.eye(6) + 0.1
    return model.fit(TEXTS, LABELS, embeddings=vectors)


def table_of(*rows):
    return TopicTable(
        Topic(
            i,
            None,
            0.5,
            ("a",),
            (0.1,),
            [RepresentativeDocument(row, 1.0) for row in of],
        )
        for i, of in enumerate(rows)
    )


def context_of(table, **fields):
    return RepresentationContext(table, None, None, **fields)


def test_rows_of_images():
    shown = TopicImages(IMAGES)
    table = fitted(shown).topics_
    for topic in table:
        rows = topic.aspects["images"]
        assert sorted(rows) == list(range(topic.index, 6, 2))
        assert {type(row) for row in rows} == {int}
        assert "captions" not in topic.aspects
    assert [t.label for t in table] == [", ".join(t.terms[:3]) for t in table]
    few = fitted(TopicImages(IMAGES, n_images=2)).topics_
    assert [len(topic.aspects["images"]) for topic in few] == [2, 2]


def test_representatives_come_first_and_then_the_nearest():
    table = table_of([4], [1])
    shares = np.array([[1, 0], [0, 1], [1, 0], [1, 0], [1, 0], [0.5, 0.5]])
    embeddings = np.array([[1, 1], [0, 1], [1, 0.1], [1, 0], [0, 1], [1, 0]])
    context = context_of(
        table,
        shares=shares,
        embeddings=embeddings,
        topic_embeddings=np.array([[1.0, 0], [0, 1]]),
    )
    shown = TopicImages(IMAGES).refine(table, context)
    assert shown[0].aspects["images"] == (4, 3, 2, 0, 5)
    assert shown[1].aspects["images"] == (1, 5)
    # Without shares, representative documents alone.
    alone = TopicImages(IMAGES).refine(table, context_of(table))
    assert alone[0].aspects["images"] == (4,)


def test_documents_without_images_and_images_of_two_documents():
    images = ["a.png", None, "a.png", np.nan, IMAGES[0], IMAGES[0]]
    table = table_of([0, 1, 2, 3, 4, 5], [1])
    shown = TopicImages(images)
    refined = shown.refine(table, context_of(table))
    assert refined[0].aspects["images"] == (0, 4)
    assert refined[1].aspects["images"] == ()
    with pytest.raises(ValueError, match="Topic 1 has no images"):
        shown.collage(refined[1])
    with pytest.raises(ValueError, match="TopicImages has not described it"):
        shown.collage(table[0])


def test_captions():
    table = fitted(TopicImages(IMAGES, captioner=describe)).topics_
    assert table[0].aspects["captions"] == ("a red thing",)
    assert not table[0].is_named
    named = fitted(TopicImages(IMAGES, captioner=describe, use_captions="label"))
    assert named.topics_.labels == ["a red thing", "a blue thing"]
    assert named.topics_[0].terms == table[0].terms


def test_words_of_captions():
    shown = TopicImages(IMAGES, captioner=describe, use_captions="terms")
    table = fitted(shown).topics_
    assert table.top_words == [["red", "thing"], ["blue", "thing"]]
    for topic in table:
        assert sum(topic.weights) == pytest.approx(1)
    # Documents without texts have no other words.
    model = BERTopic(None, None, None, representation=shown)
    model.fit([""] * 6, LABELS, embeddings=np.eye(6), images=IMAGES)
    assert model.topics_.top_words == [["red", "thing"], ["blue", "thing"]]
    assert model.topics_.labels == ["red, thing", "blue, thing"]


def test_captions_that_say_nothing():
    for use in ("aspect", "label", "terms"):
        shown = TopicImages(IMAGES, captioner=lambda image: " ", use_captions=use)
        table = fitted(shown).topics_
        assert table[0].aspects["captions"] == ()
        assert table[0].terms
        assert not table[0].is_named


def test_the_captioner_sees_the_images_of_topics_alone():
    seen = []

    def count(image):
        seen.append(image)
        return "an image"

    fitted(TopicImages(IMAGES, n_images=1, captioner=count))
    assert len(seen) == 2


def test_a_collage_of_a_topic(tmp_path):
    paths = []
    for i, image in enumerate(IMAGES):
        image.save(tmp_path / f"{i}.png")
        paths.append(tmp_path / f"{i}.png")
    shown = TopicImages([str(path) for path in paths], n_images=3)
    model = clone(fitted(shown))
    model.fit(TEXTS, LABELS, embeddings=np.eye(6))
    collage = shown.collage(model.topics_[1], tile=10, n_columns=3)
    assert collage.size == (3 * 14 + 4, 18)
    assert collage.getpixel((9, 9)) == (0, 0, 255)
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    assert loaded.representation.collage(loaded.topics_[1]).size == (412, 412)


def test_a_broken_file_is_named(tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_text("no image")
    images = [*IMAGES[:2], broken, *IMAGES[3:]]
    shown = TopicImages(images)
    table = fitted(shown).topics_
    with pytest.raises(ValueError, match=r"document 2: .*broken\.png' holds no image"):
        shown.collage(table[0])
    with pytest.warns(UserWarning, match=r"document 2: .*broken\.png"):
        described = fitted(TopicImages(images, captioner=describe)).topics_
    assert "captions" not in described[0].aspects
    missing = TopicImages([*IMAGES[:2], tmp_path / "none.png", *IMAGES[3:]])
    with pytest.raises(OSError, match=r"none\.png"):
        missing.collage(fitted(missing).topics_[0])


@pytest.mark.parametrize(
    ("images", "error", "match"),
    [
        (IMAGES[:3], ValueError, "images has 3 items, and there are 6 training doc"),
        ("a.png", TypeError, "images must be a sequence"),
        (IMAGES[0], TypeError, "images must be a sequence"),
        (None, TypeError, "images must be a sequence"),
        (iter(IMAGES), TypeError, "images must be a sequence"),
        ({"a": 1}, TypeError, "images must be a sequence"),
        (np.zeros((6, 4, 4, 3)), TypeError, r"(?s)of document 0 is array.*fromarray"),
        ([*IMAGES[:5], 3], TypeError, "that of document 5 is 3"),
    ],
    ids=["few", "path", "image", "None", "iterator", "dict", "pixels", "number"],
)
def test_bad_images_of_topics(images, error, match):
    table = table_of([0], [1])
    context = context_of(table, documents=TEXTS)
    with pytest.raises(error, match=match):
        TopicImages(images).refine(table, context)


def test_bad_parameters_of_topic_images():
    table = table_of([0], [1])
    for params in ({"n_images": 0}, {"captioner": 3}, {"use_captions": "words"}):
        with pytest.raises(ValueError, match="parameter of TopicImages"):
            TopicImages(IMAGES, **params).refine(table, context_of(table))
    shown = TopicImages(IMAGES, use_captions="label")
    with pytest.raises(ValueError, match="needs a captioner"):
        shown.refine(table, context_of(table))
    with pytest.raises(ValueError, match=r"shown by document 5, and images has 2"):
        TopicImages(IMAGES[:2]).collage(
            TopicImages(IMAGES).refine(table_of([5]), context_of(table))[0]
        )
    assert clone(shown).images is IMAGES


def test_columns_of_frames_hold_images():
    for library in ("pandas", "polars"):
        frames = pytest.importorskip(library)
        column = frames.Series(["a.png", None, "b.png"])
        table = table_of([0, 1, 2])
        refined = TopicImages(column).refine(table, context_of(table))
        assert refined[0].aspects["images"] == (0, 2)

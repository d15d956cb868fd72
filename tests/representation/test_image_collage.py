"""Images drawn side by side, and described by captions."""

import numpy as np
import pytest

from sktopics.representation import image_captions, image_collage

pillow = pytest.importorskip("PIL.Image")

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def image_of(colour, size=(8, 6), mode="RGB"):
    return pillow.new(mode, size, colour)


@pytest.mark.parametrize(
    ("n", "n_columns", "size"),
    [
        (1, None, (18, 18)),
        (2, None, (32, 18)),
        (4, None, (32, 32)),
        (5, None, (46, 32)),
        (9, None, (46, 46)),
        (5, 1, (18, 74)),
        (3, 10, (46, 18)),
    ],
)
def test_size_of_a_collage(n, n_columns, size):
    images = [image_of(RED)] * n
    assert image_collage(images, n_columns=n_columns, tile=10).size == size


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (1, 1), (7, 3), (300, 200)])
def test_images_of_any_shape_fill_their_tile_and_keep_their_shape(size):
    collage = np.asarray(image_collage([image_of(RED, size)], tile=50))
    assert collage.shape == (58, 58, 3)
    rows, columns = np.nonzero((collage == RED).all(axis=2))
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert max(height, width) == 50
    assert (height, width) == tuple(
        max(1, round(side * 50 / max(size))) for side in size[::-1]
    )
    assert rows.min() >= 4
    assert columns.min() >= 4
    # In the middle of the tile.
    assert abs((rows.min() + rows.max()) / 2 - 28.5) <= 0.5
    assert abs((columns.min() + columns.max()) / 2 - 28.5) <= 0.5


def test_images_are_in_their_order(tmp_path):
    image_of(BLUE).save(tmp_path / "blue.png")
    paths = [tmp_path / "blue.png", str(tmp_path / "blue.png")]
    images = [image_of(RED), *paths, image_of(0, mode="1")]
    collage = image_collage(images, tile=10)
    at = [(9, 9), (23, 9), (9, 23), (23, 23)]
    assert [collage.getpixel(place) for place in at] == [RED, BLUE, BLUE, (0, 0, 0)]
    assert collage.getpixel((0, 0)) == WHITE


def test_images_stand_upright(tmp_path):
    image = image_of(RED, (8, 4))
    turned = pillow.Exif()
    turned[0x0112] = 6  # the camera was held on its side
    image.save(tmp_path / "turned.jpg", exif=turned)
    collage = np.asarray(image_collage([tmp_path / "turned.jpg"], tile=8))
    reddish = (collage[..., 0] > 200) & (collage[..., 1] < 100)
    assert reddish.any(axis=1).sum() == 8
    assert reddish.any(axis=0).sum() == 4
    seen = []
    image_captions([tmp_path / "turned.jpg"], lambda x: seen.append(x.size) or "")
    assert seen == [(4, 8)]


@pytest.mark.parametrize(
    ("images", "params", "error", "match"),
    [
        ([], {}, ValueError, "at least 1 image"),
        ([3], {}, TypeError, "a path or an image of Pillow, got 3"),
        ([None], {}, TypeError, "got None"),
        (["none.png"], {}, OSError, r"none\.png"),
        ([image_of(RED)], {"tile": 0}, ValueError, "'tile' parameter"),
        ([image_of(RED)], {"tile": 10**6}, ValueError, "'tile' parameter"),
        ([image_of(RED)], {"n_columns": 0}, ValueError, "'n_columns' parameter"),
    ],
    ids=["none", "number", "None", "missing", "tile 0", "large tile", "columns"],
)
def test_bad_collages(images, params, error, match):
    with pytest.raises(error, match=match):
        image_collage(images, **params)


def generated(text):
    return lambda image: [{"generated_text": text}]


def test_captions_of_images():
    images = [image_of(RED), None, image_of(BLUE)]
    assert image_captions(images, generated(" a\nthing ")) == ["a thing", "", "a thing"]
    assert image_captions([None], generated("x")) == [""]
    calls = []
    same = image_of(RED)
    image_captions([same, same], lambda image: calls.append(1) or "x")
    assert len(calls) == 1


@pytest.mark.parametrize("said", [None, 3, [], [3], [{"text": "a"}], {}], ids=str)
def test_a_captioner_that_says_no_text(said):
    with pytest.raises(TypeError, match=r"must return a text .* of document 1"):
        image_captions([None, image_of(RED)], lambda image: said)


def test_captions_of_a_broken_file(tmp_path):
    (tmp_path / "broken.png").write_text("no image")
    with pytest.raises(ValueError, match=r"of document 1: .*broken\.png"):
        image_captions([None, tmp_path / "broken.png"], generated("x"))

"""Images: files that are none, and files that are too large."""

import os

import pytest

from sktopics.embedding import images

pillow = pytest.importorskip("PIL.Image")


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_file_is_refused(tmp_path, kind):
    path = tmp_path / "image.png"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    for read in (images.image_bytes, images.opened):
        with pytest.raises(OSError, match=r"image\.png' is not a file"):
            read(path)


def test_images_that_unpack_to_too_much(tmp_path, monkeypatch):
    path = tmp_path / "image.png"
    pillow.new("RGB", (40, 40)).save(path)
    assert images.opened(path).size == (40, 40)
    monkeypatch.setattr(pillow, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValueError, match=r"image\.png' is too large"):
        images.opened(path)

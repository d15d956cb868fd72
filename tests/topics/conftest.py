"""Models of topics of real text."""

import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.datasets import load_sotu


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

"""A part of the State of the Union addresses, with vectors of it, for tests."""

from functools import cache

from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_limits

from sktopics.datasets import load_sotu


def make_encoder(n_dimensions=20):
    """Return an encoder that needs nothing but the documents."""
    words = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True)
    return make_pipeline(words, TruncatedSVD(n_dimensions, random_state=0))


@cache
@threadpool_limits.wrap(limits=1)  # one more thread of BLAS sums in another order
def _part(step):
    documents = tuple(load_sotu().documents[::step])
    embeddings = make_encoder().fit_transform(documents)
    embeddings.flags.writeable = False  # nobody may change what all tests share
    return documents, embeddings


def sotu_part(step=6):
    """Return every sixth passage since 1945, and read-only embeddings."""
    documents, embeddings = _part(step)
    return list(documents), embeddings

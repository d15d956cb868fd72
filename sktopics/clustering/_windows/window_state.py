"""What a model of windows has found, and the one place where it becomes attributes."""

from dataclasses import dataclass

from scipy.sparse import csr_array

from ..._fitted import commit
from ..._reading import topics_by_share
from .pooled_windows import PooledWindows
from .topic_phrases import PhraseCandidates
from .window_shares import relevance_of_windows, shares_of_windows
from .windowed_documents import WindowedDocuments

# Parameters of the model of windows.
SHARED = (
    "reducer",
    "clusterer",
    "vectorizer",
    "ngram_range",
    "word_vectors",
    "representation",
    "n_topics",
    "min_topic_size",
    "merge_distance",
    "n_top_words",
    "n_representative",
    "assign",
    "memory",
    "n_jobs",
    "random_state",
)


@dataclass(frozen=True, eq=False)
class WindowState:
    """What a model of windows has found.

    Parameters
    ----------
    window_model : fitted Top2Vec
        Its documents are the windows.
    documents : WindowedDocuments
    phrases : PhraseCandidates
    """

    window_model: object
    documents: WindowedDocuments
    phrases: PhraseCandidates


def window_state_of(model):
    """Return what a fitted model of windows has found.

    Its arrays are the model's, and so is the model of windows: see `inner_model`.
    """
    vectors = model.window_model_.document_embeddings_
    windows = PooledWindows(
        vectors, model.window_spans_, model._n_tokens, len(model.labels_)
    )
    return WindowState(
        model.window_model_,
        WindowedDocuments(windows, model._document_keys),
        PhraseCandidates(model._phrases, model._phrase_vectors),
    )


def commit_window_state(model, state):
    """Set all fitted attributes of a model of windows, in one assignment.

    What follows from the windows and their topics is computed here alone, so that it
    is the same after a fit, a revision and documents that come or go.
    """
    inner, spans = state.window_model, state.documents.windows.spans
    n_documents, n_topics = len(state.documents.keys), len(inner.topic_sizes_)
    owners, labels = spans[:, 0], inner.labels_
    shares = shares_of_windows(owners, labels, n_documents, n_topics)
    fitted = {
        "window_model_": inner,
        "window_spans_": spans,
        "window_labels_": labels,
        "doc_topic_": shares,
        "doc_relevance_": relevance_of_windows(
            owners, labels, inner.similarities_, n_documents, n_topics
        ),
        "labels_": topics_by_share(csr_array(shares)),
        "_n_tokens": state.documents.windows.n_tokens,
        "_document_keys": state.documents.keys,
        "_phrases": state.phrases.phrases,
        "_phrase_vectors": state.phrases.vectors,
    }
    commit(model, fitted)


def inner_model(model, state):
    """Return a copy of the model of windows, with the parameters of this model.

    A change of the copy leaves the model as it is: arrays of fitted models are replaced
    and never written into, so that both may share them.
    """
    copied = object.__new__(type(state.window_model))
    parameters = {name: getattr(model, name) for name in SHARED}
    if parameters["word_vectors"] == "auto":
        del parameters["word_vectors"]  # which `fit` has decided
    copied.__dict__ = {**vars(state.window_model), **parameters}
    return copied

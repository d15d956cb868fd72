"""Models of windows of different documents as one."""

from functools import reduce

from ..._fitted import unfitted
from .._merged_clusters import merged_clusters
from .._steps.corpus_input import check_training_documents
from .topic_phrases import joined_phrases
from .window_state import WindowState, commit_window_state, window_state_of
from .windowed_documents import WindowedDocuments


def merged_windows(models, X=None, min_similarity=None):
    """Return one model of windows of several, see `merged_clusters`.

    Parameters
    ----------
    models : list of fitted ContextualTop2Vec
        On vectors of the same encoder.
    X : iterable of str, default=None
        The training documents of all models, in the order of the models.
    min_similarity : float, default=None
        Least cosine of two topics that become one.

    Returns
    -------
    model : ContextualTop2Vec

    Raises
    ------
    TypeError
        If one is another model.
    ValueError
        If vectors have different lengths, or `X` are other documents.
    """
    for model in models:
        if not hasattr(model, "window_model_"):
            raise TypeError(
                f"A {type(models[0]).__name__} is merged with others of its kind, got "
                f"{type(model).__name__}."
            )
    states = [window_state_of(model) for model in models]
    known = reduce(WindowedDocuments.added, (state.documents for state in states))
    texts = check_training_documents(X, len(known.keys), whom="merge_models")
    if texts is not None:
        known.check_same(texts)
        texts = known.windows.texts(texts)
    inner = merged_clusters(
        [state.window_model for state in states], texts, min_similarity
    )
    phrases = reduce(joined_phrases, (state.phrases for state in states))
    merged = unfitted(models[0])
    commit_window_state(merged, WindowState(inner, known, phrases))
    return merged

"""Segments of documents, by models that have such of their own."""

from sklearn.pipeline import make_pipeline

from .steps import final_model, model_input, pipeline_steps


def has_segments(estimator):
    """Whether a model cuts documents into segments of one topic each.

    Such a model has `segment_texts(documents, vectorizer)`, if it is given sequences,
    else `segments(X)` and `token_topics`, if it is given texts.
    """
    final = final_model(estimator)
    if hasattr(final, "segment_texts"):
        return len(pipeline_steps(estimator)) > 1
    return hasattr(final, "segments") and hasattr(final, "token_topics")


def read_segments(estimator, texts, **beside):
    """Return the segments of texts by a model that has such.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted, of which `has_segments` is true.
    texts : list of str
    **beside : dict
        What `segments` takes beside texts.

    Returns
    -------
    segments : table with `spans` and `topics`
        As `TextSegments`; spans are document, start and stop in characters.
    """
    final = final_model(estimator)
    *before, _ = pipeline_steps(estimator)
    if hasattr(final, "segment_texts"):
        vectorizer = before[0] if len(before) == 1 else make_pipeline(*before)
        return final.segment_texts(texts, vectorizer)
    return final.segments(model_input(estimator, texts), **beside)

"""Parts looked at before any work: whether they can be copied, what they are set to."""

from sklearn import get_config
from sklearn.base import clone
from sklearn.cluster import FeatureAgglomeration
from sklearn.utils.validation import check_memory

from ..._sklearn import InvalidParameterError
from ...embedding import as_encoder
from ...topics import check_representation
from .corpus_input import check_guidance
from .embeddings import check_encoder, check_reads_images
from .parts import copy_of, is_supervised
from .recipes import make_encoder, make_vectorizer, make_weighting
from .reduction import needs_labels


def check_usable(model):
    """Refuse what no fit can use, before anything is read.

    Parameters
    ----------
    model : BERTopic

    Raises
    ------
    TypeError
        If a part, or one of its parameters, cannot be copied; it is named.
    TypeError, ValueError
        If topics that are expected, or representations, are none.
    InvalidParameterError
        If a part has an illegal parameter.
    """
    check_memory(model.memory)
    check_guidance(model)
    check_representation(model.representation)
    parts = {
        "encoder": make_encoder(model),
        "reducer": model.reducer,
        "clusterer": model.clusterer,
    }
    for name, part in parts.items():
        _check_part(part, name)
    check_word_parts(model)
    if isinstance(model.clusterer, FeatureAgglomeration):
        raise TypeError(
            "The clusterer FeatureAgglomeration clusters features, and topics are "
            "clusters of documents: AgglomerativeClustering finds such."
        )


def check_word_parts(model):
    """Do what `check_usable` does for the parts that choose words."""
    _check_part(make_vectorizer(model), "vectorizer")
    _check_part(make_weighting(model), "weighting")


def check_needs(model, corpus, given):
    """Refuse to start what parts lack something for: labels, an encoder, its images.

    Parameters
    ----------
    model : BERTopic
    corpus : Corpus
    given : Given
    """
    guided = model.seed_topics is not None or model.zeroshot_topics is not None
    if corpus.embeddings is None or guided:
        check_encoder(model.encoder)
    if corpus.embeddings is None and corpus.images is not None:
        check_reads_images(as_encoder(model.encoder))
    labelled = given.labels is not None and (given.labels >= 0).any()
    if model.clusterer is None or labelled or model.seed_topics is not None:
        return
    if is_supervised(model.clusterer):
        raise ValueError(
            f"{type(model.clusterer).__name__} is a classifier, which learns topics "
            "from labels: give y."
        )
    if needs_labels(model.reducer):
        name = type(model.reducer).__name__
        raise ValueError(f"{name} learns from labels: give y.")


def _check_part(part, name):
    """Refuse a part that cannot be copied, or that has illegal parameters."""
    if part is None or isinstance(part, str):
        return
    try:
        copied = copy_of(part)
    except Exception as error:
        path, value = _culprit(part, name)
        raise TypeError(
            f"{path}={value!r:.80} cannot be copied ({type(error).__name__}: {error}), "
            f"and a model fits copies of its parts. {_cure(value)}"
        ) from error
    if get_config()["skip_parameter_validation"] or not hasattr(copied, "get_params"):
        return
    for each in [copied, *copied.get_params(deep=True).values()]:
        if hasattr(each, "_parameter_constraints") and not isinstance(each, type):
            try:
                each._validate_params()
            except InvalidParameterError as error:
                raise InvalidParameterError(f"In the {name}: {error}") from error


def _culprit(part, name):
    """Return the deepest parameter that cannot be copied, and its value."""
    params = part.get_params(deep=True) if hasattr(part, "get_params") else {}
    for key in sorted(params, key=lambda key: -key.count("__")):
        try:
            clone(params[key], safe=False)
        except Exception:
            return f"{name}__{key}", params[key]
    return name, part


def _cure(value):
    if callable(value) and not hasattr(value, "get_params"):
        return (
            "Wrap it in a function, which is not copied: "
            "def tokenize(text): return tokenizer.cut(text), for instance."
        )
    return (
        "Give an object that copy.deepcopy can copy: without locks, open files or "
        "connections. It can make these when it first needs them."
    )

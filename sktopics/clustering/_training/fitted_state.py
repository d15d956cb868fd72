"""All that a fit has found, and the one place where it becomes attributes."""

from dataclasses import dataclass, replace

import scipy.sparse as sp

from ..._fitted import commit
from .._joint_space.area_topics import AreaTopics
from .._joint_space.joint_space import JointSpace
from .._labels import label_array
from .._placement.placement import Placement
from .._steps.guidance import Guidance
from .._topics.cluster_topics import ClusterTopics, Representative
from .._topics.describe import Description
from .._topics.table_rows import topic_from_row, topic_to_row
from .._topics.topic_counts import TopicCounts
from .._topics.topic_layers import TopicLayers
from .._topics.topic_parts import topic_sizes
from .._topics.word_counts import WordCounts


@dataclass(frozen=True, eq=False)
class FittedState:
    """All that a fit has found.

    Parameters
    ----------
    encoder, reducer, clusterer : fitted estimators or None
    guidance : Guidance
    topics : ClusterTopics
    placement : Placement
    drift : list of lists or None
        What a `TopicDrift` is made of.
    layers : TopicLayers or None
        Finer and coarser topics, as they were before topics have changed.
    space : JointSpace or None
        Vectors of documents and words, of models that keep them.
    """

    encoder: object
    reducer: object
    clusterer: object
    guidance: Guidance
    topics: ClusterTopics
    placement: Placement
    drift: list | None = None
    layers: TopicLayers | None = None
    space: JointSpace | None = None

    def with_topics(self, into, n_topics):
        """Return the state after topics have become others: see `merged` of topics."""
        return replace(
            self,
            topics=self.topics.merged(into, n_topics),
            placement=self.placement.with_topics(into),
            drift=None,  # was of other numbers
        )


def state_of(model):
    """Return what a fitted model has found.

    Parameters
    ----------
    model : fitted BERTopic

    Returns
    -------
    state : FittedState
        Its arrays are the model's: replace them, do not write into them.
    """
    classes = getattr(model, "classes_", None)
    placement = Placement(**model._placement)
    n_known = model.topic_sizes_
    if placement.learned is not None:
        labels = placement.learned_labels(model.labels_)
        n_known = topic_sizes(labels, len(n_known))
    topics = ClusterTopics(
        labels=model.labels_,
        sizes=model.topic_sizes_,
        n_outliers=model.n_outliers_,
        means=model.topic_embeddings_,
        names=tuple(model.topic_names_),
        classes=None if classes is None else tuple(classes.tolist()),
        words=WordCounts(
            model.vectorizer_,
            TopicCounts(model.topic_word_counts_, model.outlier_word_counts_),
            TopicCounts(model.topic_document_counts_, model.outlier_document_counts_),
            TopicCounts(*map(sp.csr_array, model._n_counted)),
            model.terms_,
        ),
        probabilities=model.probabilities_,
        representatives=tuple(
            [Representative(*each) for each in documents]
            for documents in model._representatives
        ),
        typical_outliers=[Representative(*each) for each in model._typical_outliers],
        descriptions=tuple(
            row if described else None
            for row, described in zip(model._topic_rows, model._described, strict=True)
        ),
        n_known=n_known,
    )
    space = None
    if keeps_vectors(model):
        topics = AreaTopics.of_clusters(topics).with_numbers(model._areas)
        space = JointSpace(
            model.document_embeddings_,
            sp.csr_array(model._document_counts),
            model._n_fitted,
            model._encoded_words,
            model._held_words,
        )
    return FittedState(
        model.encoder_,
        model.reducer_,
        model.clusterer_,
        Guidance(**model._guidance),
        topics,
        placement,
        model._drift,
        None if model.layers_ is None else TopicLayers(model.layers_, model.layer_),
        space,
    )


def description_of(model):
    """Return what a fitted model says of its topics, a `Description`."""
    return Description(
        model.weighting_,
        None if keeps_vectors(model) else model.components_,
        list(map(topic_from_row, model._topic_rows)),
        None if keeps_vectors(model) else model.outlier_components_,
        topic_from_row(model._outliers_row),
    )


def commit_state(model, state, description):
    """Set all fitted attributes of a model, in one assignment.

    Parameters
    ----------
    model : BERTopic
    state : FittedState
    description : Description
        Of its topics.
    """
    topics, words = state.topics, state.topics.words
    layers = _layers(state)
    fitted = {
        "encoder_": state.encoder,
        "reducer_": state.reducer,
        "clusterer_": state.clusterer,
        "placement_": state.placement.way,
        "labels_": topics.labels,
        "layers_": None if layers is None else layers.labels,
        "layer_": None if layers is None else layers.chosen,
        "probabilities_": topics.probabilities,
        "topic_sizes_": topics.sizes,
        "n_outliers_": topics.n_outliers,
        "topic_names_": list(topics.names),
        "topic_embeddings_": topics.means,
        "vectorizer_": words.vectorizer,
        "topic_word_counts_": words.occurrences.topics,
        "outlier_word_counts_": words.occurrences.outliers,
        "topic_document_counts_": words.holders.topics,
        "outlier_document_counts_": words.holders.outliers,
        "_n_counted": [counts.toarray() for counts in words.documents],
        "terms_": words.terms,
        "weighting_": description.weighting,
        # Of plain types, so that a model can be kept in any format.
        "_guidance": _given(state.guidance),
        "_placement": _given(state.placement),
        "_drift": state.drift,
        "_representatives": [
            [list(each) for each in of] for of in topics.representatives
        ],
        "_typical_outliers": [list(each) for each in topics.typical_outliers],
        "_topic_rows": [topic_to_row(topic) for topic in description.topics],
        "_outliers_row": topic_to_row(description.outliers),
        "_described": [model.representation is not None] * topics.n_topics,
    }
    if topics.classes is not None:
        fitted["classes_"] = label_array(topics.classes)
    if state.space is None:
        fitted["components_"] = description.components
        fitted["outlier_components_"] = description.outlier_components
    else:
        fitted |= _of_space(state)
    commit(model, fitted)


def _of_space(state):
    """Return what is kept of a space, whose vectors tell the weights of words."""
    space = state.space
    return {
        "document_embeddings_": space.documents,
        "word_embeddings_": space.words,
        "_document_counts": space.counts,
        "_n_fitted": space.n_fitted,
        "_encoded_words": space.encoded,
        "_held_words": space.held,
        "_areas": state.topics.areas,
    }


def keeps_vectors(model):
    """Whether a fitted model keeps vectors of its documents and words."""
    return hasattr(model, "document_embeddings_")


def _layers(state):
    """Return the layers around the topics; those of a batch have none."""
    labels = state.topics.labels
    if state.layers is None or state.layers.labels.shape[1] != len(labels):
        return None
    return state.layers.around(labels)


def _given(record):
    """Return the fields of a record that are not None, by name."""
    return {name: value for name, value in vars(record).items() if value is not None}


def has_learned(model):
    """Whether a model has been fitted."""
    return hasattr(model, "topic_embeddings_")

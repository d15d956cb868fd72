"""Models of topics by EM as one: counts are added up, topics are weighted by them."""

import numpy as np

from .._fitted import commit, unfitted
from .._seed_topics import united_topic_names
from ._modalities import fitted_modalities, resolve_modalities
from ._regularizer_union import bound_regularizers


class MergedTopicsMixin:
    """For models with p(word | topic), and the counts that it was made from."""

    def __merge_topics__(self, others, united):
        """Return one model of this and others, for `sktopics.analysis.merge_models`.

        Parameters
        ----------
        others : list of models of this family
        united : UnitedTopics
            Of this model, then the others.
        """
        models = [self, *others]
        names = getattr(self, "feature_names_in_", None)
        if names is not None and united.new_names is not None:
            names = united.new_names
        belongs = united.said_of_columns(
            [getattr(model, "feature_modalities_in_", None) for model in models]
        )
        modalities = _united_modalities(models, united, names, belongs)
        dtype = np.result_type(*(model.components_ for model in models))
        counts = united.added([model.topic_word_counts_ for model in models])
        merged = unfitted(self)
        merged.n_components = united.n_topics
        if np.ndim(getattr(self, "term_importance", None)):
            merged.term_importance = _united_importance(models, united)
        columns = {"n_features_in_": united.n_terms}
        if names is not None:
            columns["feature_names_in_"] = names
        if belongs is not None:
            columns["feature_modalities_in_"] = belongs
        commit(
            merged,
            columns
            | united_topic_names(models, united)
            | {
                "components_": _mean_topics(models, united, modalities).astype(dtype),
                "topic_word_counts_": counts.astype(dtype),
                "seen_terms_": _united_seen(models, united),
                "n_iter_": max(model.n_iter_ for model in models),
                "n_batch_iter_": sum(model.n_batch_iter_ for model in models),
            },
        )
        # Says now what would else be said by `transform`.
        bound_regularizers(merged, modalities, united.n_topics)
        return merged


def _united_modalities(models, united, names, belongs):
    """Return the modalities of all columns, which are those of each model."""
    known = [fitted_modalities(model) for model in models]
    for number, each in enumerate(known):
        if set(each.rows) != set(known[0].rows):
            raise ValueError(
                f"Models have the same modalities to be merged: model 0 has "
                f"{list(known[0].rows)}, and model {number} has {list(each.rows)}."
            )
    advice = (
        "The columns of the models differ, and modalities given by slices cannot "
        "follow: fit the models on named columns, and give modalities by prefixes or "
        "let a ModalityVectorizer name them."
    )
    try:
        modalities = resolve_modalities(
            models[0].modalities, united.n_terms, names, belongs
        )
    except ValueError as error:
        raise ValueError(f"{advice} {error}") from error
    for each, columns in zip(known, united.columns, strict=True):
        number = [list(modalities.rows).index(name) for name in each.rows] or [0]
        if not np.array_equal(
            np.array(number)[each.of_term], modalities.of_term[columns]
        ):
            raise ValueError(advice)
    return modalities


def _mean_topics(models, united, modalities):
    """p(word | topic), the mean over models weighted by the counts of each modality.

    Where no model has counts of a topic, all models weigh the same.
    """
    weighted, plain = [], []
    for model, columns in zip(models, united.columns, strict=True):
        of_term = modalities.of_term[columns]
        phi = model.components_.astype(np.float64)
        member = of_term[:, np.newaxis] == np.arange(modalities.n_modalities)
        masses = np.maximum(model.topic_word_counts_ @ member.astype(np.float64), 0)
        weighted.append(phi * masses[:, of_term])
        plain.append(phi)
    topics, plain = united.added(weighted), united.added(plain)
    for number in range(modalities.n_modalities):
        inside = modalities.of_term == number
        block = topics[:, inside]
        lost = ~block.any(axis=1)
        block[lost] = plain[np.ix_(lost, inside)]
        totals = block.sum(axis=1, keepdims=True)
        topics[:, inside] = block / np.where(totals > 0, totals, 1)
    return topics


def _united_seen(models, united):
    """Return which terms have occurred in the documents of any model."""
    seen = np.zeros(united.n_terms, bool)
    for model, columns in zip(models, united.columns, strict=True):
        seen[columns[model.seen_terms_]] = True
    return seen


def _united_importance(models, united):
    """Return the importance of all terms, the mean over the models that have one."""
    importance = []
    for model in models:
        given = getattr(model, "term_importance", None)
        known = np.ndim(given) == 1  # no dict, and no array where there is None
        importance.append(np.asarray(given, np.float64) if known else 1.0)
    return united.mean_known(importance, "columns")

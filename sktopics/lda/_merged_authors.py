"""Author-topic models as one: what authors of the same name wrote is added up."""

import numpy as np

from .._reading import TopicTraits
from ._merged_counts import merged_dirichlet


class MergedAuthorsMixin:
    """For models whose `author_components_` are counts plus a prior, too."""

    __topic_traits__ = TopicTraits(counts=True)

    def __merge_topics__(self, others, united):
        """Return one model of this and others, for `sktopics.analysis.merge_models`.

        Parameters
        ----------
        others : list of AuthorTopicModel
        united : UnitedTopics
            Of this model, then the others.
        """
        models = [self, *others]
        names = _united_names(models)

        def authors(alpha):
            return _added_authors(models, united, names, alpha)

        merged = merged_dirichlet(models, united, authors)
        if np.ndim(self.init):
            merged.init = merged.components_.copy()
        return merged


def _united_names(models):
    """Names of all authors: those of the first model come first."""
    names = [model.authors_ for model in models if len(model.authors_)]
    kinds = {(isinstance(each[0], str), each.dtype.kind == "i") for each in names}
    if len(kinds) > 1:
        raise TypeError(
            "Authors of one model are strings, and those of another are whole numbers "
            "or columns of an indicator matrix: fit all models with names of one kind."
        )
    if not names:
        return models[0].authors_
    together = np.concatenate(names)
    _, first = np.unique(together, return_index=True)
    return together[np.sort(first)]


def _added_authors(models, united, names, alpha):
    """Return the attributes that tell of authors."""
    row = {name: i for i, name in enumerate(names.tolist())}
    counts = np.zeros((len(names), united.n_topics))
    documents = np.zeros(len(names))
    for model, topics in zip(models, united.topics, strict=True):
        rows = [row[name] for name in model.authors_.tolist()]
        own = model.author_components_.astype(np.float64) - model.doc_topic_prior_
        counts[np.ix_(rows, topics)] += np.maximum(own, 0)
        documents[rows] += model.author_document_counts_
    dtype = np.result_type(*(model.author_components_ for model in models))
    return {
        "authors_": names,
        "author_components_": (counts + alpha).astype(dtype),
        "author_document_counts_": documents,
        "evaluations_": [],
        "n_samples_seen_": sum(model.n_samples_seen_ for model in models),
        "n_tokens_seen_": sum(model.n_tokens_seen_ for model in models),
    }

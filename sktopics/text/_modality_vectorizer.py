"""Counts of several columns of a table side by side, each a modality."""

import copy
from collections.abc import Mapping
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from sklearn import config_context
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.utils import get_tags

from .._fitted import learning
from .._sklearn import _safe_indexing
from ..sequences import NamedCounts


class ModalityVectorizer(  # type: ignore[call-arg]  # scikit-learn has no types
    ColumnTransformer,
    auto_wrap_output_keys=None,  # counts are no data frame
):
    """Count what stands in the columns of a table, and keep the names of the counts.

    A modality is a kind of words: the words of the text, its tags, its author, its
    year. This is scikit-learn's `ColumnTransformer`, whose output knows the names of
    its columns and the modality of each, so that :class:`~sktopics.artm.ARTM` needs
    the weights of modalities alone, and seed words and regularizers go by name.

    Parameters
    ----------
    transformers : list of (name, vectorizer, columns)
        For each modality its name, what counts it and the columns of the table that it
        is given: a name for a vectorizer of texts, a list of names for a transformer
        of tables such as `OneHotEncoder`. Parameters of the vectorizers can be tuned,
        as ``modalityvectorizer__text__min_df``.
    n_jobs : int, default=None
        Number of vectorizers that work at the same time.

    Attributes
    ----------
    transformers_ : list of (name, vectorizer, columns)
        The fitted vectorizers.
    named_transformers_ : Bunch
        The same by name.
    output_indices_ : dict of str to slice
        The columns of each modality.
    term_names_ : dict of (str, str) to str
        The name in the output of each term of a modality. Where a modality before has
        a term of the same name, the name of the modality and two underscores precede
        it.
    n_features_in_ : int
        Number of columns of the table.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Their names.

    See Also
    --------
    sktopics.sequences.NamedCounts : What it gives.
    sktopics.artm.ARTM : Topics of several modalities.

    Examples
    --------
    >>> import pandas as pd
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sktopics.text import ModalityVectorizer
    >>> frame = pd.DataFrame(
    ...     {"body": ["rain and snow", "milk"], "tags": [["weather"], ["food", "rain"]]}
    ... )
    >>> vectorizer = ModalityVectorizer(
    ...     [
    ...         ("text", CountVectorizer(), "body"),
    ...         ("tags", CountVectorizer(analyzer=list), "tags"),
    ...     ]
    ... )
    >>> X = vectorizer.fit_transform(frame)
    >>> X
    <NamedCounts of 2 documents, 7 terms: 4 text, 3 tags>
    >>> X.terms.tolist()
    ['and', 'milk', 'rain', 'snow', 'food', 'tags__rain', 'weather']
    """

    _parameter_constraints: ClassVar[dict] = {
        name: ColumnTransformer._parameter_constraints[name]
        for name in ("transformers", "n_jobs")
    }

    def __init__(self, transformers, *, n_jobs=None):
        super().__init__(
            transformers,
            remainder="drop",
            sparse_threshold=1.0,
            n_jobs=n_jobs,
            verbose_feature_names_out=True,
        )

    def fit(self, X, y=None, **params) -> Self:
        """Learn the vocabularies of all modalities.

        Parameters
        ----------
        X : {DataFrame, array-like} of shape (n_documents, n_columns)
        y : array-like of shape (n_documents,), default=None
            Given to the vectorizers.
        **params : dict
            Metadata for the vectorizers, as in `ColumnTransformer`.

        Returns
        -------
        self : ModalityVectorizer
        """
        self.fit_transform(X, y, **params)
        return self

    def fit_transform(self, X, y=None, **params) -> NamedCounts:
        """Learn the vocabularies of all modalities, and count.

        Parameters
        ----------
        X, y, **params
            As for `fit`.

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_terms)
        """
        X = _as_frame(X)
        with learning(self) as learner, config_context(transform_output="default"):
            counts = super(ModalityVectorizer, learner).fit_transform(X, y, **params)
            learner.term_names_ = {}
            learner._name_terms()
        return self._with_names(counts)

    def transform(self, X, **params) -> NamedCounts:
        """Count over the vocabularies.

        Parameters
        ----------
        X : {DataFrame, array-like} of shape (n_documents, n_columns)
        **params : dict
            Metadata for the vectorizers.

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_terms)
        """
        with config_context(transform_output="default"):
            return self._with_names(super().transform(_as_frame(X), **params))

    def partial_fit(self, X, y=None) -> Self:
        """Add a batch of documents to the vocabularies.

        All vectorizers learn by their own `partial_fit`, from the first batch on. What
        has nothing to learn, such as `FunctionTransformer`, needs none.

        Parameters
        ----------
        X : {DataFrame, array-like} of shape (n_documents, n_columns)
        y : None
            Ignored.

        Returns
        -------
        self : ModalityVectorizer
            As it was before, if an error is raised.

        Raises
        ------
        TypeError
            If a vectorizer has no `partial_fit`. That of
            :class:`~sktopics.text.OnlineCountVectorizer` adds new terms.
        """
        X, copied = _as_frame(X), copy.deepcopy
        with learning(self) as learner, config_context(transform_output="default"):
            if hasattr(self, "transformers_"):
                self.transform(_safe_indexing(X, slice(0, 1)))  # refuses other columns
            else:
                super(ModalityVectorizer, learner).fit_transform(X)
                learner.term_names_, copied = {}, clone
            learner.transformers_ = [
                (name, _updated(name, part, X, columns, copied), columns)
                for name, part, columns in learner.transformers_
            ]
            learner.output_indices_ = learner._places()
            learner.term_names_ = dict(learner.term_names_)
            learner._name_terms()
        return self

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """Return the names of the terms.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Names of the columns of the table, where it has none.

        Returns
        -------
        terms : ndarray of shape (n_terms,), object
            The `terms` of the output.
        """
        pairs = self._terms_of_modalities(input_features)
        terms = np.empty(len(pairs), dtype=object)
        terms[:] = [self.term_names_.get(pair, "__".join(pair)) for pair in pairs]
        return terms

    def set_output(self, *, transform=None) -> Self:
        """Do nothing: counts keep their names, whatever the output of a model is.

        It is here for Pipelines, whose `set_output` asks all steps.

        Parameters
        ----------
        transform : {"default", "pandas", "polars"}, default=None

        Returns
        -------
        self : ModalityVectorizer
        """
        return self

    def _with_names(self, counts):
        """Return counts with the names of their terms and modalities."""
        modalities = {
            name: columns
            for name, columns in self.output_indices_.items()
            if columns.stop > columns.start
        }
        terms = self.get_feature_names_out()
        return NamedCounts(sp.csr_array(counts), terms=terms, modalities=modalities)

    def _terms_of_modalities(self, input_features=None):
        """Return modality and name in its vectorizer of each column of the output."""
        full = super().get_feature_names_out(input_features)
        return [
            (name, str(term)[len(name) + 2 :])
            for name, columns in self.output_indices_.items()
            for term in full[columns]
        ]

    def _name_terms(self):
        """Name the terms that have no name yet, and keep the names of the others.

        In a stream, a term is called the same after each batch.
        """
        taken = set(self.term_names_.values())
        for modality, term in self._terms_of_modalities():
            if (modality, term) not in self.term_names_:
                name = term
                while name in taken:
                    name = f"{modality}__{name}"
                self.term_names_[modality, term] = name
                taken.add(name)

    def _places(self):
        """Return the columns of each modality in the output."""
        places, start = {}, 0
        for name, columns in self.output_indices_.items():
            part = self.named_transformers_.get(name)
            size = columns.stop - columns.start
            if hasattr(part, "vocabulary_"):
                size = len(part.vocabulary_)
            places[name] = slice(start, start + size)
            start += size
        return places


def _updated(name, part, X, columns, copied):
    """Return a copy of a vectorizer that has learned from a batch."""
    if isinstance(part, str) or not get_tags(part).requires_fit:
        return part
    if not hasattr(part, "partial_fit"):
        raise TypeError(
            f"{type(part).__name__} of modality {name!r} has no partial_fit: its "
            "vocabulary cannot grow. OnlineCountVectorizer has it."
        )
    return copied(part).partial_fit(_safe_indexing(X, columns, axis=1))


def _as_frame(X):
    """Return a table whose cells are objects of Python; those of Arrow are its own."""
    if isinstance(X, Mapping):
        raise TypeError(
            f"ModalityVectorizer takes a table, and got a {type(X).__name__}: make a "
            "data frame of it, such as pandas.DataFrame(X)."
        )
    is_of_arrow = hasattr(X, "column_names") and hasattr(X, "to_pandas")
    return X.to_pandas() if is_of_arrow else X

"""What all representations of the package share: parameters, checked before use."""

from sklearn.base import BaseEstimator, clone

from .._sklearn import check_parameters
from ..topics import RepresentationContext, TopicTable


class RepresentationStep(BaseEstimator):
    """A representation with parameters: chooses words or names of topics.

    A subclass stores its parameters in `__init__`, names the legal values of each in
    `_parameter_constraints`, as estimators of scikit-learn do, and defines
    ``_refine(table, context)``. What it needs of the context is the class attribute
    `needs`, or a property. It learns nothing.

    See Also
    --------
    sktopics.topics.refine_topics : Apply representations to the topics of any model.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from sktopics.representation import RepresentationStep
    >>> from sktopics.topics import Topic, TopicTable
    >>> class FirstWord(RepresentationStep):
    ...     _parameter_constraints = {"upper": ["boolean"]}
    ...
    ...     def __init__(self, upper=False):
    ...         self.upper = upper
    ...
    ...     def _refine(self, table, context):
    ...         names = [topic.terms[0] for topic in table]
    ...         if self.upper:
    ...             names = [name.upper() for name in names]
    ...         return table.with_labels(names)
    >>> table = TopicTable([Topic(0, None, 1.0, ("sea", "ship"), (0.6, 0.4))])
    >>> FirstWord(upper=True).refine(table, None).labels
    ['SEA']
    """

    _parameter_constraints: dict = {}

    needs: tuple[str, ...] = ()

    def refine(self, table, context) -> TopicTable:
        """Return the table with other words, names or aspects of its topics.

        Parameters
        ----------
        table : TopicTable
            The topics to describe, of all topics those that have changed.
        context : RepresentationContext
            What is known of all topics.

        Returns
        -------
        table : TopicTable
            The same topics in the same order.

        Raises
        ------
        InvalidParameterError
            If a parameter has an illegal value.
        """
        check_parameters(self)
        return self._refine(table, context)

    def _refine(self, table: TopicTable, context: RepresentationContext) -> TopicTable:
        raise NotImplementedError(
            f"{type(self).__name__} defines no _refine(table, context)."
        )

    def __deepcopy__(self, memo):
        # scikit-learn's clone copies a dict of aspects so. An encoder in it is shared,
        # as in all clones.
        memo[id(self)] = copied = clone(self)
        return copied

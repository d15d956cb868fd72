"""Functions for all models, as methods of models of clusters."""

from typing import Any

from ..._sklearn import check_fitted
from ...analysis import (
    GroupedTopics,
    TopicHierarchy,
    TopicMixtures,
    TopicTaxonomy,
    TopicTrends,
    approximate_distribution,
    emerging_topics,
    hierarchical_topics,
    topic_taxonomy,
    topics_over_time,
    topics_per_class,
    topics_per_class_over_time,
)
from ...representation import NamedTopics, name_topics_by_llm
from .searching import SearchMixin


class AnalysingMixin(SearchMixin):
    """For models of clusters: each method is a function for any model of topics."""

    def hierarchical_topics(
        self,
        X=None,
        *,
        on="auto",
        linkage: Any = "average",
        distance: Any = "auto",
        n_top_words=10,
        labels=None,
    ) -> TopicHierarchy:
        """Merge the two nearest topics, again and again, until there is one.

        The model stays as it is. ``merge_topics(hierarchy.cut(n_topics=10))`` merges
        its topics.

        Parameters
        ----------
        X : iterable of str, default=None
            Not looked at: counts of words and means of embeddings are known.
        on : {"auto", "embeddings", "words"}, default="auto"
            Whether topics are near to each other by their mean embeddings, which is
            "auto", or by the weights of their words.
        linkage : str or callable, default="average"
        distance : str or callable, default="auto"
        n_top_words : int, default=10
        labels : dict from int to str, list of str, or TopicTable, default=None
            As for :func:`sktopics.analysis.hierarchical_topics`.

        Returns
        -------
        hierarchy : TopicHierarchy
            Its `tree` is the hierarchy as text.
        """
        return hierarchical_topics(
            self,
            on=on,
            linkage=linkage,
            distance=distance,
            n_top_words=n_top_words,
            labels=labels,
        )

    def topic_taxonomy(
        self,
        X=None,
        *,
        n_per_level: Any = None,
        min_children=2,
        levels="cut",
        on="auto",
        linkage: Any = "average",
        distance: Any = "auto",
        n_top_words=10,
        labels=None,
    ) -> TopicTaxonomy:
        """Make a tree of topics with so many nodes on each level.

        Parameters
        ----------
        X : iterable of str, default=None
            Not looked at.
        n_per_level : sequence of int, default=None
            By default 20 and 5 nodes, or as many as there can be.
        min_children : int, default=2
        levels : {"cut", "layers"}, default="cut"
            Whether levels are cuts of a hierarchy, or the layers of `layers_` that are
            coarser than the topics.
        on : {"auto", "embeddings", "words"}, default="auto"
        linkage : str or callable, default="average"
        distance : str or callable, default="auto"
        n_top_words : int, default=10
        labels : dict from int to str, list of str, or TopicTable, default=None
            As for :func:`sktopics.analysis.topic_taxonomy`.

        Returns
        -------
        taxonomy : TopicTaxonomy
        """
        return topic_taxonomy(
            self,
            n_per_level=n_per_level,
            min_children=min_children,
            levels=levels,
            on=on,
            linkage=linkage,
            distance=distance,
            n_top_words=n_top_words,
            labels=labels,
        )

    def name_topics_by_llm(
        self, naming: Any, X=None, embeddings=None, **known
    ) -> NamedTopics:
        """Give topics without a name one by a language model.

        The names are then as if you had given them by `name_topics`: they stay when
        other topics are merged or other words chosen.

        Parameters
        ----------
        naming : LLMNaming, or what it takes as `llm`
            See :class:`~sktopics.representation.LLMNaming`.
        X : iterable of str, default=None
            The training documents, of which prompts show some. Without them they show
            the representative ones.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Their vectors.
        **known : dict
            As for :func:`~sktopics.representation.name_topics_by_llm`.

        Returns
        -------
        named : NamedTopics
            The table of topics with names and aspects, and a report with prompts,
            answers and failures.

        Examples
        --------
        >>> from sktopics import BERTopic
        >>> documents = ["ship sea", "sea", "tax debt", "debt"]
        >>> model = BERTopic(None, None, None)
        >>> vectors = [[1, 0], [1, 0], [0, 1], [0, 1]]
        >>> model = model.fit(documents, [0, 0, 1, 1], embeddings=vectors)
        >>> def llm(prompt):  # in place of a language model
        ...     return '{"name": "Money"}'
        >>> named = model.name_topics({0: "Ships"}).name_topics_by_llm(llm, documents)
        >>> model.topics_.labels
        ['Ships', 'Money']
        >>> named.report.n_calls
        1
        """
        given = {} if embeddings is None else {"embeddings": embeddings}
        named = name_topics_by_llm(self, naming, X, **given, **known)
        self.name_topics(
            {row.topic: row.name for row in named.report if row.name is not None}
        )
        return named

    def approximate_distribution(
        self,
        X,
        *,
        window=4,
        stride=1,
        min_similarity=0.1,
        padding=False,
        use_embeddings=False,
        encoder=None,
        calculate_tokens=False,
        n_jobs=None,
    ) -> TopicMixtures:
        """Find the mixture of topics in each document, by windows of its words.

        :func:`sktopics.analysis.approximate_distribution` for this model; it says what
        the parameters are.

        Parameters
        ----------
        X : iterable of str
            Documents, which need not be the training documents.
        window, stride, min_similarity, padding, use_embeddings, encoder, \
                calculate_tokens, n_jobs
            As for the function.

        Returns
        -------
        mixtures : TopicMixtures
            With `shares` of shape (n_documents, n_topics).

        Raises
        ------
        TypeError, ValueError
            As the function.
        """
        check_fitted(self)
        return approximate_distribution(
            self,
            X,
            window=window,
            stride=stride,
            min_similarity=min_similarity,
            padding=padding,
            use_embeddings=use_embeddings,
            encoder=encoder,
            calculate_tokens=calculate_tokens,
            n_jobs=n_jobs,
        )

    def topics_over_time(self, X, times, **options) -> GroupedTopics:
        """Follow the topics over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        times : array-like of shape (n_documents,)
            Dates in any form, or numbers such as years.
        **options : dict
            As of :func:`~sktopics.analysis.topics_over_time`: ``n_bins=``,
            ``frequency=``, ``global_tuning=``, ``evolution_tuning=``, ``embeddings=``.

        Returns
        -------
        table : GroupedTopics
            A row for each topic and bin.
        """
        return topics_over_time(self, X, times, **options)

    def topics_per_class(self, X, classes, **options) -> GroupedTopics:
        """Compare the topics of classes of documents.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        classes : array-like of shape (n_documents,)
            The class of each document, or lists of several.
        **options : dict
            As of :func:`~sktopics.analysis.topics_per_class`: ``global_tuning=``,
            ``n_top_words=``, ``embeddings=``.

        Returns
        -------
        table : GroupedTopics
            A row for each topic and class.
        """
        return topics_per_class(self, X, classes, **options)

    def topics_per_class_over_time(self, X, classes, times, **options) -> GroupedTopics:
        """Follow the topics of classes of documents over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        classes, times : array-like of shape (n_documents,)
        **options : dict
            As of :func:`~sktopics.analysis.topics_per_class_over_time`.

        Returns
        -------
        table : GroupedTopics
            A row for each topic, class and bin.
        """
        return topics_per_class_over_time(self, X, classes, times, **options)

    def emerging_topics(self, X, times, **options) -> TopicTrends:
        """Tell which topics grow and which shrink over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        times : array-like of shape (n_documents,)
            Dates in any form, or numbers such as years.
        **options : dict
            As of :func:`~sktopics.analysis.emerging_topics`: ``n_bins=``,
            ``frequency=``, ``test=``, ``alpha=``, ``embeddings=``.

        Returns
        -------
        table : TopicTrends
            A row for each topic, emerging ones first.
        """
        return emerging_topics(self, X, times, **options)

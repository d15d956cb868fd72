"""Names by a language model for layers of topics, from the finest up."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..._arrays import normalized_rows, top_columns, unit_rows
from ..._reading import (
    full_texts,
    has_layers,
    materialized,
    read_layers,
    representative_rows,
    shorten,
)
from ..._sparse import as_dense
from ..._validation import check_documents, check_embeddings
from ...topics import (
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
    refine_topics,
    topic_table,
)
from .name_by_llm import as_naming
from .naming_report import NamingReport
from .topic_questions import shown_topic

_N_REPRESENTATIVE = 3


class NamedLayers(NamedTuple):
    """Layers of topics with names, the finest first.

    Parameters
    ----------
    tables : list of TopicTable
    parents : list of ndarray of shape (n_topics,), int64
        The topic of the next layer that each topic is in, -1 for none.
    reports : list of NamingReport

    Examples
    --------
    >>> from sktopics.representation import name_layers
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([Topic(0, None, 1.0, ("ship", "sea"), (0.3, 0.2))])
    >>> def llm(prompt):  # in place of a language model
    ...     return '{"name": "Ships"}'
    >>> named = name_layers([table, table], llm, parents=[[0]])
    >>> [table.labels for table in named.tables], named.parents[0].tolist()
    ([['Ships'], ['Ships']], [0])
    """

    tables: list[TopicTable]
    parents: list[np.ndarray]
    reports: list[NamingReport]


class LayerToName(NamedTuple):
    """A layer that is to be named.

    Attributes
    ----------
    table : TopicTable
    context : RepresentationContext
    parents : ndarray of shape (n_topics,), int64
        By the numbers of topics.
    """

    table: TopicTable
    context: RepresentationContext
    parents: np.ndarray


def name_layers(
    layers: Any,
    naming: Any,
    X=None,
    *,
    parents=None,
    documents=None,
    embeddings=None,
    n_top_words=10,
) -> NamedLayers:
    """Name the topics of all layers of a hierarchy, from the finest up.

    The prompt of a topic above the finest ones shows the names of the topics that it is
    made of, beside its own words and documents. A cluster that has only one part is the
    same as that, and takes its name without a call.

    Parameters
    ----------
    layers : fitted model, Pipeline or search, or list of TopicTable
        A :class:`~sktopics.clustering.BERTopic` with `layers_`, a
        :class:`~sktopics.artm.HierarchicalARTM`, or tables of topics, the finest first.
    naming : LLMNaming, or what it takes as `llm`
        How they are named; its limits hold for each layer.
    X : object, default=None
        The corpus, as `model.transform` takes it. A BERTopic needs its training
        documents.
    parents : list of array-like of int, default=None
        With tables, for each of them but the last one: the number of the topic of the
        next table that each topic is in, by the rows of the table; -1 for none.
    documents : iterable of str, default=None
        The texts of `X`, where it is not made of texts.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents, for prompts with different ones.
    n_top_words : int, default=10
        Words of the topics of a model.

    Returns
    -------
    named : NamedLayers
        ``named.tables[0]`` is the finest layer. Topics that have a name keep it.

    Raises
    ------
    TypeError
        If there are no layers, or no documents where they are needed.
    ValueError
        If `parents` do not fit the tables, or documents and vectors not each other.

    Examples
    --------
    >>> from sktopics.representation import name_layers
    >>> from sktopics.topics import Topic, TopicTable
    >>> fine = TopicTable([
    ...     Topic(0, None, 0.5, ("ship", "sea"), (0.5, 0.5)),
    ...     Topic(1, None, 0.3, ("fish", "sea"), (0.5, 0.5)),
    ...     Topic(2, None, 0.2, ("tax", "debt"), (0.5, 0.5)),
    ... ])
    >>> coarse = TopicTable([
    ...     Topic(0, None, 0.8, ("sea", "ship"), (0.5, 0.3)),
    ...     Topic(1, None, 0.2, ("tax", "debt"), (0.5, 0.5)),
    ... ])
    >>> names = {"ship, sea": "Ships", "fish, sea": "Fishing", "tax, debt": "Taxes"}
    >>> def llm(prompt):  # in place of a language model
    ...     told = prompt.split("- ")[1].splitlines()[0]  # words, or a topic below
    ...     above = "Life at sea" if told.startswith("Ships") else "Public money"
    ...     return f'{{"name": "{names.get(told, above)}"}}'
    >>> named = name_layers([fine, coarse], llm, parents=[[0, 0, 1]])
    >>> [table.labels for table in named.tables]
    [['Ships', 'Fishing', 'Taxes'], ['Life at sea', 'Public money']]
    >>> named.reports[1][0].prompt.splitlines()[4:6]
    ['- Ships (ship, sea)', '- Fishing (fish, sea)']
    """
    naming = as_naming(naming)
    if isinstance(layers, Sequence):
        given = _layers_of_tables(layers, parents, X, documents, embeddings)
        are_clusters = False
    else:
        given, are_clusters = _layers_of_model(
            layers, X, documents, embeddings, n_top_words
        )
    named, children = [], None
    for layer in given:
        if named and are_clusters:
            layer = _with_only_children(layer, named[-1][0], given[len(named) - 1])
        run = naming.refine_layer(layer.table, layer.context, children)
        named.append(run)
        children = _children(run.table, layer.parents)
    return NamedLayers(
        [run.table for run in named],
        [layer.parents for layer in given],
        [run.report for run in named],
    )


def _children(table, parents):
    """Return topics in a line each, by the number of their parent, largest first."""
    found = {}
    for topic, parent in sorted(
        zip(table, parents.tolist(), strict=True),
        key=lambda pair: -(pair[0].size or 0),
    ):
        if parent >= 0:
            found.setdefault(parent, []).append(shown_topic(topic))
    return found


def _with_only_children(layer, below, finer):
    """Give topics the names of those that are the same in the layer below."""
    n_children = np.bincount(finer.parents[finer.parents >= 0], minlength=1)
    labels = {
        parent: topic.label
        for topic, parent in zip(below, finer.parents.tolist(), strict=True)
        if parent >= 0 and n_children[parent] == 1 and topic.is_named
    }
    own = {topic.index for topic in layer.table if topic.is_named}
    labels = {index: label for index, label in labels.items() if index not in own}
    return layer._replace(table=layer.table.with_labels(labels))


def _layers_of_tables(tables, parents, X, documents, embeddings):
    """Return the layers of given tables."""
    for table in tables:
        if not isinstance(table, TopicTable):
            raise TypeError(
                "layers must be a model with layers or a list of TopicTable, and holds "
                f"{type(table).__name__}."
            )
    checked = _checked_parents(tables, parents)
    known = {"documents": documents, "embeddings": embeddings}
    layers = []
    for table, into in zip(tables, checked, strict=True):
        seen = []

        def look(table, context, seen=seen):
            seen.append((table, context))
            return table

        refine_topics(table, look, X, **known)
        layers.append(LayerToName(*seen[0], into))
    return layers


def _checked_parents(tables, parents):
    """Return parents as arrays, with one of -1 for the last table."""
    parents = [] if parents is None else list(parents)
    if len(parents) != max(len(tables) - 1, 0):
        raise ValueError(
            f"parents must say for each of the {len(tables)} tables but the last one "
            f"where its topics belong, and has {len(parents)} lists."
        )
    checked = []
    for i, (into, table) in enumerate(zip(parents, tables, strict=False)):
        into = np.asarray(into)
        if into.shape != (len(table),) or into.dtype.kind not in "iu":
            raise ValueError(
                f"parents[{i}] must be {len(table)} whole numbers, one for each topic "
                f"of its table, and is {into!r:.100}."
            )
        known = {topic.index for topic in tables[i + 1]} | {-1}
        unknown = sorted(set(into.tolist()) - known)
        if unknown:
            raise ValueError(
                f"parents[{i}] names topic {unknown[0]}, and the next table has none "
                "of this number."
            )
        checked.append(into.astype(np.int64))
    return [*checked, np.full(len(tables[-1]), -1)] if tables else []


def _layers_of_model(model, X, documents, embeddings, n_top_words):
    """Return the layers of a model, and whether they are of clusters."""
    if not has_layers(model):
        raise TypeError(
            f"{type(model).__name__} has no layers of topics. Give a BERTopic with "
            "layers_, a HierarchicalARTM, or a list of tables with parents=."
        )
    X = None if X is None else materialized(X)
    found, terms, are_clusters = read_layers(model, X)
    texts = None
    if documents is not None:
        texts = list(map(str, check_documents(documents, whom="name_layers")))
    elif X is not None:
        texts = full_texts(model, X)
    n_documents = None if found[0].shares is None else found[0].shares.shape[0]
    if texts is not None and len(texts) != n_documents:
        raise ValueError(
            f"documents must be the texts of X: got {len(texts)} for {n_documents} "
            "rows of X."
        )
    if embeddings is not None:
        embeddings = check_embeddings(embeddings, n_documents)
    layers = []
    for layer in found:
        if layer.is_of_model and are_clusters:
            table = topic_table(model, n_top_words)
        else:
            table = _table_of(layer, terms, texts, n_top_words)
        context = RepresentationContext(
            table,
            layer.weights,
            terms,
            documents=texts,
            shares=layer.shares,
            embeddings=embeddings,
            topic_embeddings=_means(layer.shares, embeddings),
        )
        layers.append(LayerToName(table, context, layer.parents))
    return layers, are_clusters


def _table_of(layer, terms, texts, n_top_words):
    """Return the table of a layer: words, sizes and typical documents."""
    weights = np.maximum(as_dense(layer.weights), 0)
    sizes, typical = [None] * len(weights), [()] * len(weights)
    if layer.shares is not None:
        shares = layer.shares.toarray()
        sizes = shares.mean(axis=0).tolist() if len(shares) else sizes
        rows = representative_rows(shares, None, _N_REPRESENTATIVE, texts)
        typical = [
            [
                RepresentativeDocument(
                    row,
                    float(shares[row, topic]),
                    None if texts is None else shorten(texts[row]),
                )
                for row in of_topic.tolist()
            ]
            for topic, of_topic in enumerate(rows)
        ]
    topic_word = normalized_rows(weights)
    best = top_columns(topic_word, n_top_words)
    return TopicTable(
        Topic(
            index,
            None,
            sizes[index],
            terms[columns].tolist(),
            topic_word[index, columns].tolist(),
            typical[index],
            share_of_documents=sizes[index],
        )
        for index, columns in enumerate(best)
    )


def _means(shares, embeddings):
    """Return the mean vectors of topics, scaled to length 1."""
    if shares is None or embeddings is None:
        return None
    return unit_rows(shares.T @ np.asarray(embeddings, dtype=np.float64))

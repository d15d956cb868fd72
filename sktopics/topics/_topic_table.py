"""A table of topics."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, overload

import numpy as np

from .._frames import frame_of, plain_columns
from ._display import table_html, table_text
from ._given_names import given_names
from ._spreadsheet_cells import shown_as_text_in_cells
from ._table_frame import file_columns, frame_columns_of, shown_columns
from ._topic import Topic
from ._written_table import csv_text, latex_text, markdown_text, write_text


@dataclass(frozen=True, repr=False, init=False)
class TopicTable(Sequence[Topic]):
    """An immutable table of topics: sizes, top terms, typical documents and authors.

    A sequence of `Topic` rows: ``len(table)``, ``table[0]`` and iteration give
    topics, ``table[:5]`` is a table again. ``table.topic(number)`` is the topic of a
    number, such as `predict` gives. Equal tables have equal rows. A table
    with other rows is made from them: ``TopicTable(dataclasses.replace(topic,
    label=...) for topic in table)``. Usually made by `topic_table`.

    Parameters
    ----------
    topics : iterable of Topic
        The rows.
    outliers : Topic, default=None
        What is known of documents without a topic, with the index -1, for a model of
        clusters. It is no row of the table. In such a table -1 is a label of documents,
        and ``table[-1]`` raises an error instead of giving the last topic.

    See Also
    --------
    topic_table : Make a table from a fitted model or Pipeline.

    Examples
    --------
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.7, ("sea", "ship", "harbour"), (0.3, 0.2, 0.1)),
    ...     Topic(1, "money", 0.3, ("tax", "budget", "debt"), (0.4, 0.2, 0.1)),
    ... ])
    >>> table
    TopicTable: 2 topics
    topic   size  label  top terms
        0  70.0%  sea    sea, ship, harbour
        1  30.0%  money  tax, budget, debt
    >>> table.top_words[1]
    ['tax', 'budget', 'debt']
    """

    topics: tuple[Topic, ...]
    outliers: Topic | None = None

    def __init__(self, topics: Iterable[Topic], outliers: Topic | None = None):
        topics = tuple(topics)
        for topic in topics:
            if not isinstance(topic, Topic):
                raise TypeError(
                    f"A TopicTable holds Topic rows, got {type(topic).__name__}."
                )
        if outliers is not None:
            if not isinstance(outliers, Topic):
                raise TypeError(
                    f"outliers must be a Topic, got {type(outliers).__name__}."
                )
            if outliers.index != -1:
                raise ValueError(
                    f"The outliers have the index -1, and got {outliers.index}."
                )
        object.__setattr__(self, "topics", topics)
        object.__setattr__(self, "outliers", outliers)

    def __len__(self) -> int:
        return len(self.topics)

    @overload
    def __getitem__(self, key: int) -> Topic: ...

    @overload
    def __getitem__(self, key: slice) -> "TopicTable": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicTable(self.topics[key], self.outliers)
        if self.outliers is not None and operator.index(key) == -1:
            raise IndexError(
                "-1 is the label of outliers, documents without a topic, and no row of "
                "this table: table.topic(-1) gives what is known of them, and "
                "table[len(table) - 1] is the last topic."
            )
        return self.topics[key]

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def topic(self, number) -> Topic:
        """Return the topic of a number: the row whose `index` it is.

        Rows may be in another order than topics, and -1 is the number of documents
        without a topic: a table of clusters has their words, see `outliers`.

        Parameters
        ----------
        number : int
            As in `labels_`, and as from `predict`.

        Returns
        -------
        topic : Topic

        Raises
        ------
        IndexError
            If there is no such topic; for -1, if the table has no `outliers`.
        TypeError
            If the number is none.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> rows = [Topic(1, "sea", 0.7, (), ()), Topic(0, "money", 0.3, (), ())]
        >>> TopicTable(rows).topic(0).label
        'money'
        """
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise TypeError(f"The number of a topic is an int, got {number!r:.100}.")
        for topic in self:
            if topic.index == number:
                return topic
        if number == -1 and self.outliers is not None:
            return self.outliers
        if number == -1:
            raise IndexError(
                "There is no topic -1: documents without a topic have no row, and the "
                "table knows no outliers."
            )
        numbers = sorted(topic.index for topic in self)
        known = f"{numbers[0]} to {numbers[-1]}" if numbers else "none"
        raise IndexError(
            f"There is no topic {number} in the table of {len(self)} topics "
            f"(numbers: {known})."
        )

    def with_labels(self, labels) -> "TopicTable":
        """Return the table with other names of topics.

        Parameters
        ----------
        labels : dict from int to str, or list of str
            Names of some topics by their numbers (`index`; -1 for the outliers), or of
            all in the order of the rows. None takes a name back: the topic is called by
            its first three terms.

        Returns
        -------
        table : TopicTable

        Raises
        ------
        TypeError
            If labels are neither a dict from numbers nor a list.
        ValueError
            If there is no such topic, or labels are not as many as topics.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, None, 0.7, ("sea",), (0.3,))])
        >>> table.with_labels({0: "Ships"}).labels
        ['Ships']
        """
        outliers = self.outliers
        numbers = [topic.index for topic in self]
        named = given_names(labels, numbers, outliers=outliers is not None)
        if outliers is not None and -1 in named:
            outliers = replace(outliers, label=named[-1])
        return TopicTable(
            (
                replace(topic, label=named[topic.index])
                if topic.index in named
                else topic
                for topic in self
            ),
            outliers,
        )

    @property
    def top_words(self) -> list[list[str]]:
        """Top terms of each topic, a list of lists of str: what metrics take."""
        return [list(topic.terms) for topic in self]

    @property
    def weights(self) -> list[list[float]]:
        """p(term | topic) of the top terms, a list of lists of float."""
        return [list(topic.weights) for topic in self]

    @property
    def labels(self) -> list[str]:
        """Names of the topics, a list of str."""
        return [topic.label for topic in self]

    @property
    def sizes(self) -> np.ndarray:
        """Shares of the corpus, ndarray of shape (n_topics,); NaN if unknown."""
        return np.array([t.size for t in self], dtype=np.float64)

    def to_frame(
        self,
        library="pandas",
        *,
        safe_for_spreadsheets=False,
        joined_terms=False,
        outliers=False,
    ) -> Any:
        """Return the table as a data frame.

        Parameters
        ----------
        library : {"pandas", "polars", "pyarrow", "modin"}, default="pandas"
            Whose data frame it is to be.
        safe_for_spreadsheets : bool, default=False
            Whether to put an apostrophe before texts that a spreadsheet would take for
            formulas: texts that start with ``=``, ``+``, ``-`` or ``@``, also after
            spaces, or with a tab or a line break. For frames that are written to CSV or
            Excel files, if somebody else wrote the documents.
        joined_terms : bool, default=False
            Whether the terms of a topic are one text, separated by commas.
        outliers : bool, default=False
            Whether the last row is -1, the `outliers`, where the table has any.

        Returns
        -------
        frame : data frame of that library, of shape (n_topics, 7 or more)
            In pandas indexed by ``topic``, elsewhere with that column; with the columns
            ``label``, ``size``, and, as lists, ``terms``, ``weights``, ``documents``
            (rows of the corpus), ``document_shares`` and ``excerpts``. Where some topic
            is empty, it has ``is_empty``. Where they are known, it has
            ``share_of_documents`` and, as lists, ``authors`` and
            ``author_shares``. Each aspect has a column of its own name, in which topics
            without it have a missing value; an aspect with the name of another column
            is called ``"aspect <name>"``. In pandas,
            ``frame.explode(["terms", "weights"])`` has a row per term.

        Raises
        ------
        ImportError
            If the library is not installed.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, "=1+1", 0.7, ("sea", "@ship"), (0.3, 0.2))])
        >>> frame = table.to_frame(safe_for_spreadsheets=True)
        >>> frame.loc[0, "label"], frame.loc[0, "terms"]
        ("'=1+1", ['sea', "'@ship"])
        >>> table.to_frame(joined_terms=True).loc[0, "terms"]
        'sea, @ship'
        """
        columns = frame_columns_of(self._rows(outliers), joined_terms=joined_terms)
        if safe_for_spreadsheets:
            columns = shown_as_text_in_cells(columns)
        return frame_of(columns, library, index="topic")

    def to_dict(self, *, outliers=False) -> dict[str, list]:
        """Return the columns of `to_frame` by their names, without any data frame.

        Parameters
        ----------
        outliers : bool, default=False
            Whether the last row is -1, the `outliers`, where the table has any.

        Returns
        -------
        columns : dict from str to list
            With ``topic`` first.
        """
        return plain_columns(frame_columns_of(self._rows(outliers), joined_terms=False))

    def to_csv(
        self, path=None, *, safe_for_spreadsheets=True, outliers=False
    ) -> str | None:
        """Return the table as CSV, or write it to a file. Needs no pandas.

        Parameters
        ----------
        path : path or file open for text, default=None
            Where to write.
        safe_for_spreadsheets : bool, default=True
            Whether to put an apostrophe before texts that a spreadsheet would take for
            formulas, see `to_frame`.
        outliers : bool, default=False
            Whether the last row is -1, the `outliers`, where the table has any.

        Returns
        -------
        text : str or None
            None if there is a `path`. The columns are ``topic``, ``label``, ``size``,
            ``share_of_documents`` and ``terms`` (separated by commas), then, where
            topics have them, ``authors`` and each aspect. What is unknown is empty.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, "=1+1", 0.7, ("sea", "ship"), (0.3, 0.2))])
        >>> print(table.to_csv())
        topic,label,size,share_of_documents,terms
        0,'=1+1,0.7,,"sea, ship"
        <BLANKLINE>
        """
        titles, rows = file_columns(self._rows(outliers))
        text = csv_text(titles, rows, safe_for_spreadsheets=safe_for_spreadsheets)
        return write_text(text, path)

    def to_latex(self, path=None, *, outliers=False) -> str | None:
        r"""Return the table as a `tabular` of LaTeX, or write it to a file.

        It uses the rules of the package booktabs. Terms are one text in the last
        column, and all characters that mean something to LaTeX are escaped.

        Parameters
        ----------
        path : path or file open for text, default=None
            Where to write.
        outliers : bool, default=False
            Whether the last row is -1, the `outliers`, where the table has any.

        Returns
        -------
        text : str or None
            None if there is a `path`.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, "R&D", 0.7, ("lab", "new_idea"), (0.3, 0.2))])
        >>> print(table.to_latex())
        \begin{tabular}{rrlp{0.6\linewidth}}
        \toprule
        topic & size & label & top terms \\
        \midrule
        0 & 70.0\% & R\&D & lab, new\_idea \\
        \bottomrule
        \end{tabular}
        <BLANKLINE>
        """
        return write_text(latex_text(*shown_columns(self._rows(outliers))), path)

    def to_markdown(self, path=None, *, outliers=False) -> str | None:
        r"""Return the table as Markdown, or write it to a file. Needs no pandas.

        Parameters
        ----------
        path : path or file open for text, default=None
            Where to write.
        outliers : bool, default=False
            Whether the last row is -1, the `outliers`, where the table has any.

        Returns
        -------
        text : str or None
            None if there is a `path`. Terms are one text in the last column, and all
            characters that mean something to Markdown are escaped.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, "a|b", 0.7, ("sea", "ship"), (0.3, 0.2))])
        >>> print(table.to_markdown())
        | topic | size | label | top terms |
        | ---: | ---: | --- | --- |
        | 0 | 70.0% | a\|b | sea, ship |
        <BLANKLINE>
        """
        return write_text(markdown_text(*shown_columns(self._rows(outliers))), path)

    def _rows(self, outliers):
        """Return the topics, and the outliers after them if they are asked for."""
        if not outliers or self.outliers is None:
            return self.topics
        return (*self.topics, self.outliers)

    def __repr__(self):
        return table_text(self.topics)

    def _repr_html_(self):
        return table_html(self.topics)

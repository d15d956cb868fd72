"""Names for the topics of any model."""

from ._table_of_model import topic_table
from ._topic_table import TopicTable


def name_topics(topics, labels) -> TopicTable:
    """Return the table of topics with names for some of them, or for all.

    The model stays as it is. A model that keeps names has a method for it, as
    :meth:`BERTopic.name_topics <sktopics.clustering.BERTopic.name_topics>`.

    Parameters
    ----------
    topics : TopicTable, fitted model or Pipeline
        The topics; of a model, the table that `topic_table` makes.
    labels : dict from int to str, list of str, or TopicTable
        Names of some topics by their numbers (-1 for the outliers of a model of
        clusters), of all in the order of the rows, or the labels of a table. None takes
        a name back: the topic is called by its first three terms.

    Returns
    -------
    table : TopicTable

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If labels are neither a dict from numbers nor a list, or `topics` are no topics.
    ValueError
        If there is no such topic, or labels are not as many as topics.

    See Also
    --------
    label_topics : Names from what the words of topics mean.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.topics import name_topics
    >>> model = NMF(2, random_state=0).fit([[2, 1, 0, 0], [4, 2, 0, 0], [0, 0, 1, 3]])
    >>> name_topics(model, {0: "Fees"}).labels
    ['Fees', '3, 2']
    """
    table = topics if isinstance(topics, TopicTable) else topic_table(topics)
    return table.with_labels(labels)

"""Topics over time: how much is said of them, and in which words."""

from typing import Any

from .._reading import Membership
from .._sklearn import validate_params
from ._grouped_topics import GroupedTopics
from ._time_bins import BINNING, time_bins
from ._topics_in_groups import DESCRIPTION, Options, describe_groups, read_documents


@validate_params(
    {**BINNING, **DESCRIPTION, "evolution_tuning": ["boolean"]},
    prefer_skip_nested_validation=True,
)
def topics_over_time(
    model,
    X,
    times,
    *,
    n_bins=None,
    frequency=None,
    strategy="uniform",
    datetime_format=None,
    n_top_words=5,
    global_tuning=False,
    evolution_tuning=False,
    topics=None,
    interval: str | None = "auto",
    level=0.95,
    n_bootstrap=1000,
    random_state: Any = 0,
    labels=None,
    **beside,
) -> GroupedTopics:
    r"""Follow topics over time, with any fitted model.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model of topics, a Pipeline that ends in one, or a fitted search; or
        labels of shape (n_documents,), -1 for none; or shares of shape
        (n_documents, n_topics). Arrays know no words.
    X : {list of str, array-like, sparse matrix, TokenSequences} or None
        What `model.transform` takes: the corpus that the model was fitted on, or
        another. None for arrays.
    times : array-like of shape (n_documents,)
        Dates in any form, or numbers such as years: see `time_bins`.
    n_bins : int, default=None
        Number of bins of equal length.
    frequency : str, default=None
        Calendar periods in place of `n_bins`: "century", "decade", "year", "quarter",
        "month", "week", "day" or "hour". Without both, each distinct time is a
        bin.
    strategy : {"uniform", "quantile"}, default="uniform"
        Whether `n_bins` bins are equally long, or hold about equally many documents.
    datetime_format : str, default=None
        Format of times that are texts, as of `datetime.strptime`.
    n_top_words : int, default=5
        Number of words of a topic in a bin. 0 does not read the texts.
    global_tuning : bool, default=False
        Whether to average the weights of words with the topic's weights in all
        documents. Words that nobody used in a bin may be among its words then.
    evolution_tuning : bool, default=False
        Whether to average the weights of the words of a topic with those in the bin
        before, which are averaged themselves, if the topic has documents in both.
    topics : array-like of int, default=None
        Numbers of the topics of the table, by default all.
    interval : {"auto", "bootstrap", "wilson"} or None, default="auto"
        Kind of the intervals. "auto" is Wilson's for clusters, and the bootstrap over
        the documents of a bin for mixtures.
    level : float, default=0.95
        Probability with which an interval is to hold the share.
    n_bootstrap : int, default=1000
        Number of samples of documents.
    random_state : int, RandomState instance or None, default=0
        Draws the samples.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    **beside : dict
        What `transform` of the model takes beside `X`: ``authors=`` of an
        :class:`~sktopics.lda.AuthorTopicModel`, ``embeddings=`` of a
        :class:`~sktopics.clustering.BERTopic`.

    Returns
    -------
    table : GroupedTopics
        A row for each topic and bin, also for bins without documents, whose shares are
        NaN. Documents of clusters that have no topic are topic -1, and come last.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError, ValueError
        If times are no times, see `time_bins`, or if there is no such topic.

    See Also
    --------
    topics_per_class : Classes in place of times.
    topics_per_class_over_time : Both.
    emerging_topics : Which topics grow, and which shrink.

    Notes
    -----
    **Shares.** Clusters count documents. Mixtures sum up shares: a document that is
    half of a topic counts for one half. The shares of a bin sum to 1, for clusters with
    topic -1. Documents in which a mixture finds nothing count nowhere.

    **Intervals** are about a single share, and take documents for independent.
    Wilson's interval of a mixture is too wide, if anything. A bootstrap of one document
    says nothing, and is NaN; of ten documents, it is somewhat narrow.

    **Words of clusters** are weighted by the fitted weighting of the model, on the
    counts of the documents of the topic in the bin. With a
    :class:`~sktopics.text.ClassTfidfTransformer` they are those of BERTopic. With a
    :class:`~sktopics.text.KeynessTransformer`, the coverage of a term is that in the
    bin, and how exclusive it is of its topic is as in the model. Representations are
    not called.

    **Words of mixtures** are those that are expected to come from the topic [1]_: of
    :math:`n_{dw}` occurrences of word w in document d, topic t has the part

    .. math:: p(t \mid d, w) = \frac{p(t \mid d)\, p(w \mid t)}
              {\sum_s p(s \mid d)\, p(w \mid s)}

    They are summed over the documents of the bin, and divided by the sum of all words.

    References
    ----------
    .. [1] T. Hofmann, "Probabilistic latent semantic indexing", SIGIR 1999 (the
       E-step).

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import topics_over_time
    >>> documents = ["sea ship sea", "ship harbour", "tax debt tax", "tax cut"]
    >>> model = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> topics_over_time(
    ...     model, documents, [1990, 1991, 1991, 1992], n_top_words=2, interval=None
    ... )
    GroupedTopics: 6 rows
    topic  start  frequency  share  terms
        0   1990        0.1  12.8%  sea, ship
        0   1991        1.0  52.2%  tax, debt
        0   1992        0.8  82.9%  tax, cut
        1   1990        0.9  87.2%  sea, ship
        1   1991        1.0  47.8%  ship, harbour
        1   1992        0.2  17.1%  cut, tax
    """
    documents = read_documents(model, X, beside)
    bins = bins_of(times, documents, n_bins, frequency, strategy, datetime_format)
    membership = Membership.of_numbers(list(range(len(bins))), bins.numbers)
    options = Options(
        n_top_words,
        global_tuning,
        topics,
        interval,
        level,
        n_bootstrap,
        random_state,
        labels,
    )
    before = sequences_of(membership, len(bins)) if evolution_tuning else None
    return describe_groups(
        documents,
        membership,
        before,
        options,
        groups=None,
        starts=bins.starts,
        ends=bins.ends,
    )


def bins_of(times, documents, n_bins, frequency, strategy, datetime_format):
    """Return the `TimeBins` of documents, as many times as there are documents."""
    bins = time_bins(
        times,
        n_bins=n_bins,
        frequency=frequency,
        strategy=strategy,
        datetime_format=datetime_format,
    )
    if len(bins.numbers) != documents.n_documents:
        raise ValueError(
            f"times must be given for each document: got {len(bins.numbers)} for "
            f"{documents.n_documents} documents."
        )
    return bins


def sequences_of(membership, n_bins):
    """Return the bins with documents of each class in turn, as numbers of groups."""
    sequences = {}
    for group in sorted(set(membership.numbers.tolist())):
        sequences.setdefault(group // n_bins, []).append(group)
    return list(sequences.values())

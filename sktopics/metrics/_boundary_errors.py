"""How far segmentations of texts are from each other: Pk, WindowDiff, borders found."""

from numbers import Integral

import numpy as np

from .._arrays import offsets_of
from .._sklearn import Interval, StrOptions, validate_params
from ._segmentation_inputs import read_segmentations

_CONSTRAINTS = {
    "k": [Interval(Integral, 1, None, closed="left"), None],
    "average": [StrOptions({"macro", "micro"}), None],
}


@validate_params(_CONSTRAINTS, prefer_skip_nested_validation=True)
def pk_error(
    y_true, y_pred, *, k=None, average: str | None = "macro", lengths=None, texts=None
) -> float | np.ndarray:
    r"""How often two tokens at a distance of k are wrongly held together or apart.

    Of all pairs of tokens i and i + k of a document, the share of those that are in
    one segment by the one segmentation and in two by the other [1]_:

    .. math:: P_k = \frac{1}{n - k} \sum_{i=1}^{n-k}
              \big[ [b_i = 0] \ne [\hat b_i = 0] \big]

    with :math:`b_i` the number of true borders between tokens i and i + k and
    :math:`\hat b_i` that of the proposed ones. Lower is better. Proposing no
    border at all, and one before every token, both come near to 0.5 where segments
    are about equally long.

    Parameters
    ----------
    y_true : TokenSequences, or array-like of bool or int, or list of these
        The true segments: `TokenSequences` with `boundaries`; or for each document

        - booleans of shape (n_tokens,), True for a token with which a segment
          starts (the first token always starts one, whatever its flag says);
        - or integers, the rising positions of these tokens, where 0 may be left out:
          ``[3]`` are two segments of which the second starts with the fourth token.

        A list of these is for many documents; a single one, for one document.
        Tokens may be words, sentences or any other units of the caller's.
    y_pred : TokenSequences, or array-like of bool or int, or list of these
        The segments that are proposed for the same documents, in any of these forms.
    k : int, default=None
        The distance. By default half the mean length of the true segments, rounded
        (a half is rounded up), and at least 1: of each document by itself for
        "macro", of all documents for "micro".
    average : {"macro", "micro"} or None, default="macro"
        "macro" is the mean over documents, the custom since Choi [2]_. "micro" is
        the share of all pairs of all documents, so that long documents weigh more,
        as the corpus of [1]_ is a single text. None is for the error of each
        document.
    lengths : int or array-like of int of shape (n_documents,), default=None
        Number of tokens of the document or of each document. Needed where both
        segmentations are positions, which do not tell it.
    texts : str or iterable of str, default=None
        The document or the documents. If given, positions are characters of the texts,
        and the unit of the error is a word, whatever the units of a model are. A border
        stands before the first word that ends after it. Words are what stands between
        white space, and single characters of Chinese and Japanese.

    Returns
    -------
    error : float, or ndarray of shape (n_documents,) if `average` is None
        From 0 (as good as equal) to 1. A document of k tokens or fewer has no pair
        of tokens to judge: it is NaN, and left out of means.

    Raises
    ------
    ValueError
        If the segmentations are not of the same documents; if positions do not rise,
        or are not those of tokens; if there are no documents, or none has more than
        k tokens; if `lengths` are needed and not given.
    TypeError
        If a document is neither booleans nor integers; if there are `texts`, and a
        segmentation is no positions, or `lengths` are given, too.

    See Also
    --------
    window_diff_error : Also sees segments that are cut in two within k tokens.
    boundary_agreement : Which of the borders are found.

    Notes
    -----
    nltk's `pk` takes one character for a token and counts borders in windows of k
    of them. Given one for each *gap* between tokens, of which there are n - 1, it
    is the same figure. Given one for each token it has a window too many, which
    sees the end of the text; and by default its k takes the number of borders for
    the number of segments.

    References
    ----------
    .. [1] D. Beeferman, A. Berger, J. Lafferty, "Statistical models for text
       segmentation", Machine Learning 34, 1999.
    .. [2] F. Choi, "Advances in domain independent linear text segmentation",
       NAACL 2000.

    Examples
    --------
    Twelve sentences in three segments of four: one border is a sentence late, the
    other is missed.

    >>> from sktopics.metrics import pk_error
    >>> pk_error([4, 8], [5], lengths=12)
    0.4
    >>> true = [True, False, False, True, False, False], [True, False, False]
    >>> pk_error(true, [[3], [2]], average=None)
    array([0., 1.])

    Characters of a text of ten words, in which the second segment starts with "Then":

    >>> text = "Rain fell all day long. Then the sun came out."
    >>> round(pk_error([24], [33], texts=text), 2)
    0.57
    """
    judged = read_segmentations(y_true, y_pred, lengths, texts)
    return _share_of_windows(
        judged, k, average, lambda true, pred: (true > 0) != (pred > 0)
    )


@validate_params(_CONSTRAINTS, prefer_skip_nested_validation=True)
def window_diff_error(
    y_true, y_pred, *, k=None, average: str | None = "macro", lengths=None, texts=None
) -> float | np.ndarray:
    r"""How often a window has the wrong number of borders.

    Of all pairs of tokens i and i + k of a document, the share of those between
    which there are not as many borders by the one segmentation as by the other
    [1]_:

    .. math:: WD = \frac{1}{n - k} \sum_{i=1}^{n-k} [b_i \ne \hat b_i]

    Lower is better, and never lower than `pk_error`, which only asks whether there
    is any border. It is not fooled by segments shorter than k. Proposing too many
    borders is worse than proposing none: one before every token comes near to 1.

    Parameters
    ----------
    y_true, y_pred : TokenSequences, or array-like of bool or int, or list of these
        The true and the proposed segments, as in `pk_error`.
    k : int, default=None
        As in `pk_error`.
    average : {"macro", "micro"} or None, default="macro"
        As in `pk_error`.
    lengths : int or array-like of int of shape (n_documents,), default=None
        As in `pk_error`.
    texts : str or iterable of str, default=None
        As in `pk_error`.

    Returns
    -------
    error : float, or ndarray of shape (n_documents,) if `average` is None
        From 0 to 1; NaN for a document of k tokens or fewer.

    Raises
    ------
    ValueError, TypeError
        As `pk_error`.

    See Also
    --------
    pk_error : The same windows, with a milder judge.

    Notes
    -----
    nltk's `windowdiff` is the same figure for strings of n - 1 gaps, see `pk_error`.

    References
    ----------
    .. [1] L. Pevzner, M. Hearst, "A critique and improvement of an evaluation metric
       for text segmentation", Computational Linguistics 28, 2002.

    Examples
    --------
    >>> from sktopics.metrics import pk_error, window_diff_error
    >>> window_diff_error([4, 8], [5], lengths=12)
    0.4
    >>> window_diff_error([4, 8], [4, 5, 8], lengths=12)
    0.2
    >>> pk_error([4, 8], [4, 5, 8], lengths=12)
    0.1
    """
    judged = read_segmentations(y_true, y_pred, lengths, texts)
    return _share_of_windows(judged, k, average, np.not_equal)


@validate_params(
    {"tolerance": [Interval(Integral, 0, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def boundary_agreement(
    y_true, y_pred, *, tolerance=0, lengths=None, texts=None
) -> dict[str, float]:
    """Precision, recall and F1 of the borders found, give or take some tokens.

    Each proposed border is matched to at most one true border and the other way
    round, so that as many are matched as can be.

    Parameters
    ----------
    y_true, y_pred : TokenSequences, or array-like of bool or int, or list of these
        The true and the proposed segments, as in `pk_error`. Where documents start
        is known, and no border to be found.
    tolerance : int, default=0
        How many tokens apart two borders may be to be matched.
    lengths : int or array-like of int of shape (n_documents,), default=None
        As in `pk_error`.
    texts : str or iterable of str, default=None
        As in `pk_error`.

    Returns
    -------
    agreement : dict
        Of the borders of all documents, from 0 to 1, all higher is better:

        - ``"precision"``: share of the proposed borders that are matched;
        - ``"recall"``: share of the true borders that are matched;
        - ``"f1"``: harmonic mean of the two.

        All are 1 if neither has a border, and 0 if only one has.

    Raises
    ------
    ValueError, TypeError
        As `pk_error`; documents of any length will do.

    See Also
    --------
    pk_error, window_diff_error : See near misses without a tolerance.

    Examples
    --------
    >>> from sktopics.metrics import boundary_agreement
    >>> boundary_agreement([4, 8], [5, 8, 10], lengths=12)["recall"]
    0.5
    >>> boundary_agreement([4, 8], [5, 8, 10], lengths=12, tolerance=1)
    {'precision': 0.6666666666666666, 'recall': 1.0, 'f1': 0.8}
    """
    judged = read_segmentations(y_true, y_pred, lengths, texts)
    true, pred = (_borders(starts, judged.offsets) for starts in judged[:2])
    if not true or not pred:
        return dict.fromkeys(("precision", "recall", "f1"), float(true == pred))
    matched = _matches(true, pred, tolerance)
    return {
        "precision": matched / len(pred),
        "recall": matched / len(true),
        "f1": 2 * matched / (len(true) + len(pred)),
    }


def _share_of_windows(judged, k, average, differ):
    """Share of windows of k gaps whose numbers of borders differ, as `average` says."""
    k = _distances(judged, k, average)
    n_windows = np.maximum(judged.lengths - k, 0)
    if not n_windows.any():
        raise ValueError(
            f"No document is longer than k={k.max()} tokens: the longest has "
            f"{judged.lengths.max()}."
        )
    bounds = offsets_of(n_windows)
    first = np.repeat(judged.offsets[:-1] - bounds[:-1], n_windows)
    first += np.arange(bounds[-1])
    last = first + np.repeat(k, n_windows)
    counted = (np.cumsum(starts) for starts in judged[:2])
    wrong = differ(*(n[last] - n[first] for n in counted))
    if average == "micro":
        return float(wrong.mean())
    errors = np.full(len(k), np.nan)
    some = n_windows > 0
    # Between these bounds there is at least one window, as reduceat needs.
    sums = np.add.reduceat(wrong, bounds[:-1][some], dtype=np.float64)
    errors[some] = sums / n_windows[some]
    return errors if average is None else float(errors[some].mean())


def _distances(judged, k, average):
    """Return k of each document."""
    n_segments, lengths = judged.n_segments, judged.lengths
    if k is None and average == "micro":
        n_segments, lengths = n_segments.sum(), lengths.sum()
    if k is None:
        # Half the mean length, rounded half up.
        halves = (lengths + n_segments) // np.maximum(2 * n_segments, 1)
        k = np.maximum(halves, 1)
    return np.broadcast_to(k, judged.lengths.shape)


def _borders(starts, offsets):
    """Document and token of each border, as a list of pairs; not where texts start."""
    inside = starts.copy()
    inside[offsets[:-1][np.diff(offsets) > 0]] = False
    tokens = np.flatnonzero(inside)
    documents = np.searchsorted(offsets, tokens, side="right")
    return list(zip(documents.tolist(), tokens.tolist(), strict=True))


def _matches(true, pred, tolerance):
    """How many borders can be matched.

    Of two sorted lists of points, the two that come first either match or one of
    them has no partner: passing on from left to right finds the most matches.
    """
    matched = i = j = 0
    while i < len(true) and j < len(pred):
        near = abs(true[i][1] - pred[j][1]) <= tolerance
        if near and true[i][0] == pred[j][0]:
            matched, i, j = matched + 1, i + 1, j + 1
        elif true[i] < pred[j]:
            i += 1
        else:
            j += 1
    return matched

"""The largest few of many scores.

Scores are compared and no indices are made of them: NaN, which vectors of `check_array`
can only give where products overflow, stands for some place of a row.
"""

from ._jit import jit


@jit
def select_largest(scores, excluded, columns, values):
    """Write the largest scores of each row, and where they stand.

    Parameters
    ----------
    scores : ndarray of shape (n_rows, n_columns)
    excluded : ndarray of shape (n_rows,), int
        A column of each row that is left out, -1 for none.
    columns : ndarray of shape (n_rows, k), int
        Filled with columns, best first; of equal scores the first columns come first.
    values : ndarray of shape (n_rows, k)
        Filled with their scores. ``k`` is less than the number of columns.

    Notes
    -----
    In NumPy, where nothing is excluded::

        columns[:] = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    """
    k = columns.shape[1]
    for i in range(scores.shape[0]):
        n_found = 0
        for j in range(scores.shape[1]):
            score = scores[i, j]
            if (n_found == k and score <= values[i, k - 1]) or j == excluded[i]:
                continue
            place = min(n_found, k - 1)
            while place > 0 and values[i, place - 1] < score:
                values[i, place] = values[i, place - 1]
                columns[i, place] = columns[i, place - 1]
                place -= 1
            values[i, place] = score
            columns[i, place] = j
            n_found = min(n_found + 1, k)


@jit
def merge_largest(scores, rows, numbers, excluded, columns, values):
    """Let the largest scores into lists of the largest so far.

    Parameters
    ----------
    scores : ndarray of shape (n_rows, n_scores)
    rows : ndarray of shape (n_rows,), int
        The list that each row of `scores` is for; none twice.
    numbers : ndarray of shape (n_scores,), int
        What each column of `scores` is the score of.
    excluded : ndarray of shape (n_lists,), int
        A number that is left out of each list, -1 for none.
    columns : ndarray of shape (n_lists, k), int
        Numbers, best first; -1 where there are none yet. In and out.
    values : ndarray of shape (n_lists, k)
        Their scores; ``-inf`` where there are none yet. In and out.

    Notes
    -----
    In NumPy, for the list ``r = rows[i]``, where nothing is excluded::

        order = np.argsort(-np.append(values[r], scores[i]), kind="stable")[:k]
        columns[r] = np.append(columns[r], numbers)[order]
    """
    last = columns.shape[1] - 1
    for i in range(len(rows)):
        row = rows[i]
        least = values[row, last]
        for j in range(len(numbers)):
            score = scores[i, j]
            if score <= least or numbers[j] == excluded[row]:
                continue
            place = last
            while place > 0 and values[row, place - 1] < score:
                values[row, place] = values[row, place - 1]
                columns[row, place] = columns[row, place - 1]
                place -= 1
            values[row, place] = score
            columns[row, place] = numbers[j]
            least = values[row, last]

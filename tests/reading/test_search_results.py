"""Scores of searches, from the search or its table."""

import numpy as np
import pytest
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV

from sktopics._reading import search_results

X = np.random.default_rng(0).poisson(1, (12, 6)) + 0.5


def test_parameters_scores_and_choice():
    grid = [{"n_components": [1, 2]}, {"algorithm": ["arpack"]}]
    search = GridSearchCV(
        TruncatedSVD(1, random_state=0),
        grid,
        cv=2,
        scoring=lambda m, X, y=None: m.n_components,
    ).fit(X)
    found = search_results(search)
    assert found.parameters == {
        "n_components": [1, 2, None],
        "algorithm": [None, None, "arpack"],
    }
    assert found.scores["score"].tolist() == [[1, 1], [2, 2], [1, 1]]
    assert found.best == 1
    assert found.rounds is None
    assert search_results(search.cv_results_).best is None


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame(library):
    library = pytest.importorskip(library)
    table = {
        "param_a": [1.0, None],
        "split0_test_m": [1.0, 2.0],
        "split1_test_m": [3.0, 4.0],
        "mean_test_m": [2.0, 3.0],
    }
    found = search_results(library.DataFrame(table))
    assert found.parameters == {"a": [1, None]}
    assert found.scores["m"].tolist() == [[1, 3], [2, 4]]


def test_means_alone_and_nothing():
    assert search_results({"mean_test_m": [1, 2]}).scores["m"].tolist() == [[1], [2]]
    with pytest.raises(ValueError, match="have no scores"):
        search_results({"param_a": [1]})
    with pytest.raises(NotFittedError, match="not fitted"):
        search_results(GridSearchCV(NMF(), {}))
    with pytest.raises(TypeError, match="NMF has none"):
        search_results(NMF())

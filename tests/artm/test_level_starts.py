"""Where the levels of a hierarchy start, and vocabularies that grow."""

import numpy as np
import pytest
from artm_corpora import closest, planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator

from sktopics import ARTM, HierarchicalARTM
from sktopics.sequences import NamedCounts

COUNTS, TOPICS, _ = planted(120)


def hierarchy(**parameters):
    levels = [("coarse", ARTM(2, tol=0, max_iter=4)), ("fine", ARTM(4, tol=0))]
    return HierarchicalARTM(levels, random_state=0, **parameters)


def test_two_fits_are_one_longer_fit_of_the_level_at_the_top():
    start = {"coarse__theta_start": "uniform", "fine__max_iter": 3}
    whole = hierarchy().set_params(coarse__max_iter=8, **start).fit(COUNTS)
    parts = hierarchy(warm_start=True).set_params(**start).fit(COUNTS).fit(COUNTS)
    assert_array_equal(parts.levels_[0].components_, whole.levels_[0].components_)
    assert [level.n_iter_ for level in parts.levels_] == [8, 6]
    assert not parts.levels_[0].warm_start  # the parameters are the user's


@pytest.mark.parametrize("kind", ["model", "frozen", "arrays", "by level"])
def test_levels_start_from_given_topics(kind):
    fitted = hierarchy().fit(COUNTS)
    init = {
        "model": fitted,
        "frozen": FrozenEstimator(fitted),
        "arrays": [level.components_ for level in fitted.levels_],
        "by level": fitted.levels_,
    }[kind]
    again = hierarchy(init=init).set_params(coarse__max_iter=1, fine__max_iter=1)
    again.fit(COUNTS)
    for level, last in zip(again.levels_, fitted.levels_, strict=True):
        order, _ = closest(last.components_, level.components_)
        assert_array_equal(order, range(len(order)))
        assert level.n_iter_ == 1


def test_a_level_may_have_a_start_of_its_own():
    model = hierarchy(init=["random", TOPICS], n_init=3)
    model.fit(COUNTS)
    order, distances = closest(TOPICS, model.components_)
    assert_array_equal(order, range(4))
    assert distances.max() < 0.2
    model = hierarchy(n_init=3).set_params(fine__init=TOPICS)
    assert_array_equal(closest(TOPICS, model.fit(COUNTS).components_)[0], range(4))


def test_several_starts_of_each_level():
    several = hierarchy(n_init=4).fit(COUNTS)
    by_level = hierarchy().set_params(coarse__n_init=4, fine__n_init=4).fit(COUNTS)
    assert_array_equal(several.components_, by_level.components_)


def test_levels_are_as_many_as_starts():
    model = hierarchy(warm_start=True).fit(COUNTS)
    before = model.components_
    with pytest.raises(ValueError, match="init gives 1 levels, and there are 2"):
        clone(model).set_params(init=[TOPICS]).fit(COUNTS)
    with pytest.raises(ValueError, match="goes on from 2 levels, and there are 1"):
        model.set_params(levels=[ARTM(2)]).fit(COUNTS)
    assert model.components_ is before


def test_hierarchies_grow_with_the_vocabulary():
    names = np.array([f"w{i}" for i in range(40)], dtype=object)
    early = NamedCounts(COUNTS[:, :30], terms=names[:30])
    late = NamedCounts(COUNTS, terms=names)
    model = hierarchy().partial_fit(early).partial_fit(late)
    for level in model.levels_:
        assert level.components_.shape[1] == 40
        assert (level.components_ > 0).any(axis=0).all()
    assert_allclose(model.child_given_parent_[0].sum(axis=0), 1, rtol=1e-5)
    warm = hierarchy(warm_start=True).fit(early).fit(late)
    assert (warm.components_ > 0).any(axis=0).all()

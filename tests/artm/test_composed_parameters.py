"""Regularizers of a list and weights of modalities as parameters of models."""

import copy
import io
import pickle
from functools import partial

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import ARTM, PLSA, AttentiveARTM, HierarchicalARTM, ThetalessARTM
from sktopics.artm import (
    Decorrelator,
    RegularizerUnion,
    SmoothSparsePhi,
    SmoothSparseTheta,
    make_regularizer_union,
)

X = np.array([[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]] * 3)
WITH_REGULARIZERS = [ARTM, ThetalessARTM, AttentiveARTM]


def named(model):
    return model(3, regularizers=[("d", Decorrelator(0.1)), ("s", SmoothSparsePhi(1))])


# Regularizers of a list -----------------------------------------------------------


@pytest.mark.parametrize("kind", WITH_REGULARIZERS)
@pytest.mark.parametrize("container", [list, tuple])
def test_a_list_with_names_is_tuned(kind, container):
    model = named(kind)
    model.regularizers = given = container(model.regularizers)
    assert model.get_params()["regularizers__d__tau"] == 0.1
    assert model.set_params(regularizers__d__tau=1) is model
    assert model.regularizers is given
    assert given[0][1].tau == 1
    model.set_params(regularizers__s="drop")
    assert given[1][1].tau == 1  # the list of the user is as it was
    assert type(model.regularizers) is container
    assert model.regularizers[1] == ("s", "drop")
    assert model.get_params()["regularizers__s"] == "drop"


@pytest.mark.parametrize("kind", WITH_REGULARIZERS)
def test_entries_without_names_are_called_by_their_classes(kind):
    model = kind(3, regularizers=[Decorrelator(1), SmoothSparsePhi(2), Decorrelator(3)])
    model.set_params(regularizers__smoothsparsephi__tau=5)
    model.set_params(**{"regularizers__decorrelator-2__tau": 7})
    assert [item.tau for item in model.regularizers] == [1, 5, 7]
    model.set_params(**{"regularizers__decorrelator-1": "drop"})
    # The other one keeps its name.
    assert model.get_params()["regularizers__decorrelator-2__tau"] == 7


@pytest.mark.parametrize("kind", [*WITH_REGULARIZERS, PLSA])
def test_what_get_params_gives_set_params_takes(kind):
    model = kind(3) if kind is PLSA else named(kind)
    again = kind().set_params(**model.get_params())
    assert repr(again) == repr(model)
    assert repr(clone(model)) == repr(model)


def test_a_list_and_what_is_in_it_in_one_call():
    model = ARTM(3).set_params(
        regularizers__x__tau=4,
        regularizers__y="drop",
        regularizers=[("x", Decorrelator()), ("y", Decorrelator())],
        n_components=7,
    )
    assert model.regularizers[0][1].tau == 4
    assert model.regularizers[1] == ("y", "drop")
    assert model.n_components == 7


def test_a_clone_has_regularizers_of_its_own():
    model = named(ARTM)
    clone(model).set_params(regularizers__d__tau=9)
    assert model.regularizers[0][1].tau == 0.1


@pytest.mark.parametrize(
    ("regularizers", "params", "message"),
    [
        ([("d", Decorrelator())], {"regularizers__x__tau": 1}, r"names are \['d'\]"),
        ([("d", Decorrelator())], {"regularizers__x": "drop"}, r"names are \['d'\]"),
        ([("d", Decorrelator())], {"regularizers__d__weight": 1}, "'weight'"),
        ([("d", "drop")], {"regularizers__d__tau": 1}, "'d' is 'drop', which has no"),
        (None, {"regularizers__d__tau": 1}, "there is no list of them.*None"),
        (np.negative, {"regularizers__d__tau": 1}, "there is no list of them"),
        ([("d", Decorrelator())], {"modalities__a": 1}, "modalities is None"),
        ([("d", Decorrelator())], {"nothing": 1}, "Invalid parameter 'nothing'"),
    ],
    ids=str,
)
def test_what_there_is_not_is_refused_and_nothing_set(regularizers, params, message):
    model = ARTM(3, regularizers)
    before = repr(model)
    with pytest.raises(ValueError, match=message):
        model.set_params(n_components=9, **params)
    assert repr(model) == before


def test_all_or_nothing_within_a_list():
    model = named(ARTM)
    with pytest.raises(ValueError, match="'weight'"):
        model.set_params(regularizers__d__tau=5, regularizers__s__weight=1)
    assert model.regularizers[0][1].tau == 0.1


def test_names_of_bigartm_are_still_explained():
    with pytest.raises(ValueError, match="BigARTM"):
        ARTM().set_params(num_topics=3)


def test_unions_and_single_regularizers_as_ever():
    union = ARTM(2, RegularizerUnion([("d", Decorrelator())]))
    assert union.set_params(regularizers__d__tau=3).regularizers.regularizers[0][1].tau
    alone = ARTM(2, Decorrelator()).set_params(regularizers__tau=3)
    assert alone.regularizers.tau == 3


def test_levels_of_a_hierarchy():
    model = HierarchicalARTM([("top", named(ARTM)), ("fine", ARTM(4))])
    model.set_params(top__regularizers__d__tau=2, fine__n_components=5)
    assert model.levels[0][1].regularizers[0][1].tau == 2
    assert model.get_params()["top__regularizers__s__tau"] == 1


def test_searched_in_a_pipeline():
    model = ARTM(2, [SmoothSparseTheta(0.1), ("d", Decorrelator())], random_state=0)
    search = GridSearchCV(
        make_pipeline(FunctionTransformer(), model),
        {
            "artm__regularizers__smoothsparsetheta__tau": [0.1, 0.5],
            "artm__regularizers__d": ["drop", Decorrelator(0.2)],
        },
        cv=2,
    ).fit(X)
    assert len(search.cv_results_["params"]) == 4
    best = search.best_estimator_[-1].get_params()
    for name, value in search.best_params_.items():
        assert repr(best[name.removeprefix("artm__")]) == repr(value)


def test_a_union_without_names():
    union = RegularizerUnion([Decorrelator(1), ("x", Decorrelator(2)), Decorrelator(3)])
    union.set_params(**{"decorrelator-2__tau": 9})
    assert union.regularizers[2].tau == 9
    assert union.get_params()["x__tau"] == 2
    names = [part.name for part in union.bind(None, 2).parts]
    assert names == ["decorrelator-1", "x", "decorrelator-2"]
    assert repr(clone(union)) == repr(union)
    ARTM(2, union, random_state=0).fit(X)


def test_make_regularizer_union():
    union = make_regularizer_union(Decorrelator(1), np.negative, Decorrelator(2))
    names = ["decorrelator-1", "negative", "decorrelator-2"]
    assert [name for name, _ in union.regularizers] == names
    assert make_regularizer_union().regularizers == []
    with pytest.raises(TypeError, match="must be a function"):
        make_regularizer_union(Decorrelator(1), 3)


def test_a_name_that_is_given_is_not_given_again():
    union = make_regularizer_union(Decorrelator(1), ("decorrelator", Decorrelator(2)))
    assert [name for name, _ in union.regularizers] == [
        "decorrelator-1",
        "decorrelator",
    ]


# Weights of modalities ------------------------------------------------------------


MODALITIES = {"text": slice(0, 2), "tags": (slice(2, 4), 5.0)}


@pytest.mark.parametrize("kind", [ARTM, ThetalessARTM])
def test_weights_of_modalities(kind):
    model = kind(2, modalities=MODALITIES, random_state=0)
    params = model.get_params()
    assert (params["modalities__text"], params["modalities__tags"]) == (1.0, 5.0)
    model.set_params(modalities__tags=3.0, modalities__text=2)
    expected = {"text": (slice(0, 2), 2), "tags": (slice(2, 4), 3.0)}
    assert model.modalities == expected
    assert MODALITIES["tags"][1] == 5.0  # the dict of the user is as it was
    whole = kind(2, modalities=expected, random_state=0).fit(X)
    np.testing.assert_array_equal(model.fit(X).components_, whole.components_)


def test_modalities_that_are_weights_alone():
    model = ARTM(2, modalities={"text": 1.0, "my__tags": 2})
    model.set_params(modalities__my__tags=4.5)
    assert model.modalities == {"text": 1.0, "my__tags": 4.5}


def test_a_modality_given_as_a_whole():
    model = ARTM(2, modalities={"text": "text__", "tags": ["tags__", 2.0]})
    model.set_params(modalities__text=("words__", 0.5), modalities__tags=3)
    assert model.modalities == {"text": ("words__", 0.5), "tags": ["tags__", 3]}


def test_unknown_modalities():
    model = ARTM(2, modalities=MODALITIES)
    with pytest.raises(ValueError, match=r"names of modalities are \['text', 'tags'\]"):
        model.set_params(n_components=5, modalities__authors=1)
    assert model.n_components == 2


def test_weights_are_searched():
    search = GridSearchCV(
        ARTM(2, modalities=MODALITIES, random_state=0),
        {"modalities__tags": [1.0, 4.0]},
        cv=2,
    ).fit(X)
    weight = search.best_params_["modalities__tags"]
    assert search.best_estimator_.modalities["tags"] == (slice(2, 4), weight)


# Functions that cannot be pickled ---------------------------------------------------


def late():
    return Decorrelator(0.1, schedule=lambda number: number > 2)


@pytest.mark.parametrize(
    "regularizers",
    [
        late(),
        [late()],
        [("decorrelator", late())],
        RegularizerUnion([("decorrelator", late())]),
        make_regularizer_union(SmoothSparsePhi(0.1), late()),
    ],
    ids=["alone", "list", "names", "union", "made"],
)
@pytest.mark.parametrize("dump", [pickle.dumps, joblib.dump], ids=["pickle", "joblib"])
def test_an_unpicklable_schedule_is_named(regularizers, dump):
    model = make_pipeline(ARTM(2, regularizers, random_state=0)).fit(X)
    where = [io.BytesIO()] if dump is joblib.dump else []
    message = "schedule of the regularizer 'decorrelator' cannot be pickled: .*lambda"
    with pytest.raises(pickle.PicklingError, match=message):
        dump(model, *where)
    again = copy.deepcopy(model)  # in memory, any function goes
    np.testing.assert_array_equal(again[-1].components_, model[-1].components_)
    assert copy.copy(model[-1]).regularizers is model[-1].regularizers


def test_an_unpicklable_regularizer_is_named():
    model = ARTM(2, [lambda phi, n_wt, n_t: -phi], random_state=0).fit(X)
    with pytest.raises(pickle.PicklingError, match="'<lambda>' cannot be pickled"):
        pickle.dumps(model)


def test_an_unpicklable_parameter_is_named():
    model = AttentiveARTM(2, attention=lambda distance: 1 / distance)
    with pytest.raises(pickle.PicklingError, match="parameter attention cannot be"):
        pickle.dumps(model)
    model = ARTM(2, [Decorrelator(schedule=partial(lambda a, b: a * b, 2))])
    with pytest.raises(pickle.PicklingError, match=r"schedule of .*partial"):
        pickle.dumps(model)


def test_functions_of_a_module_are_pickled():
    model = ARTM(2, [("f", np.cross), Decorrelator(schedule=late), late])
    again = pickle.loads(pickle.dumps(model))
    assert again.regularizers[0][1] is np.cross
    assert again.regularizers[1].schedule is late


def test_what_sends_models_to_processes_takes_lambdas():
    cloudpickle = pytest.importorskip("cloudpickle")
    model = ARTM(2, [late(), lambda phi, n_wt, n_t: -phi])
    again = pickle.loads(cloudpickle.dumps(model))
    assert again.regularizers[0].schedule(3) is True

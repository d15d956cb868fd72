"""Names of other packages: errors that say what to use here."""

import copy
import importlib
import inspect
import pickle
import re
from abc import ABC

import numpy as np
import pytest
from public_estimators import public_classes
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics import BERTopic, Doc2Vec, LatentDirichletAllocation, Top2Vec
from sktopics._other_names import OtherNamesMixin
from sktopics.topics import Topic, TopicTable

CLASSES = [cls for cls in public_classes().values() if issubclass(cls, OtherNamesMixin)]
PARAMETERS = [(cls, name) for cls in CLASSES for name in cls.__other_names__.parameters]
ATTRIBUTES = [
    (cls, name)
    for cls in CLASSES
    for name in (*cls.__other_names__.attributes, *cls.__other_names__.parameters)
]
ids = {"ids": lambda value: getattr(value, "__name__", value)}


def test_the_models_that_others_have_too_know_their_names():
    names = {cls.__name__ for cls in CLASSES}
    assert {"BERTopic", "Doc2Vec", "LatentDirichletAllocation", "Top2Vec"} <= names


@pytest.mark.parametrize(("cls", "name"), PARAMETERS, **ids)
def test_parameters_of_others_are_refused_with_ours(cls, name):
    instead = cls.__other_names__.parameters[name]
    with pytest.raises(TypeError) as caught:
        cls(**{name: 3})
    said = f"{cls.__name__}() got an unexpected keyword argument. {name!r} is a name of"
    assert str(caught.value).startswith(said)
    assert str(caught.value).endswith(instead)
    model = cls()
    before = model.get_params()
    with pytest.raises(ValueError, match=f"Invalid parameter for {cls.__name__}") as e:
        model.set_params(random_state=7, **{name: 3})
    assert str(e.value).endswith(instead)
    assert model.get_params() == before
    with pytest.raises(ValueError, match=re.escape(instead)):
        make_pipeline(cls()).set_params(**{f"{cls.__name__.lower()}__{name}": 3})


@pytest.mark.parametrize(("cls", "name"), ATTRIBUTES, **ids)
def test_attributes_of_others_are_refused_with_ours(cls, name):
    model = cls()
    assert not hasattr(model, name)
    assert getattr(model, name, "nothing") == "nothing"
    with pytest.raises(AttributeError) as caught:
        getattr(model, name)
    said = f"{cls.__name__!r} object has no attribute {name!r}, which is a name of"
    assert str(caught.value).startswith(said)
    other = cls.__other_names__
    assert str(caught.value).endswith(
        other.attributes.get(name) or other.parameters[name]
    )
    assert name not in dir(model)
    setattr(model, name, 3)  # of a subclass, for instance
    assert getattr(model, name) == 3
    assert name in dir(model)


@pytest.mark.parametrize("cls", CLASSES)
def test_what_others_call_on_the_class_is_refused_with_ours(cls):
    assert "load" in cls.__other_names__.attributes
    for name in cls.__other_names__.attributes:
        assert not hasattr(cls, name)
        assert name not in dir(cls)
        said = f"type object {cls.__name__!r} has no attribute {name!r}, which is"
        with pytest.raises(AttributeError, match=said):
            getattr(cls, name)


def test_several_old_keywords_are_all_named():
    said = "'embedding_model' is a name.* Use encoder.*'nr_topics' is.*n_topics"
    with pytest.raises(TypeError, match=said):
        BERTopic(nr_topics=3, embedding_model="a", min_topic_size=5)


# --- what is said is true ---------------------------------------------------------


def known_here(cls):
    """All names that an error may send a user of the class to."""
    known = set(inspect.signature(cls).parameters) | set(dir(cls))
    known |= {name for base in cls.__mro__ for name in inspect.get_annotations(base)}
    for _, method in inspect.getmembers(cls, inspect.isfunction):
        known |= set(inspect.signature(method).parameters)
    for part in (TopicTable, Topic):
        known |= set(dir(part)) | set(inspect.get_annotations(part))
    for family in sktopics._FAMILIES:
        known |= set(getattr(sktopics, family).__all__)
        for other in public_classes().values():
            known |= set(inspect.signature(other).parameters)
            known |= set(inspect.get_annotations(other))
    # Of other packages, and beside names in sentences.
    return known | {"fit_transform", "parallel_config", "min_df", "max_df"}


@pytest.mark.parametrize("cls", CLASSES)
def test_errors_name_what_there_is(cls):
    known = known_here(cls) | {"ngram_range", "low_memory"}
    other = cls.__other_names__
    for name, instead in {**other.parameters, **other.attributes}.items():
        assert instead[0].isupper()
        assert instead[-1] == "."
        named = set(re.findall(r"\b[a-z]\w*_\w*\b(?!-)", instead))
        of_parts = {each for each in named if "__" in each}
        cls().set_params(**dict.fromkeys(of_parts, 3))
        assert named - of_parts <= known, name
        for path in re.findall(r"\bsktopics\.(\w+)\.(\w+)", instead):
            assert hasattr(getattr(sktopics, path[0]), path[1]), name


@pytest.mark.parametrize("cls", CLASSES)
def test_names_of_ours_are_not_among_those_of_others(cls):
    other = cls.__other_names__
    assert not set(other.parameters) & set(inspect.signature(cls).parameters)
    mine = {name for base in cls.__mro__ for name in inspect.get_annotations(base)}
    assert not (set(other.attributes) | set(other.parameters)) & mine
    for name in other.attributes:
        assert not hasattr(cls, name), f"There is {name} now: leave it out."


@pytest.mark.parametrize(
    ("cls", "package", "of_others"),
    [
        (BERTopic, "bertopic", "BERTopic"),
        (Top2Vec, "top2vec", "Top2Vec"),
        (sktopics.ContextualTop2Vec, "top2vec", "Top2Vec"),
        (LatentDirichletAllocation, "gensim.models", "LdaModel"),
        (LatentDirichletAllocation, "gensim.models", "LdaMulticore"),
        (sktopics.AuthorTopicModel, "gensim.models", "AuthorTopicModel"),
        (Doc2Vec, "gensim.models", "Doc2Vec"),
    ],
)
def test_all_parameters_of_the_other_package_are_known(cls, package, of_others):
    theirs = getattr(pytest.importorskip(package), of_others)
    names = set(inspect.signature(theirs).parameters)
    names -= {"kwargs", "comment", "ns_conf", "batch"}  # of no use to anybody here
    names -= set(inspect.signature(cls).parameters)
    assert names <= set(cls.__other_names__.parameters)


@pytest.mark.parametrize(
    ("cls", "package", "of_others"),
    [(BERTopic, "bertopic", "BERTopic"), (Top2Vec, "top2vec", "Top2Vec")],
)
def test_all_methods_of_the_other_package_are_known(cls, package, of_others):
    theirs = getattr(pytest.importorskip(package), of_others)
    names = {name for name in vars(theirs) if name[0] != "_"}
    names -= {"delete_topics"}
    assert not {
        name
        for name in names - set(cls.__other_names__.attributes)
        if name not in dir(cls)
    }


# --- nothing else changes ---------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES)
def test_other_mistakes_are_the_errors_of_python_and_scikit_learn(cls):
    with pytest.raises(TypeError, match="unexpected keyword argument 'nonsense'"):
        cls(nonsense=1)
    with pytest.raises(ValueError, match="Invalid parameter 'nonsense' for estimator"):
        cls().set_params(nonsense=1)
    said = f"^{cls.__name__!r} object has no attribute 'nonsense'$"
    with pytest.raises(AttributeError, match=said):
        _ = cls().nonsense
    with pytest.raises(AttributeError, match=r"has no attribute 'nonsense'$"):
        _ = cls.nonsense


@pytest.mark.parametrize("cls", CLASSES)
def test_models_are_copied_pickled_cloned_and_printed(cls):
    model = cls(random_state=3)
    for other in (
        clone(model),
        copy.copy(model),
        copy.deepcopy(model),
        pickle.loads(pickle.dumps(model)),
        object.__new__(cls).set_params(),
    ):
        assert type(other) is cls
    assert clone(model).random_state == 3
    assert "random_state=3" in repr(model)
    assert (
        list(inspect.signature(cls).parameters)
        == list(inspect.signature(cls.__init__).parameters)[1:]
    )
    assert cls.__init__.__name__ == "__init__"


def test_properties_keep_their_reasons():
    with pytest.raises(NotFittedError, match="BERTopic instance is not fitted"):
        _ = BERTopic().topics_
    assert not hasattr(BERTopic(), "topics_")
    with pytest.raises(AttributeError) as caught:
        _ = BERTopic().partial_fit
    assert "IncrementalPCA" in str(caught.value.__cause__)
    assert not hasattr(BERTopic(), "partial_fit")


class Short(BERTopic):
    """With fewer parameters."""

    def __init__(self, n_clusters=3):
        super().__init__(None, None, KMeans(n_clusters, n_init=1), random_state=0)
        self.n_clusters = n_clusters

    def get_topic(self, topic):
        return self.topics_.topic(topic)


class Passing(BERTopic):
    """That passes keywords on, and has one of the old names as its own."""

    def __init__(self, nr_topics=4, **options):
        super().__init__(n_topics=nr_topics, **options)
        self.nr_topics = nr_topics


def test_subclasses_have_names_of_their_own():
    assert list(inspect.signature(Short).parameters) == ["n_clusters"]
    with pytest.raises(TypeError, match=r"Short\(\) got an.*'nr_topics' is a name"):
        Short(nr_topics=3)
    with pytest.raises(AttributeError, match=r"'Short' object has no.*'get_topics'"):
        _ = Short().get_topics
    with pytest.raises(AttributeError, match=r"'Short' has no attribute 'load'"):
        _ = Short.load
    assert callable(Short().get_topic)
    passing = Passing(5, min_topic_size=4)
    assert (passing.nr_topics, passing.n_topics, passing.min_topic_size) == (5, 5, 4)
    with pytest.raises(TypeError, match=r"Passing\(\) got.*Use encoder"):
        Passing(5, embedding_model="a")
    # A subclass may define what the class lacks, and be abstract.
    Loading = type("Loading", (BERTopic,), {"load": classmethod(lambda cls: cls())})
    assert type(Loading.load()) is Loading
    Abstract = type(Loading)("Abstract", (BERTopic, ABC), {})
    assert isinstance(Abstract(), BERTopic)


# --- languages --------------------------------------------------------------------


@pytest.mark.parametrize(
    "language",
    ["english", "English", "multilingual", "chinese (simplified)", "canadian french"],
)
def test_a_language_is_no_encoder(language, tmp_path, monkeypatch):
    documents, vectors = ["sea", "tax"] * 10, np.eye(20)
    said = re.escape(f"encoder={language!r} names a language, and no model")
    with pytest.raises(ValueError, match=f"{said}.*paraphrase-multilingual"):
        BERTopic(language).fit(documents)
    with pytest.raises(ValueError, match=said):
        BERTopic(language, PCA(2), KMeans(2)).fit(documents, embeddings=vectors)
    # A folder may be called so.
    monkeypatch.chdir(tmp_path)
    (tmp_path / language).mkdir()
    BERTopic(language, PCA(2), KMeans(2)).fit(documents, embeddings=vectors)


def test_hints_name_functions_that_there_are():
    hints = [
        said
        for cls in CLASSES
        for names in (cls.__other_names__.parameters, cls.__other_names__.attributes)
        for said in names.values()
    ]
    named = set(re.findall(r"\bsktopics\.(\w+)\.(\w+)", " ".join(hints)))
    assert len(named) > 12
    for family, name in named:
        assert name in importlib.import_module(f"sktopics.{family}").__all__

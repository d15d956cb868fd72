"""Errors at random lines of Python, in everything that a model can be asked to do."""

from observing import Case, HalfChanged
from sklearn.base import clone
from subjects import METHODS

from sktopics.testing._interrupts import outcomes

# What changes fitted models of clusters, or asks models something, beside `METHODS`.
_MORE = {
    "BERTopic": {
        "merge_topics": lambda model, X: model.merge_topics([0, 1], X=X),
        "reduce_topics": lambda model, X: model.reduce_topics(2, X=X),
        "name_topics": lambda model, X: model.name_topics({0: "space"}),
        "update_topics": lambda model, X: model.update_topics(X),
        "match_topics_to": lambda model, X: model.match_topics_to(model),
    },
    "Top2Vec": {
        "merge_topics": lambda model, X: model.merge_topics([0, 1], X=X),
        "reduce_topics": lambda model, X: model.reduce_topics(2, X=X),
        "update_topics": lambda model, X: model.update_topics(X),
        "recluster": lambda model, X: model.recluster(X),
        "forget": lambda model, X: model.forget([0, 1], X),
    },
    "Doc2Vec": {"trim": lambda model, X: model.trim()},
    "AuthorTopicModel": {
        "similar_authors": lambda model, X: model.similar_authors("author 1")
    },
}


def draw(rng, subjects):
    """Return a case: a call that ends with an error at some line."""
    subject = list(subjects.values())[rng.integers(len(subjects))]
    more = _MORE.get(type(subject.model).__name__, {})
    names = [*subject.methods, *more]
    # What changes models comes more often.
    often = [3 if METHODS.get(name, True) else 1 for name in names]
    name = names[rng.choice(len(names), p=[n / sum(often) for n in often])]
    fresh = METHODS.get(name, False) and rng.random() < 0.2
    model = clone(subject.model) if fresh else subject.model
    seed = int(rng.integers(2**32))

    def call(victim):
        if name in more:
            return more[name](victim, subject.X)
        return getattr(victim, name)(subject.X, **subject.beside(name))

    def interrupt():
        changes = METHODS.get(name, True)
        for outcome in outcomes(model, call, number=1, seed=seed):
            if outcome.state == "half-changed" or (
                outcome.state == "completed" and not changes
            ):
                raise HalfChanged(f"line {outcome.line}: {outcome.differs}")

    return Case(f"{subject.name}.{name}{' (new)' * fresh}, interrupted", interrupt)

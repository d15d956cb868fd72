"""Fitting Doc2Vec: from what a user passes in to fitted attributes."""

from functools import partial

import numpy as np
from sklearn.utils import check_random_state

from .._fit_loop import make_passes
from .._groups import check_kind_of_names, quote
from ._architectures import architecture_of
from ._divergence import check_loss, check_state
from ._doc2vec_training import Course, State, passes
from ._flat_documents import documents_of
from ._learning_rates import warn_of_rising_rates
from ._limits import check_size
from ._storage import initial_words


def fitted_anew(model, X, tags, place, given=None):
    """Return the fitted attributes of a model that starts from nothing.

    `place` is the `DocumentVectors` to train in; `given` is what callbacks are given as
    training data, None if there are none.
    """
    architecture = _checked_architecture(model)
    warn_of_rising_rates(model)
    random_state = check_random_state(model.random_state)
    seed = int(random_state.randint(np.iinfo(np.int32).max))
    documents, survey = _surveyed(model, X, tags, architecture, seed, reset=True)
    names, terms = _tag_names(survey), _term_names(model)
    check_size(model, len(names), len(terms), survey.longest)
    vectors = place.room((len(names), model.vector_size))
    state = State.new(model, architecture, survey.counts, vectors, seed)
    locks = initial_words(model, terms, state.word_vectors)
    about = {
        "tags_": names,
        "terms_": terms,
        "has_tags_": survey.names is not None,
        "trains_words_": architecture.trains_words
        or model.init_word_vectors is not None,
        "random_seed_": seed,
        "tree_size_": state.tree_size,
    }
    run = _passes(model, documents, survey, state, locks, names)
    check = partial(check_state, model, state, locks, survey, 0)
    fitted = _train(model, run, state, about, [], check, given)
    return fitted | {"document_vectors_": place.kept(vectors)}


def continued(model, X, tags, place, *, again=False, given=None):
    """Return the fitted attributes that change where a model goes on training.

    Parameters
    ----------
    model : Doc2Vec
    X, tags
        New documents; or with `again` those that the model was fitted on.
    place : DocumentVectors
        Where to train.
    again : bool, default=False
    given : tuple or None
        See `fitted_anew`.
    """
    architecture = _checked_architecture(model)
    _check_whole(model)
    warn_of_rising_rates(model, model)
    seed = model.random_seed_
    documents, survey = _surveyed(model, X, tags, architecture, seed, grow=True)
    first = 0 if again else len(model.tags_)
    names = _known_names(model, survey) if again else _more_names(model, survey)
    state = State.fitted(model, copy=True)
    if state.word_vectors.shape[1] != model.vector_size:
        raise ValueError(
            f"vector_size is {model.vector_size}, and the model was fitted with "
            f"{state.word_vectors.shape[1]}."
        )
    terms = _grown(model, state, survey, len(names))
    state.term_counts = survey.counts if again else state.term_counts + survey.counts
    n_before = len(model.terms_)
    locks = initial_words(model, terms, state.word_vectors, n_before)
    shape = len(names), model.vector_size
    state.document_vectors = place.room(shape, model.document_vectors_)
    done = model.n_iter_
    run = _passes(model, documents, survey, state, locks, names, first, done)
    changed = 0 if model.has_tags_ else first
    check = partial(check_state, model, state, locks, survey, changed)
    about = {"tags_": names, "terms_": terms, "tree_size_": state.tree_size}
    fitted = _train(model, run, state, about, model.loss_curve_, check, given)
    return fitted | {"document_vectors_": place.kept(state.document_vectors)}


def _grown(model, state, survey, n_tags):
    """Return the terms of a model, with vectors of those that are new in `state`."""
    if model.n_features_in_ == len(model.terms_):
        return model.terms_
    terms = _term_names(model)
    check_size(model, n_tags, len(terms), survey.longest)
    # Whether the architecture is the one fitted is seen before there is room for more.
    state.weights(model, None)
    state.add_words(model, survey.counts)
    return terms


def _passes(model, documents, survey, state, locks, names, first=0, done=0):
    """Return a generator of passes, after `done` earlier ones.

    Documents without tags have the rows from `first` on.
    """
    places = None
    if survey.names is not None and names.dtype.kind != "i":
        places = {name: i for i, name in enumerate(names.tolist())}
    course = Course(
        float(model.alpha), float(model.min_alpha), model.epochs, done, model.n_jobs
    )
    return passes(
        documents,
        survey,
        (first, places),
        architecture_of(model),
        course,
        state.weights(model, locks),
        state.document_vectors,
    )


def _train(model, run, state, about, curve, check, given=None):
    """Make passes; return all fitted attributes.

    `check` is called with the number of passes, before vectors are handed out, and
    raises an error if they are not finite. `given` is what callbacks are given as
    training data, None if there are none.
    """
    n_before, curve = len(curve), list(curve)
    assess = partial(_assess, model, curve, n_before)

    def attributes(copy):
        check(len(curve) - n_before)
        fitted = _attributes(state, curve, copy)
        return {**about, **fitted, "alpha_": float(model.alpha)}

    if given is not None:
        make_passes(
            model,
            run,
            *given,
            max_iter=model.epochs,
            attributes=partial(attributes, copy=True),
            assess=assess,
        )
    else:
        for n_iter, loss in enumerate(run, 1):
            if assess(n_iter, loss):
                break
    return attributes(copy=False)


def _attributes(state, curve, copy):
    """Fitted attributes; copied, while training goes on."""
    fitted = {
        "word_vectors_": state.word_vectors,
        "output_vectors_": state.output_vectors,
        "node_vectors_": state.node_vectors,
        "document_vectors_": state.document_vectors,
        "term_counts_": state.term_counts,
        "tree_counts_": state.tree_counts,
        "loss_curve_": curve,
    }
    if copy:
        fitted = {k: None if v is None else v.copy() for k, v in fitted.items()}
    loss = curve[-1] if curve else np.nan
    return {**fitted, "loss_": loss, "n_iter_": len(curve)}


def _assess(model, curve, n_before, n_iter, loss):
    """Note the loss of a pass, and say whether to stop."""
    check_loss(model, loss, n_iter)
    curve.append(float(loss))
    if model.verbose:
        print(f"epoch: {n_iter} of epochs: {model.epochs}, loss: {loss:.4f}")
    if not model.tol or len(curve) - n_before < 2:
        return False
    return curve[-2] - curve[-1] < model.tol * curve[-2]


def _checked_architecture(model):
    if not model.negative and not model.hs:
        raise ValueError(
            "negative=0 without hs=True leaves nothing to learn from: set negative to "
            "the number of noise words, or hs=True for hierarchical softmax."
        )
    return architecture_of(model)


def _surveyed(model, X, tags, architecture, seed, reset=False, grow=False):
    """Documents, and what they are like.

    `reset` says whether the terms are to be learned from them, `grow` whether those
    that are new are. After the first batch they always are: none may be lost.
    """
    n_terms, n_batches = None, 0

    def check(X):
        nonlocal n_batches
        learns = reset and n_batches == 0
        grows = grow or (reset and n_batches > 0)
        X = model._check_documents(X, reset=learns, grow=grows)
        n_batches += 1
        if n_terms is not None and model.n_features_in_ > n_terms:
            raise ValueError(
                "Terms of the stream changed while it was read: "
                f"{quote(model.feature_names_in_[n_terms:])} are new."
            )
        return X

    documents = documents_of(X, tags, check, architecture.takes_counts, seed)
    survey = documents.survey(lambda: model.n_features_in_, architecture.required_tags)
    n_terms = model.n_features_in_
    return documents, survey


def _term_names(model):
    names = getattr(model, "feature_names_in_", None)
    if names is not None:
        return names.astype(object)
    names = np.empty(model.n_features_in_, dtype=object)
    names[:] = [str(i) for i in range(len(names))]
    return names


def _tag_names(survey):
    return np.arange(survey.n_documents) if survey.names is None else survey.names


def _more_names(model, survey):
    """Return the tags of a fitted model, and after them the new ones."""
    known = model.tags_
    _check_kind_of_tags(model, survey)
    if survey.names is None:
        return np.arange(len(known) + survey.n_documents)
    if known.dtype.kind == "i":
        return known
    return np.concatenate([known, np.array(_new_names(model, survey), dtype=object)])


def _known_names(model, survey):
    """Return the tags of a fitted model, if the documents are those it was fitted on.

    As far as can be told: without tags they are as many, and have as many of each word.
    """
    known, n_terms = model.tags_, len(model.terms_)
    _check_kind_of_tags(model, survey)
    what = "With warm_start=True fit goes on with the documents that it had before"
    cure = "Call partial_fit for new documents, or set warm_start=False to start over."
    if model.n_features_in_ > n_terms:
        new = quote(model.feature_names_in_[n_terms:])
        raise ValueError(f"{what}: it does not know the terms {new}. {cure}")
    if survey.names is None:
        if survey.n_documents != len(known):
            raise ValueError(
                f"{what}: these are {survey.n_documents} documents, and the model has "
                f"vectors of {len(known)}. {cure}"
            )
        counts = model.term_counts_
        (other,) = np.nonzero(~np.isclose(survey.counts, counts, rtol=1e-4))
        if len(other):
            i = other[0]
            raise ValueError(
                f"{what}, in the same order: {model.terms_[i]!r} occurs "
                f"{survey.counts[i]:g} times in these, and occurred {counts[i]:g} "
                f"times in those. {cure}"
            )
    elif known.dtype.kind != "i" and (new := _new_names(model, survey)):
        raise ValueError(f"{what}: it does not know the tags {quote(new)}. {cure}")
    return known


def _check_kind_of_tags(model, survey):
    """Raise an error if documents have tags of another kind than those before."""
    known, names = model.tags_, survey.names
    if (names is not None) != model.has_tags_:
        raise ValueError(
            "The model was fitted with tags: pass those of the new documents."
            if model.has_tags_
            else "The model was fitted without tags, with a vector for each document: "
            "it takes none now."
        )
    if names is None:
        return
    if (known.dtype.kind == "i") != (names.dtype.kind == "i"):
        raise ValueError(
            "The tags of the model are columns of an indicator matrix, and the new "
            f"ones have names, such as {quote(names)}."
            if known.dtype.kind == "i"
            else "The tags of the model have names, and the new ones are columns of an "
            "indicator matrix."
        )
    if names.dtype.kind != "i":
        check_kind_of_names(names, known, "tags")
    elif len(names) != len(known):
        raise ValueError(
            f"The indicator matrix of tags has {len(names)} columns; the model "
            f"knows {len(known)} tags."
        )


def _new_names(model, survey):
    """Return the tags of documents that a model does not know."""
    before = set(model.tags_.tolist())
    return [name for name in survey.names.tolist() if name not in before]


def _check_whole(model):
    """Raise an error if a model was trimmed."""
    for name in ("document_vectors_", "output_vectors_"):
        if not hasattr(model, name):
            raise ValueError(
                f"This {type(model).__name__} was trimmed of {name} and can not go on "
                "training."
            )

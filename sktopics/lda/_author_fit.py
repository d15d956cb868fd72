"""Fitting the author-topic model: on a corpus, and on one more batch of a stream."""

from sklearn.utils import check_random_state, gen_batches

from .._fitted import commit, fitted_attributes
from .._sklearn import with_callbacks
from ._author_input import merge_names
from ._author_passes import author_passes, online_author_update, start_topics
from ._author_training import (
    Evaluation,
    author_attributes,
    author_training,
    checked_init,
    fitted_authors,
    new_author_topics,
)
from ._authors import Authors, documents_by_author
from ._lda_training import drawn_generator, fitted_topics
from ._stopping import run_lda_passes


@with_callbacks
def fit_authors(model, given, y, documents):
    """Fit on counts, authors and weights, watched by callbacks, and commit at the end.

    Parameters
    ----------
    model : AuthorTopicModel
    given, y : CSR array, object
        What callbacks are given as training data.
    documents : tuple of (CSR array, Groups, ndarray)
        What `training_documents` gives.
    """
    X, groups, weight = documents
    topics, init = new_author_topics(model, X), checked_init(model, X)
    random_state = check_random_state(model.random_state)
    training = author_training(model, weight.sum(), model.learning_method)
    start_topics(init, X, weight, topics, training, random_state)
    people = Authors.unknown(groups.names, topics.doc_topic_prior)
    people.documents = documents_by_author(groups, weight)
    evaluate = Evaluation(model, people, topics)

    def attributes():
        evaluated = {"evaluations_": list(evaluate.evaluations)}
        return author_attributes(model, people, topics) | evaluated

    n_iter, _ = run_lda_passes(
        model,
        author_passes(documents, people, topics, training, evaluate),
        given,
        y,
        max_iter=training.max_iter,
        perplexity=evaluate.after_pass(*documents),
        attributes=attributes,
    )
    about = {
        "bound_": evaluate.bound(*documents),
        "perplexity_": evaluate.perplexity(*documents),
        "n_iter_": n_iter,
        "random_state_": drawn_generator(model, random_state),
    }
    commit(model, attributes() | about)


def update_authors(model, documents):
    """Learn online from a batch, and commit at the end.

    Parameters
    ----------
    model : AuthorTopicModel
        Fitted or not.
    documents : tuple of (CSR array, Groups, ndarray)
        What `training_documents` gives.
    """
    X, groups, weight = documents
    first = not hasattr(model, "components_")
    if first:
        topics, init = new_author_topics(model, X), checked_init(model, X)
        names = groups.names[:0]
    else:
        topics, names = fitted_topics(model, X.dtype), model.authors_
    groups, new = merge_names(groups, names)
    training = author_training(model, model.total_samples, "online")
    about = fitted_attributes(model)
    if first:
        random_state = check_random_state(model.random_state)
        share = min(weight.sum() / training.total_samples, 1.0)
        start_topics(init, X, weight, topics, training, random_state, share)
        drawn = drawn_generator(model, random_state)
        about = {"n_iter_": 0, "random_state_": drawn}
    people = fitted_authors(model, topics).extended(new, topics.doc_topic_prior)
    evaluate = Evaluation(model, people, topics, about.get("evaluations_", ()))
    for batch in gen_batches(X.shape[0], model.batch_size):
        part = X[batch], groups[batch], weight[batch]
        evaluate.before_update(*part)
        online_author_update(*part, people, topics, training, count=True)
    about["evaluations_"] = evaluate.evaluations
    commit(model, about | author_attributes(model, people, topics))

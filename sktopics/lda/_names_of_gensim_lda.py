"""What gensim's models of topics call it, and what it is called here."""

from .._other_names import OtherNames

_VOCABULARY = (
    "The words are those of the vectorizer: give fit the counts of a CountVectorizer, "
    "in a Pipeline."
)
_TABLE = "Use sktopics.topics.topic_table(model), a table of topics and their words."
_PRIOR = "Use doc_topic_prior; what was given or learned is doc_topic_prior_."
_WORD_PRIOR = "Use topic_word_prior; what was given or learned is topic_word_prior_."
_ALL_TOPICS = "There is no need for it: transform gives all topics, rows sum to 1."
_AUTHORS = "Give the authors of each document to fit, as authors=."

_PARAMETERS = {
    "corpus": "Give fit the counts of a CountVectorizer: fit(X).",
    "id2word": _VOCABULARY,
    "num_topics": "Use n_components.",
    "passes": "Use max_iter.",
    "iterations": "Use max_doc_update_iter.",
    "chunksize": "Use batch_size.",
    "update_every": 'Use learning_method="batch" or "online".',
    "alpha": _PRIOR,
    "eta": _WORD_PRIOR,
    "decay": "Use learning_decay.",
    "offset": "Use learning_offset.",
    "eval_every": "Use evaluate_every.",
    "gamma_threshold": "Use mean_change_tol.",
    "minimum_probability": _ALL_TOPICS,
    "minimum_phi_value": "Use word_topics(X, min_share=...).",
    "per_word_topics": "Use word_topics(X), or sktopics.analysis.word_topics.",
    "workers": "Use n_jobs.",
    "distributed": "Use n_jobs, inside joblib.parallel_config for several machines.",
    "dtype": "The type of X is that of the model: float32, or float64 of float64.",
    "callbacks": "Use set_callbacks.",
}
_ATTRIBUTES = {
    "show_topics": _TABLE,
    "show_topic": _TABLE,
    "print_topics": _TABLE,
    "print_topic": _TABLE,
    "get_topic_terms": _TABLE,
    "get_topics": "Use topic_word_.",
    "get_document_topics": "Use transform.",
    "get_term_topics": "Use sktopics.topics.term_topics.",
    "top_topics": "Use sktopics.metrics.coherence_score.",
    "log_perplexity": "Use score, or bound(X) / X.sum(), which is gensim's figure.",
    "update": "Use partial_fit.",
    "diff": "Use sktopics.topics.topic_difference.",
    "save": "Use joblib.dump(model, path).",
    "load": "Use joblib.load(path).",
}

NAMES_OF_GENSIM_LDA = OtherNames(
    "gensim",
    _PARAMETERS,
    {
        **_ATTRIBUTES,
        "expElogbeta": "Use exp_dirichlet_component_.",
    },
)
NAMES_OF_GENSIM_AUTHORS = OtherNames(
    "gensim",
    {
        **_PARAMETERS,
        "author2doc": _AUTHORS,
        "doc2author": _AUTHORS,
        "serialized": "There is no need for it: the corpus is not kept.",
        "serialization_path": "There is no need for it: the corpus is not kept.",
    },
    {
        **_ATTRIBUTES,
        "inference": "Use transform.",
        "get_author_topics": "Use author_topics(name), or author_topic_ for all.",
        "get_new_author_topics": "Use infer_authors(X).",
        "id2author": "Use authors_.",
        "author2id": "Use authors_.",
    },
)

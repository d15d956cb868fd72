"""What BigARTM calls it, and what it is called here."""

from .._other_names import OtherNames

_VOCABULARY = (
    "The words are those of the vectorizer: give fit the counts of a CountVectorizer, "
    "in a Pipeline."
)
_SCORES = (
    "Use the functions of sktopics.metrics, and sktopics.callbacks.TopicMonitor to "
    "watch them during fit."
)
_MODALITIES = 'Use modalities of ARTM: {"@text": 1.0} is {"text": (columns, 1.0)} of X.'
_TOPICS = (
    "Topics are numbers here; regularizers take some of them by topics=, and tables "
    "take their names by labels=. The names of seed_topics are names of topics."
)
_NOT_NEEDED = (
    "There is no need for it: fit starts from random topics, or from topics that you "
    "give by init."
)
_PSI = "Use child_given_parent_ of HierarchicalARTM."

NAMES_OF_BIGARTM = OtherNames(
    "BigARTM",
    parameters={
        "num_topics": "Use n_components.",
        "num_collection_passes": "Use max_iter.",
        "num_document_passes": "Use max_doc_update_iter.",
        "num_processors": "Use n_jobs.",
        "topic_names": _TOPICS,
        "class_ids": _MODALITIES,
        "transaction_typenames": _MODALITIES,
        "transaction_weights": _MODALITIES,
        "dictionary": _VOCABULARY,
        "scores": _SCORES,
        "seed": "Use random_state.",
        "cache_theta": "Use store_doc_topic=True, and doc_topic_ of the fitted model.",
        "reuse_theta": 'Use theta_start="previous".',
        "parent_model": "Use HierarchicalARTM.",
        "parent_model_weight": "Use parent_weight of HierarchicalARTM.",
        "theta_columns_naming": "Rows of transform are in the order of X.",
        "show_progress_bars": "Use set_callbacks(sklearn.callback.ProgressBar()).",
    },
    attributes={
        "fit_offline": 'Use fit, with learning_method="batch".',
        "fit_online": 'Use fit, with learning_method="online", or partial_fit.',
        "initialize": _NOT_NEEDED,
        "gather_dictionary": _VOCABULARY,
        "phi_": "Use components_, with a row for each topic.",
        "get_phi": "Use components_, with a row for each topic.",
        "get_phi_dense": "Use components_, with a row for each topic.",
        "get_phi_sparse": "Use components_, whose zeros are exact, in a sparse array.",
        "get_theta": "Use transform, with a row for each document.",
        "get_theta_sparse": "Use transform, in a sparse array.",
        "transform_sparse": (
            "Use transform, or word_topics for p(topic | word, document), which "
            "BigARTM calls ptdw."
        ),
        "get_psi": _PSI,
        "get_parent_psi": _PSI,
        "score_tracker": _SCORES,
        "get_score": _SCORES,
        "remove_theta": "There is no need for it: mixtures are not kept.",
        "dump_artm_model": "Use joblib.dump(model, path).",
        "load_artm_model": "Use joblib.load(path).",
        "save": "Use joblib.dump(model, path).",
        "load": "Use joblib.load(path).",
    },
)

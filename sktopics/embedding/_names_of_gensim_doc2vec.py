"""What gensim's Doc2Vec calls it, and what it is called here."""

from .._other_names import OtherNames

_READING = "Use the vectorizer before it, SequenceVectorizer(min_df=..., max_df=...)."
_FIT = "Use fit(X), or partial_fit(X) to go on, with X of a SequenceVectorizer."
_DOCUMENTS = "Use document_vectors_ and tags_, or vector(key) for one."
_WORDS = "Use word_vectors_ and terms_, or vector(word) for one."
_SIMILAR = "Use most_similar, which takes keys and vectors."
_AMONG = "Use most_similar(key, among=[...])."
_ALL = "Use most_similar(key, n=None), which gives all."
_LOSS = "Use loss_curve_ and loss_."
_INIT = (
    "Use init_word_vectors and init_lock; sktopics.embedding.intersect_word2vec_format "
    "reads a file."
)

NAMES_OF_GENSIM_DOC2VEC = OtherNames(
    "gensim",
    parameters={
        "documents": "Give them to fit, as a SequenceVectorizer makes them: fit(X).",
        "corpus_file": (
            "Use SequenceVectorizer().fit_transform(sktopics.text.LineDocuments(path))."
        ),
        "size": "Use vector_size.",
        "iter": "Use epochs.",
        "min_count": _READING,
        "max_vocab_size": _READING,
        "max_final_vocab": _READING,
        "trim_rule": _READING,
        "workers": "Use n_jobs.",
        "seed": "Use random_state.",
        "hashfxn": "There is no need for it: random_state alone decides.",
        "compute_loss": _LOSS,
        "callbacks": "Use set_callbacks, or tol to stop early.",
        "cbow_mean": "Use dm_mean.",
        "dv": "Use fit(X, tags=...) for documents that share vectors.",
        "dv_mapfile": "Use vectors_file.",
        "docvecs_mapfile": "Use vectors_file.",
    },
    attributes={
        "wv": _WORDS,
        "dv": _DOCUMENTS,
        "docvecs": _DOCUMENTS,
        "index_to_key": "Use terms_, or tags_ for documents.",
        "key_to_index": "Use terms_, or tags_ for documents.",
        "build_vocab": _FIT,
        "train": _FIT,
        "infer_vector": "Use transform(X), with X of a SequenceVectorizer.",
        "get_vector": "Use vector(key).",
        "similar_by_word": _SIMILAR,
        "similar_by_key": _SIMILAR,
        "similar_by_vector": _SIMILAR,
        "most_similar_cosmul": 'Use most_similar(method="multiply").',
        "most_similar_to_given": _AMONG,
        "rank": _ALL,
        "closer_than": _ALL,
        "distances": _ALL,
        "similarity_unseen_docs": "Use similarity_unseen.",
        "get_latest_training_loss": _LOSS,
        "running_training_loss": _LOSS,
        "intersect_word2vec_format": _INIT,
        "init_sims": "Use trim.",
        "delete_temporary_training_data": "Use trim.",
        "load_word2vec_format": "Use sktopics.embedding.read_word2vec_format.",
        "save": "Use joblib.dump(model, path).",
        "load": "Use joblib.load(path).",
    },
)

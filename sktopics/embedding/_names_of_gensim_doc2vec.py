"""What gensim's Doc2Vec calls it, and what it is called here."""

from .._other_names import OtherNames

_READING = "Use the vectorizer before it, SequenceVectorizer({})."
_FIT = "Use fit(X), or partial_fit(X) to go on, with X of a SequenceVectorizer."
_DOCUMENTS = "Use document_vectors_ and tags_, or vector(key) for one."
_WORDS = "Use word_vectors_ and terms_, or vector(word) for one."
_SIMILAR = "Use most_similar, which takes keys and vectors."
_AMONG = "Use most_similar(key, among=[...])."
_ALL = "Use most_similar(key, n=None), which gives all."
_VECTOR = "Use vector(key), or vector(key, norm=True) for length 1."
_MEAN = "Use mean_vector(keys, weights)."
_RATIO = "Divide a similarity by the sum of those that most_similar(key, n) gives."
_CENTRALITY = "Sort the keys by their similarity with mean_vector(keys)."
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
        "min_count": _READING.format("min_count=..."),
        "max_vocab_size": _READING.format("max_features=..."),
        "max_final_vocab": _READING.format("max_features=..."),
        "trim_rule": _READING.format("stop_words=... or vocabulary=..."),
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
        "get_vector": _VECTOR,
        "get_mean_vector": _MEAN,
        "build_vocab_from_freq": (
            "Use SequenceVectorizer(vocabulary=sktopics.text.vocabulary_of_frequencies("
            "frequencies, min_count=...)), and fit(X)."
        ),
        "update_weights": "Use partial_fit(X), whose new words are learned.",
        "similar_by_word": _SIMILAR,
        "similar_by_key": _SIMILAR,
        "similar_by_vector": _SIMILAR,
        "most_similar_cosmul": 'Use most_similar(method="multiply").',
        "most_similar_to_given": _AMONG,
        "distances": _ALL,
        "relative_cosine_similarity": _RATIO,
        "rank_by_centrality": _CENTRALITY,
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

_TABLE = "Make WordVectors of the names and the vectors that there should be."
_WRITE = "Use sktopics.embedding.write_word2vec_format(path, *vectors)."
_READ = "Use sktopics.embedding.read_word2vec_format(path)."
_LENGTH = "Use vector(key, norm=True); questions scale vectors themselves."

NAMES_OF_GENSIM_VECTORS = OtherNames(
    "gensim",
    parameters={},
    attributes={
        "index_to_key": "Use terms.",
        "index2word": "Use terms.",
        "key_to_index": "Use terms, whose places are the rows of vectors.",
        "vocab": "Use terms.",
        "vector_size": "Use vectors.shape[1].",
        "get_vector": _VECTOR,
        "word_vec": _VECTOR,
        "get_mean_vector": _MEAN,
        "get_normed_vectors": _LENGTH,
        "fill_norms": _LENGTH,
        "init_sims": _LENGTH,
        "norms": _LENGTH,
        "similar_by_word": _SIMILAR,
        "similar_by_key": _SIMILAR,
        "similar_by_vector": _SIMILAR,
        "most_similar_cosmul": 'Use most_similar(method="multiply").',
        "most_similar_to_given": _AMONG,
        "distances": _ALL,
        "distance": "Use 1 - similarity(first, second).",
        "relative_cosine_similarity": _RATIO,
        "rank_by_centrality": _CENTRALITY,
        "add_vector": _TABLE,
        "add_vectors": _TABLE,
        "vectors_for_all": "Use read_word2vec_format(path, terms=[...]).",
        "intersect_word2vec_format": _INIT,
        "save_word2vec_format": _WRITE,
        "load_word2vec_format": _READ,
        "save": "Use joblib.dump(vectors, path), or write_word2vec_format.",
        "load": "Use joblib.load(path), or read_word2vec_format.",
    },
)

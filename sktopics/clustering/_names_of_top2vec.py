"""What the package top2vec calls it, and what it is called here."""

from .._other_names import OtherNames

_CHUNK = (
    'Use chunk: a number of words, "sentence", "paragraph", or a function that cuts a '
    "text."
)
_PHRASES = "Use ngram_range=(1, 2), which adds phrases to the words."
_REDUCER = "Use reducer, a UMAP of any package with the settings that you want."
_CLUSTERER = (
    "Use clusterer: an HDBSCAN with the settings that you want, of any package."
)
_CONTEXTUAL = "Use sktopics.ContextualTop2Vec, a model of its own."
_NO_INDEX = "There is no need for it: searches are exact and need no index."
_TABLE = "Use topics_, the table of topics: topics_.to_frame(), or topics_.topic(i)."
_SIZES = "Use topic_sizes_."
_VECTORS = "Use topic_embeddings_."
_WORDS = "Use terms_, whose vectors are word_embeddings_."
_IDS = (
    "Use the index of a pandas Series of documents: find_documents calls documents as "
    "it does."
)
_TEXTS = "There is no need for it: texts are not kept, only the examples in topics_."
_HIERARCHY = (
    "Use reduce_topics(n_topics), which returns what each topic has become, or "
    "hierarchy_.cut(n_topics), which leaves the model as it is."
)
_REDUCED = "Use a copy of the model, by copy.deepcopy, and its reduce_topics."

_PARAMETERS = {
    "documents": "Use fit(documents), where documents are given.",
    "contextual_top2vec": _CONTEXTUAL,
    "c_top2vec_smoothing_window": _CONTEXTUAL,
    "min_count": (
        "Use vectorizer=CountVectorizer(min_df=...), which counts documents with the "
        "word."
    ),
    "topic_merge_delta": "Use merge_distance.",
    "ngram_vocab": _PHRASES,
    "ngram_vocab_args": _PHRASES,
    "embedding_model": "Use encoder.",
    "embedding_model_path": "Use encoder, and the path of the folder.",
    "embedding_batch_size": "Use encoder=SentenceEncoder(batch_size=...).",
    "split_documents": _CHUNK,
    "document_chunker": _CHUNK,
    "chunk_length": "Use chunk, the number of words in a part.",
    "max_num_chunks": (
        "There is no limit: documents are read to their end. A function as chunk may "
        "return as few parts as you want."
    ),
    "chunk_overlap_ratio": "Use chunk_overlap.",
    "chunk_len_coverage_ratio": (
        "There are no parts at random: chunk cuts documents from start to end."
    ),
    "sentencizer": 'Use chunk="sentence", or chunk with your function.',
    "speed": "Use set_params(encoder__doc2vec__epochs=...).",
    "use_corpus_file": (
        "There is no need for it: n_jobs alone says how many threads there are."
    ),
    "document_ids": _IDS,
    "keep_documents": _TEXTS,
    "workers": "Use n_jobs.",
    "tokenizer": "Use vectorizer=CountVectorizer(tokenizer=...).",
    "use_embedding_model_tokenizer": (
        "There is no need for it: encoders read texts as they are."
    ),
    "umap_args": _REDUCER,
    "gpu_umap": _REDUCER,
    "hdbscan_args": _CLUSTERER,
    "gpu_hdbscan": _CLUSTERER,
    "index_topics": _NO_INDEX,
    "verbose": "Use encoder=SentenceEncoder(show_progress=True).",
}

_METHODS = {
    "compute_topics": "Use recluster, which encodes nothing.",
    "add_documents": "Use partial_fit(documents).",
    "delete_documents": "Use forget(rows).",
    "save": "Use joblib.dump(model, path).",
    "load": "Use joblib.load(path).",
    "get_num_topics": "Use len(topics_).",
    "get_topic_sizes": _SIZES,
    "get_topics": _TABLE,
    "get_topic_hierarchy": _HIERARCHY,
    "hierarchical_topic_reduction": _HIERARCHY,
    "get_documents_topics": (
        "Use labels_, or best_topics for several topics of a document."
    ),
    "query_documents": "Use find_documents(query=...).",
    "query_topics": "Use find_topics(query).",
    "search_documents_by_vector": "Use find_documents(vector=...).",
    "search_documents_by_topic": "Use find_documents(topic=...).",
    "search_documents_by_keywords": "Use find_documents(words=..., negative=...).",
    "search_documents_by_documents": "Use find_documents(like=..., negative=...).",
    "search_words_by_vector": "Use find_words(vector=...).",
    "similar_words": "Use find_words(words=..., negative=...).",
    "search_topics": "Use find_topics(words=..., negative=...).",
    "search_topics_by_vector": "Use find_topics(vector=...).",
    "index_document_vectors": _NO_INDEX,
    "index_word_vectors": _NO_INDEX,
    "index_topic_vectors": _NO_INDEX,
    "set_embedding_model": (
        "There is no need for it: joblib.dump keeps the encoder, and a function by its "
        "module and name."
    ),
    "update_embedding_model_path": "Use encoder, and the path of the folder.",
    "change_to_download_embedding_model": "Use encoder, and the name of the model.",
    "generate_topic_wordcloud": (
        "Use sktopics.plots.plot_topics(model, topics=[i]): bars tell weights, which "
        "sizes of letters do not."
    ),
    "get_label_vocabulary": _WORDS,
}

_ATTRIBUTES = {
    "document_vectors": "Use document_embeddings_.",
    "topic_vectors": _VECTORS,
    "topic_words": _TABLE,
    "topic_word_scores": _TABLE,
    "topic_sizes": _SIZES,
    "doc_top": "Use labels_.",
    "doc_dist": "Use similarities_.",
    "vocab": _WORDS,
    "word_indexes": _WORDS,
    "hierarchy": _HIERARCHY,
    "model": "Use encoder_.",
    "embed": "Use encoder_.",
    **{
        f"{name}_reduced": _REDUCED
        for name in (
            "topic_vectors",
            "topic_words",
            "topic_word_scores",
            "topic_sizes",
            "doc_top",
            "doc_dist",
        )
    },
}

_OF_CONTEXTUAL = (
    "calculate_documents_topic_distributions",
    "get_document_topic_distribution",
    "get_document_topic_relevance",
    "get_document_token_topic_assignment",
    "get_document_tokens",
)

NAMES_OF_TOP2VEC = OtherNames(
    "the package top2vec",
    parameters=_PARAMETERS,
    attributes={
        **_METHODS,
        **_ATTRIBUTES,
        **dict.fromkeys(_OF_CONTEXTUAL, _CONTEXTUAL),
    },
)

_WINDOWS = (
    "Use window and stride: windows cover documents from start to end, and nothing is "
    "left out."
)
_TOKENS = "Use token_topics(documents), or segments(documents) for passages of text."
_SHARES = "Use doc_topic_."
_RELEVANCE = "Use doc_relevance_."

NAMES_OF_CONTEXTUAL_TOP2VEC = OtherNames(
    "the package top2vec",
    parameters={
        **_PARAMETERS,
        "contextual_top2vec": "There is no need for it: this model is contextual.",
        "c_top2vec_smoothing_window": "Use smoothing.",
        "embedding_batch_size": "Use encoder=TokenEncoder(batch_size=...).",
        "split_documents": _WINDOWS,
        "document_chunker": _WINDOWS,
        "chunk_length": _WINDOWS,
        "max_num_chunks": _WINDOWS,
        "chunk_overlap_ratio": _WINDOWS,
        "chunk_len_coverage_ratio": _WINDOWS,
        "sentencizer": 'Use unit="sentence".',
        "speed": "Use encoder, a Doc2Vec that you have trained.",
        "verbose": "Use encoder=TokenEncoder(show_progress=True).",
    },
    attributes={
        **_METHODS,
        **_ATTRIBUTES,
        "get_documents_topics": (
            "Use doc_topic_, or best_topics for the first topics of a document."
        ),
        "calculate_documents_topic_distributions": _SHARES,
        "get_document_topic_distribution": _SHARES,
        "get_document_topic_relevance": _RELEVANCE,
        "get_document_token_topic_assignment": _TOKENS,
        "get_document_tokens": _TOKENS,
        "document_vectors": "Use window_model_, whose documents are the windows.",
        "doc_dist": _RELEVANCE,
        "doc_topic_distribution": _SHARES,
        "doc_topic_scores": _RELEVANCE,
        "doc_top_tokens": _TOKENS,
        "doc_top_token_dists": _TOKENS,
    },
)

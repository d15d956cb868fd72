"""What the package BERTopic calls it, and what it is called here."""

from .._other_names import OtherNames

_LABELS = "Use labels_, and a data frame of your own for documents beside them."
_TABLE = "Use topics_, the table of topics: topics_.to_frame(), or topics_.topic(i)."
# Functions of sktopics.plots, by what follows "visualize_" there.
_FIGURES = {
    "topics": "plot_topic_map(model)",
    "documents": "plot_documents(model, documents)",
    "document_datamap": "plot_document_datamap(model, documents)",
    "hierarchical_documents": "plot_hierarchical_documents(model, documents)",
    "term_rank": "plot_term_rank(model)",
    "topics_over_time": "plot_topics_over_time(model, documents, times)",
    "topics_per_class": "plot_topics_per_class(model, documents, classes)",
    "distribution": "plot_document_topics(model, document)",
    "approximate_distribution": "token_topics_html(model, document)",
    "hierarchy": "plot_hierarchy(model)",
    "heatmap": "plot_topic_similarity(model)",
    "barchart": "plot_topics(model)",
}
_NAMES = "Use name_topics; name_topics_by_llm asks a language model for names."

NAMES_OF_BERTOPIC = OtherNames(
    "the package BERTopic",
    parameters={
        "language": (
            'Use encoder, the name of a model: "all-MiniLM-L6-v2" for English, '
            '"paraphrase-multilingual-MiniLM-L12-v2" for other languages.'
        ),
        "embedding_model": "Use encoder.",
        "umap_model": 'Use reducer; "umap" is the UMAP of BERTopic.',
        "hdbscan_model": 'Use clusterer; "hdbscan" is the HDBSCAN of BERTopic.',
        "vectorizer_model": "Use vectorizer.",
        "ctfidf_model": "Use weighting.",
        "representation_model": (
            "Use representation, with a class of sktopics.representation or a function "
            "of a table and a context; a list of them, or a dict of aspects."
        ),
        "nr_topics": "Use n_topics, which does not count outliers.",
        "top_n_words": "Use n_top_words.",
        "n_gram_range": "Use vectorizer=CountVectorizer(ngram_range=...).",
        "low_memory": "Use reducer=UMAP(low_memory=True).",
        "seed_topic_list": "Use seed_topics.",
        "zeroshot_topic_list": "Use zeroshot_topics.",
        "verbose": "Use encoder=SentenceEncoder(show_progress=True).",
    },
    attributes={
        "get_topic_info": (
            "Use sktopics.topics.topic_info(model).to_frame(), or topics_.to_frame()."
        ),
        "get_topic": "Use topics_.topic(i), which has terms and weights.",
        "get_topics": _TABLE,
        "get_topic_freq": "Use topic_sizes_ and n_outliers_.",
        "get_document_info": _LABELS,
        "get_representative_docs": (
            "Use topics_.topic(i).documents; n_representative says how many."
        ),
        "get_topic_tree": "Use hierarchical_topics().tree().",
        "create_topic_taxonomy": "Use topic_taxonomy.",
        "set_topic_labels": _NAMES,
        "generate_topic_labels": _NAMES,
        "merge_models": "Use the function sktopics.analysis.merge_models.",
        "save": "Use joblib.dump(model, path).",
        "load": "Use joblib.load(path).",
        "push_to_hf_hub": (
            "There is nothing like it yet: joblib.dump(model, path) writes a file."
        ),
        "c_tf_idf_": "Use components_, whose columns are terms_.",
        "topic_representations_": _TABLE,
        "topic_labels_": "Use topics_.labels, or topic_names_ for those you gave.",
        "custom_labels_": "Use topics_.labels, or topic_names_ for those you gave.",
        "topic_aspects_": "Use topics_.topic(i).aspects.",
        "topic_mapper_": "Use what reduce_topics and merge_topics return, or drift_.",
        "representative_docs_": "Use topics_.topic(i).documents.",
        "representative_images_": (
            "Use topics_.topic(i).documents, whose index is a row of the images; "
            "sktopics.representation.TopicImages draws them."
        ),
        **{
            f"visualize_{what}": f"Use sktopics.plots.{figure}."
            for what, figure in _FIGURES.items()
        },
    },
)

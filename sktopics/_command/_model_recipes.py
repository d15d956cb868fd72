"""Which estimators and parameters each model of the command stands for."""

from dataclasses import dataclass
from typing import Any

from ._python_calls import Call, Variable

# No list of stop words, and words of no language in particular: ISO 639 calls it "mul".
NO_LANGUAGE, _ANY_LANGUAGE = "none", "mul"
_FINEST_LEVEL = 3  # topics of the finest level of a hierarchy for one above
_SVD = 50
_WITHOUT_ENCODER = 20


@dataclass(frozen=True)
class ModelRecipe:
    """A model of the command.

    Parameters
    ----------
    make : callable
        Takes the options, the number of topics or None, and the number of documents;
        returns a `Call` that makes an unfitted model of texts.
    summary : str
        A line for the help.
    learns_number : bool
        Whether the model finds the number of topics itself.
    embeds : bool
        Whether it takes embeddings of documents.
    """

    make: Any
    summary: str
    learns_number: bool = False
    embeds: bool = False


def lda_recipe(options, n_topics, n_documents):
    """Latent Dirichlet allocation of counts of words."""
    path = "sktopics.LatentDirichletAllocation"
    return _counted(options, n_documents, _topics(path, options, n_topics))


def authors_recipe(options, n_topics, n_documents):
    """Topics of authors; documents without authors are left out of the fit."""
    model = _topics("sktopics.AuthorTopicModel", options, n_topics)
    model.named["missing_authors"] = "ignore"
    return _counted(options, n_documents, model)


def plsa_recipe(options, n_topics, n_documents):
    """Probabilistic latent semantic analysis."""
    model = _topics("sktopics.PLSA", options, n_topics)
    return _counted(options, n_documents, model)


def artm_recipe(options, n_topics, n_documents):
    """Topics that differ and are sparse, as in the guide to ARTM."""
    model = _topics("sktopics.ARTM", options, n_topics, _regularizers())
    return _counted(options, n_documents, model)


def thetaless_recipe(options, n_topics, n_documents):
    """ARTM without mixtures of documents."""
    model = _topics("sktopics.ThetalessARTM", options, n_topics)
    return _counted(options, n_documents, model)


def hierarchical_recipe(options, n_topics, n_documents):
    """Two levels of ARTM; `n_topics` is for the lower one."""
    above = max(1, round(n_topics / _FINEST_LEVEL))
    levels = [Call("sktopics.ARTM", (number,)) for number in (above, n_topics)]
    model = Call("sktopics.HierarchicalARTM", (levels,), _started(options))
    return _counted(options, n_documents, model)


def attentive_recipe(options, n_topics, n_documents):
    """AttentiveARTM of words in reading order."""
    model = _topics("sktopics.AttentiveARTM", options, n_topics)
    words = _words(options, n_documents, "sktopics.SequenceVectorizer")
    return _pipeline(words, model)


def nmf_recipe(options, n_topics, n_documents):
    """scikit-learn's factorization of TF-IDF weights."""
    # Twice as many iterations as by default, which seldom are enough.
    named = {"max_iter": 400, "random_state": options.seed}
    model = Call("sklearn.decomposition.NMF", (n_topics,), named)
    return _pipeline(_words(options, n_documents, _TFIDF), model)


def sklearn_lda_recipe(options, n_topics, n_documents):
    """scikit-learn's latent Dirichlet allocation."""
    path = "sklearn.decomposition.LatentDirichletAllocation"
    return _counted(options, n_documents, _topics(path, options, n_topics))


def bertopic_recipe(options, n_topics, n_documents):
    """Clusters of embeddings, by default of TF-IDF weights in fewer dimensions."""
    if options.encoder is not None:
        encoder = (options.encoder,)
    elif options.embeddings is not None:
        encoder = ()
    else:
        size = min(_SVD, max(2, n_documents // 4))
        seed = {"random_state": options.seed}
        svd = Call("sklearn.decomposition.TruncatedSVD", (size,), seed)
        encoder = (_pipeline(_words(options, n_documents, _TFIDF), svd),)
    return _clusters("sktopics.BERTopic", encoder, options, n_topics)


def top2vec_recipe(options, n_topics, n_documents):
    """Clusters in a space of documents and words, by default of Doc2Vec."""
    encoder = () if options.encoder is None else (options.encoder,)
    return _clusters("sktopics.Top2Vec", encoder, options, n_topics)


def contextual_recipe(options, n_topics, n_documents):
    """Clusters of windows of tokens, by default with word vectors of Doc2Vec.

    These need a number of topics, by default 20, or fewer of less than 400 documents.
    """
    if options.encoder is not None:
        encoder = options.encoder
    else:
        named = {"dm": 0, "dbow_words": True, "epochs": 40, **_started(options)}
        vectors = Call("sktopics.Doc2Vec", (_SVD,), named)
        words = _words(options, n_documents, "sktopics.SequenceVectorizer")
        encoder = _pipeline(words, vectors, fitted_on=Variable("documents"))
        if n_topics is None:
            # Windows are much alike by vectors that are the same in all contexts, and
            # form one or two clusters.
            n_topics = min(_WITHOUT_ENCODER, max(2, n_documents // 20))
    return _clusters("sktopics.ContextualTop2Vec", (encoder,), options, n_topics)


MODELS = {
    "lda": ModelRecipe(lda_recipe, "latent Dirichlet allocation (the default)"),
    "bertopic": ModelRecipe(
        bertopic_recipe, "clusters of embeddings", learns_number=True, embeds=True
    ),
    "top2vec": ModelRecipe(
        top2vec_recipe,
        "clusters in a space of documents and words",
        learns_number=True,
        embeds=True,
    ),
    "contextual-top2vec": ModelRecipe(
        contextual_recipe,
        "several topics in a document (20 without --encoder)",
        learns_number=True,
    ),
    "artm": ModelRecipe(artm_recipe, "topics that are sparse and differ"),
    "plsa": ModelRecipe(plsa_recipe, "probabilistic latent semantic analysis"),
    "thetaless": ModelRecipe(thetaless_recipe, "ARTM without mixtures of documents"),
    "hierarchical": ModelRecipe(hierarchical_recipe, "coarse and fine topics"),
    "attentive": ModelRecipe(attentive_recipe, "topics of words in their context"),
    "authors": ModelRecipe(authors_recipe, "what authors write about (--authors)"),
    "nmf": ModelRecipe(nmf_recipe, "scikit-learn's NMF"),
    "sklearn-lda": ModelRecipe(sklearn_lda_recipe, "scikit-learn's LDA"),
}
_TFIDF = "sklearn.feature_extraction.text.TfidfVectorizer"


def _topics(path, options, n_topics, *more):
    return Call(path, (n_topics, *more), _started(options))


def _started(options):
    """Return the parameters that say where a fit starts and how many threads it has."""
    named = {} if options.n_jobs is None else {"n_jobs": options.n_jobs}
    return {**named, "random_state": options.seed}


def _regularizers():
    start = [0] * 10 + [1]
    sparse = {"tau": -0.1, "schedule": start}
    return [
        Call("sktopics.artm.Decorrelator", (), {"tau": 0.1, "relative": True}),
        Call("sktopics.artm.SmoothSparsePhi", (), sparse),
    ]


def _counted(options, n_documents, model):
    words = _words(options, n_documents, "sktopics.OnlineCountVectorizer")
    return _pipeline(words, model)


def _pipeline(*steps, fitted_on=None):
    return Call("sklearn.pipeline.make_pipeline", steps, {}, fitted_on)


def _clusters(path, encoder, options, n_topics):
    named = {"vectorizer": _words_of_clusters(options)}
    if n_topics is not None:
        named["n_topics"] = n_topics
    if options.min_topic_size is not None:
        named["min_topic_size"] = options.min_topic_size
    return Call(path, encoder, {**named, **_started(options)})


def _words(options, n_documents, path):
    """Return the vectorizer of a model of counts."""
    lowest, highest = default_limits(n_documents)
    limits = {
        "min_df": lowest if options.min_df is None else options.min_df,
        "max_df": highest if options.max_df is None else options.max_df,
    }
    return Call(path, (), {**_analysis(options), **limits})


def _words_of_clusters(options):
    """Return the vectorizer that names clusters, whose weights need no limits."""
    limits = {"min_df": options.min_df, "max_df": options.max_df}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return Call("sktopics.OnlineCountVectorizer", (), {**_analysis(options), **given})


def default_limits(n_documents):
    """Return in how many documents a word has to be and may be."""
    lowest = 1 if n_documents < 50 else 2 if n_documents < 1000 else 5
    return lowest, 1.0 if n_documents < 20 else 0.5


def _analysis(options):
    """Return the parameters of a vectorizer that say what its words are."""
    cleaner, lemmas = _cleaner(options), None
    named = {} if cleaner is None else {"preprocessor": cleaner}
    language = None if options.language == NO_LANGUAGE else options.language
    if options.lemmas:
        lemmas = Call("sktopics.text.Lemmatizer", (language,))
        named |= {"tokenizer": lemmas, "token_pattern": None}
    else:
        pattern = (language or _ANY_LANGUAGE,)
        named["token_pattern"] = Call("sktopics.text.word_pattern", pattern)
    if language is not None:
        forms = {"preprocessor": cleaner, "tokenizer": lemmas}
        forms = {key: value for key, value in forms.items() if value is not None}
        if options.stop_words:
            forms["more"] = list(options.stop_words)
        named["stop_words"] = Call("sktopics.text.stop_words", (language,), forms)
    elif options.stop_words:
        named["stop_words"] = list(options.stop_words)
    if options.ngrams > 1:
        named["ngram_range"] = (1, options.ngrams)
    return named


def _cleaner(options):
    if not options.clean:
        return None
    named = {"numbers": "remove"} if options.no_numbers else {}
    if options.no_accents:
        named["accents"] = "remove"
    return Call("sktopics.text.TextCleaner", (), named)

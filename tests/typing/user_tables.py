"""What users write about the topics of a fitted model, for type checkers."""

from typing import assert_type

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV

from sktopics import (
    ARTM,
    BERTopic,
    LatentDirichletAllocation,
    LeidenClustering,
    Top2Vec,
)
from sktopics.analysis import OutlierReduction, OutlierStep, reassign_outliers
from sktopics.clustering import TopicDrift, merge_models
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    perplexity_scorer,
    told_apart_scorer,
    topic_coverage,
    topic_diversity,
    topic_redundancy,
    topic_stability,
)
from sktopics.representation import KeyBERTInspired
from sktopics.topics import (
    DocumentTable,
    DocumentTopics,
    Topic,
    TopicTable,
    document_table,
    name_topics,
    refine_topics,
    topic_table,
)

documents = ["ship sea harbour sail", "tax money debt budget"] * 10
X = CountVectorizer().fit_transform(documents)
model = LatentDirichletAllocation(n_components=2, max_iter=3, random_state=0).fit(X)

table = topic_table(model)
assert_type(table, TopicTable)
assert_type(table[0], Topic)
assert_type(table[:2], TopicTable)
words = ", ".join(topic_table(model)[0].terms[:2])
labels = [topic.label for topic in table if topic.index > 0]
assert_type(table.outliers, Topic | None)
assert_type(table.with_labels({0: "ships"}), TopicTable)
assert_type(name_topics(model, ["ships", "money"]), TopicTable)
assert_type(table.to_csv(), str | None)
assert_type(document_table(model, X), DocumentTable)
assert_type(document_table(model, X)[0], DocumentTopics)
assert_type(document_table(model, X)[:2], DocumentTable)


def shout(table: TopicTable, context: object) -> TopicTable:
    return table.with_labels([label.upper() for label in table.labels])


steps = [shout, {"near": KeyBERTInspired("all-MiniLM-L6-v2", n_top_words=3)}]
names = CountVectorizer().fit(documents).get_feature_names_out()
assert_type(refine_topics(model, shout, X, feature_names=names), TopicTable)
BERTopic(None, None, KMeans(2), representation=steps)

diversity: float = topic_diversity(table, 2)
perplexity: float = perplexity_scorer(model, X)
words_of_topics = [["ship", "sea"], ["tax", "money"]]
mean_coherence = coherence_score(words_of_topics, documents, average=True)
coherences = coherence_score(words_of_topics, documents, average=False)
assert_type(topic_redundancy(words_of_topics, weights=[1, 2]), float)
assert_type(topic_coverage(words_of_topics, documents, [0, 1] * 10), float)
told: float = told_apart_scorer(2)(model, X)
assert_type(topic_stability(model, X, n_repeats=2).mean, float)
search = GridSearchCV(
    LatentDirichletAllocation(max_iter=2),
    {"n_components": [2, 3]},
    scoring={"npmi": coherence_scorer("c_npmi", 3), "perplexity": perplexity_scorer},
    refit=False,
    cv=2,
)

# Parts of a model may be anything that fits, None among them.
vectors = [[float(i % 2), float(i % 3 == 0)] for i in range(20)]
clusters = BERTopic(None, None, KMeans(2), random_state=0)
assert_type(clusters.fit(documents, embeddings=vectors), BERTopic)
assert_type(clusters.topics_, TopicTable)
assert_type(ARTM(2, max_iter=2).fit(X), ARTM)
assert_type(clusters.predict(documents, embeddings=vectors), np.ndarray)
assert_type(clusters.merge_topics([0, 1]), np.ndarray)
assert_type(clusters.name_topics(["all"]), BERTopic)
assert_type(
    clusters.move_documents(documents, clusters.labels_, embeddings=vectors), BERTopic
)
assert_type(clusters.delete_topics([]), np.ndarray)
reduction = clusters.reduce_outliers(documents, embeddings=vectors)
assert_type(reduction, OutlierReduction)
assert_type(reduction[:1], OutlierReduction)
assert_type(reduction[0], OutlierStep)
assert_type(reassign_outliers([-1, 0], [[0.2], [0.1]]), OutlierReduction)
assert_type(clusters.match_topics_to(clusters), TopicDrift)
assert_type(clusters.drift_, TopicDrift | None)
assert_type(merge_models([clusters, clusters]), BERTopic)
space = Top2Vec(None, reducer=None, clusterer=KMeans(2), random_state=0)
assert_type(space.fit(documents, embeddings=vectors), Top2Vec)
assert_type(space.partial_fit(documents, embeddings=vectors), Top2Vec)
assert_type(space.predict(documents, embeddings=vectors), np.ndarray)
assert_type(space.similarities_, np.ndarray)
assert_type(space.forget([0, 1]), Top2Vec)
assert_type(space.reduce_topics(1), np.ndarray)
assert_type(space.topics_, TopicTable)
assert_type(merge_models([space, space]), Top2Vec)
assert_type(LeidenClustering(3, min_cluster_size=2).fit(vectors), LeidenClustering)
assert_type(ARTM(2, max_iter=2).fit_transform(X), np.ndarray)
assert_type(ARTM(2, max_iter=2).fit(X).score(X), float)

"""What users write about the topics of a fitted model, for type checkers."""

from typing import assert_type

from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV

from sktopics import ARTM, BERTopic, LatentDirichletAllocation
from sktopics.metrics import coherence_scorer, perplexity_scorer, topic_diversity
from sktopics.topics import Topic, TopicTable, topic_table

documents = ["ship sea harbour sail", "tax money debt budget"] * 10
X = CountVectorizer().fit_transform(documents)
model = LatentDirichletAllocation(n_components=2, max_iter=3, random_state=0).fit(X)

table = topic_table(model)
assert_type(table, TopicTable)
assert_type(table[0], Topic)
assert_type(table[:2], TopicTable)
words = ", ".join(topic_table(model)[0].terms[:2])
labels = [topic.label for topic in table if topic.index > 0]

diversity: float = topic_diversity(table, 2)
perplexity: float = perplexity_scorer(model, X)
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

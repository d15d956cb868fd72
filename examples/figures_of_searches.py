"""
Figures of searches and training
================================

How many topics, how strong a regularizer, how many passes? A search and a callback give
numbers, and these figures draw them with their spread.
"""

# %%
# A third of the addresses since 1945 keeps this example short.

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, LatentDirichletAllocation
from sktopics.artm import Decorrelator
from sktopics.callbacks import TopicMonitor
from sktopics.datasets import load_sotu
from sktopics.metrics import (
    coherence_scorer,
    diversity_scorer,
    perplexity_scorer,
)
from sktopics.model_selection import largest_tau, topic_number_table
from sktopics.plots import (
    plot_regularizer_path,
    plot_search,
    plot_topic_numbers,
    plot_training,
)

documents = load_sotu().documents[::3]
words = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
X = words.fit_transform(documents)
folds = KFold(3, shuffle=True, random_state=0)

# %%
# The number of topics
# --------------------
# ``topic_number_table`` tries each number three times, and holds out another quarter of
# the documents each time. The bands are the spread over the repeats, and the ring is
# the number to try first. Is the guess a good one? :ref:`number-of-topics` says what
# each score sees and what it does not see.

table = topic_number_table(
    make_pipeline(words, LatentDirichletAllocation()),
    documents,
    [2, 5, 10, 20],
    random_state=0,
)
print(*table.advice, sep="\n")
plot_topic_numbers(table)

# %%
# A search for the number of topics
# ---------------------------------
# Scores are drawn as the search has them: higher is better. So perplexity is negative.
# The bands are the spread over the folds.

search = GridSearchCV(
    make_pipeline(words, LatentDirichletAllocation(random_state=0)),
    {"latentdirichletallocation__n_components": [5, 10, 20, 40]},
    scoring={"c_v": coherence_scorer("c_v"), "perplexity": perplexity_scorer},
    refit="perplexity",
    cv=folds,
).fit(documents)
plot_search(search)

# %%
# The strength of a regularizer
# -----------------------------
# ``largest_tau`` doubles the tau of a regularizer until held-out words are predicted
# 5 % worse, and then goes back by halves.

model = ARTM(
    20,
    regularizers=[("decorrelator", Decorrelator(0.01, relative=True))],
    random_state=0,
)
found = largest_tau(model, X, "regularizers__decorrelator__tau")
plot_regularizer_path(found)

# %%
# Pass by pass
# ------------
# A :class:`~sktopics.callbacks.TopicMonitor` scores the model after each pass over the
# documents, here without and with the regularizer.

monitors = {}
for name, tau in (("no regularizer", 0.0), ("decorrelator", found.tau)):
    monitors[name] = TopicMonitor(
        {"diversity": diversity_scorer(), "perplexity": perplexity_scorer}
    )
    model.set_params(regularizers__decorrelator__tau=tau)
    model.set_callbacks(monitors[name]).fit(X)
plot_training(monitors)

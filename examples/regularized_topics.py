"""
Sparse, different topics, and one for the background
====================================================

Words such as "the" and "of" are in every topic of a plain topic model, so that its
topics look alike, and are usually removed before. Regularizers can do that within the
model: one *background* topic is smoothed, to take the words that all documents share,
and the others are made different (decorrelated) and sparse. How strongly is tuned here
by ``GridSearchCV``. The user guide explains :ref:`additive regularization <artm>`.
"""

# %%
# Passages of the State of the Union since 1945, with all their words: no list of stop
# words, no upper limit of the frequency. ``word_pattern`` keeps words such as "we're"
# whole.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline

from sktopics import ARTM, PLSA
from sktopics.artm import (
    Decorrelator,
    RegularizerUnion,
    SmoothSparsePhi,
    SmoothSparseTheta,
)
from sktopics.callbacks import TopicMonitor
from sktopics.datasets import load_sotu
from sktopics.metrics import (
    background_token_ratio,
    coherence_score,
    coherence_scorer,
    count_cooccurrences,
    diversity_scorer,
    perplexity_scorer,
    sparsity_scorer,
)
from sktopics.model_selection import best_within
from sktopics.text import word_pattern
from sktopics.topics import topic_table

documents = load_sotu().documents

# %%
# Of 20 topics the last one is the background. Each regularizer is told by ``topics``
# which ones it is for. The background gets a prior of one word for each term, and of
# five words for each document. The others, the subjects, are decorrelated; their
# rarest words are taken away from the 15th pass on, when topics have formed. With
# ``relative=True`` a tau of 0.1 means a tenth of the words of a topic.

background, subjects = [-1], slice(-1)
PASSES, LATE = 30, 15
model = ARTM(
    n_components=20,
    regularizers=RegularizerUnion(
        [
            ("smooth", SmoothSparsePhi(tau=1, topics=background)),
            ("smooth_theta", SmoothSparseTheta(tau=5, topics=background)),
            ("decorrelator", Decorrelator(relative=True, topics=subjects)),
            (
                "sparse",
                SmoothSparsePhi(topics=subjects, schedule=[0] * LATE + [1]),
            ),
        ]
    ),
    max_iter=PASSES,
    tol=0,
    random_state=0,
)
vectorizer = CountVectorizer(token_pattern=word_pattern(), min_df=5)
pipeline = Pipeline([("counts", vectorizer), ("artm", model)])

# %%
# What to tune for? No measure alone will do: coherent topics may all be the same, and
# different ones nonsense. ``best_within`` chooses by several scores: here the sparsest
# topics among those that lose at most 5 % of the best perplexity and 10 % of the best
# coherence. Coherence is judged by windows of the texts, counted once for all
# candidates.

vectorizer.fit(documents)
cooccurrences = count_cooccurrences(
    documents,
    vectorizer.get_feature_names_out(),
    analyzer=vectorizer.build_analyzer(),
)
scoring = {
    "coherence": coherence_scorer("c_npmi", reference=cooccurrences),
    "diversity": diversity_scorer(),
    "zeros": sparsity_scorer(topics=subjects),
    "perplexity": perplexity_scorer,
}
decorrelation = [0, 0.05, 0.1, 0.2]
sparsing = [0, -0.3]

search = GridSearchCV(
    pipeline,
    {
        "artm__regularizers__decorrelator__tau": decorrelation,
        "artm__regularizers__sparse__tau": sparsing,
    },
    scoring=scoring,
    refit=best_within("zeros", keep={"perplexity": 0.05, "coherence": 0.1}),
    cv=KFold(2, shuffle=True, random_state=0),
).fit(documents)
search.best_params_

# %%
# More decorrelation makes topics more diverse, and up to a point more coherent; beyond
# it they predict the words of documents badly. Sparsing takes most of the words away
# from the subjects, which had these words less than once, and changes little else.

results = search.cv_results_
shape = len(decorrelation), len(sparsing)
titles = {
    "coherence": "Coherence, NPMI",
    "diversity": "Diversity",
    "zeros": "Zeros in the subjects",
    "perplexity": "Perplexity (lower is better)",
}
figure, axes = plt.subplots(2, 2, figsize=(9, 5.5), sharex=True, layout="constrained")
for ax, (name, title) in zip(axes.flat, titles.items(), strict=True):
    scores = np.reshape(results[f"mean_test_{name}"], shape)
    for column, tau in enumerate(sparsing):
        label = f"sparse, tau = {tau}" if tau else "not sparse"
        sign = -1 if name == "perplexity" else 1  # the scorer's is negative
        ax.plot(sign * scores[:, column], marker="o", label=label)
    ax.set_title(title, fontsize=10, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
for ax in axes[1]:
    ax.set_xticks(range(len(decorrelation)), labels=decorrelation)
    ax.set_xlabel("tau of the decorrelator, relative")
axes[0, 0].legend(frameon=False)
plt.show()

# %%
# The chosen model. Half of all words come from its background, the last topic, so that
# most subjects have the words that tell what they are about. Other topics, such as 3
# and 4, are about a way of speaking.

chosen = search.best_estimator_
table = topic_table(chosen, n_top_words=8)
table

# %%

share = background_token_ratio(chosen, topics=background)
print(f"{share:.0%} of all words are from the background topic.")

# %%
# The top terms of the background and of the five most coherent subjects.

coherence = coherence_score(
    table[subjects], cooccurrences, measure="c_npmi", average=False
)
shown = [len(table) - 1, *np.argsort(-coherence)[:5]]
figure, axes = plt.subplots(2, 3, figsize=(9, 4.8), layout="constrained")
for ax, topic in zip(axes.flat, (table[int(index)] for index in shown), strict=True):
    is_background = topic.index == len(table) - 1
    name = "background" if is_background else f"topic {topic.index}"
    percents = 100 * np.array(topic.weights)
    ax.barh(topic.terms, percents, color="C7" if is_background else "C0")
    ax.invert_yaxis()
    ax.set_title(f"{name}, {topic.size:.0%} of words", fontsize=10, loc="left")
    ax.xaxis.set_major_locator(plt.MaxNLocator(4, integer=True))
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)
figure.supxlabel("p(term | topic), %", fontsize=10)
plt.show()

# %%
# How did it get there? ``TopicMonitor`` records scores after each pass, of the chosen
# model and of one without regularizers, on the same counts (perplexity is that of every
# fifth document). A bare model on counts does not know the names of its terms, which
# ``coherence_scorer`` is told.

X = chosen["counts"].transform(documents)
terms = chosen["counts"].get_feature_names_out()
watched = {
    "coherence": coherence_scorer(
        "c_npmi", reference=cooccurrences, feature_names=terms
    ),
    "diversity": diversity_scorer(),
    "zeros": sparsity_scorer(topics=subjects),
    "perplexity": lambda model, X, y=None: model.perplexity(X),
}
models = {
    "regularized": clone(chosen["artm"]),
    "not regularized": PLSA(n_components=20, max_iter=PASSES, tol=0, random_state=0),
}
passes = {}
for name, model in models.items():
    monitor = TopicMonitor(watched, X=X[::5])
    model.set_callbacks(monitor).fit(X)
    rows = monitor.get_logs().data
    passes[name] = [row for row in rows if row["task_name"] == "pass"]

figure, axes = plt.subplots(2, 2, figsize=(9, 5.5), sharex=True, layout="constrained")
for ax, (score, title) in zip(axes.flat, titles.items(), strict=True):
    for name, rows in passes.items():
        values = [row[score] for row in rows]
        color = "C0" if name == "regularized" else "C7"
        ax.plot(range(1, PASSES + 1), values, color=color, label=name)
    ax.axvline(LATE + 1, color="0.8", lw=1, zorder=0)
    ax.set_title(title, fontsize=10, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
for ax in axes[1]:
    ax.set_xlabel("pass")
axes[0, 0].legend(frameon=False)
axes[1, 0].annotate("sparsing starts", (LATE + 1.5, 0.6), color="0.4")
plt.show()

# %%
# Without regularizers the same words are on top of every topic:

plain = topic_table(models["not regularized"], feature_names=terms, n_top_words=8)
plain[:5]

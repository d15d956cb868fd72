"""
Topics of texts and tags
========================

A document has more than words: an author, a year, tags. A multimodal topic model learns
topics of all of them at once, predicts one from the others, and is tuned by
cross-validation like any other model.
"""

# %%
# A table
# -------
# The passages of the State of the Union addresses since 1945. Each has a text, a
# president and a decade.

import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline

from sktopics import ARTM
from sktopics.analysis import predict_modality
from sktopics.artm import Decorrelator
from sktopics.datasets import load_sotu
from sktopics.metrics import class_precision_scorer, coherence_scorer
from sktopics.text import ModalityVectorizer, stop_words, word_pattern
from sktopics.topics import topic_table

frame = load_sotu(as_frame=True).frame
frame["decade"] = [f"{year // 10 * 10}s" for year in frame["date"]]
frame["president"] = [" and ".join(names) for names in load_sotu().authors]
print(frame[["date", "decade", "president"]].iloc[[0, 2000, 4000]])

# %%
# Counts with names
# -----------------
# Each column of the table has its own vectorizer. The matrix that comes out knows the
# names of its columns and which modality they are from. So you give the model the
# weights of the modalities, and nothing else. ``word_pattern`` keeps contractions such
# as "we've" whole, and ``stop_words`` leaves them out.

by_value = {"analyzer": lambda value: [value]}
counts = ModalityVectorizer(
    [
        (
            "text",
            CountVectorizer(
                token_pattern=word_pattern(),
                stop_words=stop_words(),
                min_df=10,
                max_df=0.2,
            ),
            "document",
        ),
        ("decade", CountVectorizer(**by_value), "decade"),
        ("president", CountVectorizer(**by_value), "president"),
    ]
)
model = Pipeline(
    [
        ("counts", counts),
        (
            "topics",
            ARTM(
                15,
                Decorrelator(tau=0.1, relative=True, modalities="text"),
                modalities={"text": 1.0, "decade": 5.0, "president": 5.0},
                max_iter=30,
                random_state=0,
            ),
        ),
    ]
)
model.fit(frame)
print(counts.fit_transform(frame))

# %%
# Topics have words, decades and presidents
# -----------------------------------------
# ``columns`` names the modality that a table is about.

words = topic_table(model, 6, columns="text")
decades = topic_table(model, 2, columns="decade")
presidents = topic_table(model, 2, columns="president")
for topics in zip(words, decades, presidents, strict=True):
    of_words, of_decades, of_presidents = (", ".join(topic.terms) for topic in topics)
    print(f"{of_words}\n    {of_decades}; {of_presidents}")

# %%
# When was it said?
# -----------------
# ``predict_modality`` leaves out the decade of a text and predicts it from the rest.
# The vectorizer has never seen a president called "?", so the words are all that is
# known.

quote = frame.iloc[[0]].assign(
    document="We must put a man on the moon before the Soviets do", president="?"
)
decade_names = model[-1].feature_names_in_[model[-1].modalities_["decade"]]
shares = predict_modality(model, quote, "decade")[0]

fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.bar(decade_names, shares, color="#0072B2")
ax.set(ylabel="p(decade | words)", title="When was this said?")
fig

# %%
# How much should a tag weigh?
# ----------------------------
# Weights are parameters, and so is the vocabulary, which differs from fold to fold. The
# more decades weigh, the better they are guessed from the words. The coherence of the
# words tells what that costs.

search = GridSearchCV(
    model,
    {
        "topics__modalities": [
            {"text": 1.0, "decade": weight, "president": 1.0} for weight in (1.0, 20.0)
        ],
        "counts__text__min_df": [5, 20],
    },
    scoring={
        "decade": class_precision_scorer("decade"),
        "npmi": coherence_scorer("c_npmi", columns="text", window="document"),
    },
    refit="decade",
    cv=KFold(2, shuffle=True, random_state=0),
).fit(frame[::2])
for params, decade, npmi in zip(
    search.cv_results_["params"],
    search.cv_results_["mean_test_decade"],
    search.cv_results_["mean_test_npmi"],
    strict=True,
):
    weight = params["topics__modalities"]["decade"]
    print(
        f"weight {weight:4.0f}, min_df {params['counts__text__min_df']:2}: "
        f"decade guessed {decade:.0%}, NPMI {npmi:.3f}"
    )

"""
Names by a language model
=========================

A language model reads the words and some documents of each topic, and names it. Here a
plain function answers in its place, so that the script needs no network and no key: it
shows what is asked, what it would cost, and what becomes of the answers.
"""

# %%
# Topics of the State of the Union addresses since 1945.

import json
import re

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.representation import LLMNaming, estimate_naming, name_topics_by_llm
from sktopics.topics import topic_table

documents = load_sotu().documents
model = make_pipeline(
    CountVectorizer(stop_words="english", min_df=5, max_df=0.3),
    LatentDirichletAllocation(n_components=8, random_state=0),
).fit(documents)
topic_table(model, n_top_words=8, X=documents)

# %%
# A language model
# ----------------
# Anything that takes a prompt and returns an answer is one. This function looks for
# words that it knows. With a service or a local model you would write
# ``llm = openai_llm(openai.OpenAI(base_url=...), "name of a model")``.

KNOWN = {
    "soviet": ("Cold War", "coherent"),
    "iraq": ("War on terror", "coherent"),
    "health": ("Health and families", "coherent"),
    "schools": ("Schools and work", "mixed"),
    "tax": ("Budget and taxes", "coherent"),
    "energy": ("Energy and economy", "mixed"),
    "farm": ("Farms and prices", "mixed"),
    "tonight": ("Speaking to congress", "unclear"),
    "freedom": ("Freedom and peace", "mixed"),
}


def llm(prompt):
    """Answer as a language model would, from the words of the topic alone."""
    if "almost the same name" in prompt:  # two names that have to be told apart
        words = re.findall(r"words of topic \d+: (.*)", prompt)
        return json.dumps({"names": [f"On {line.split(', ')[0]}" for line in words]})
    words = re.search("<keywords .*>\n- (.*)", prompt)[1].split(", ")
    found = (KNOWN[word] for word in words if word in KNOWN)
    name, coherence = next(found, (f"On {words[0]}", "unclear"))
    description = f"Passages about {', '.join(words[:3])}."
    answer = {"name": name, "description": description, "coherence": coherence}
    return f"Here is the name:\n```json\n{json.dumps(answer)}\n```"


# %%
# What it would cost
# ------------------
# An estimate makes no call. The price is that of a million tokens sent and received.

naming = LLMNaming(llm, price_per_million=(0.15, 0.60), n_documents=3)
print(estimate_naming(model, naming, documents))

# %%
# The names
# ---------

table, report = name_topics_by_llm(model, naming, documents)
print(report)
table

# %%
# What was asked for the first topic: its words, the nearest topics, and documents that
# differ from each other, each on one line between tags.

print(report[0].prompt)

# %%
# What else the model says of a topic are its aspects.

for topic in table:
    print(
        f"{topic.label}: {topic.aspects['coherence']}, {topic.aspects['description']}"
    )

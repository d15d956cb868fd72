"""
Reading an address: the topic of every word
===========================================

A model of bags of words says what a document is about. A long speech is about many
things, one after another. :class:`~sktopics.artm.AttentiveARTM` reads texts word by
word and gives each word a distribution over topics, from its context. Here it colours
a State of the Union address, finds where the president goes on to another subject, and
quotes what presidents have said about one.
"""

# %%
# The addresses come in passages; joined, they are 79 texts of some five thousand words.
# Words are left out of the sequences as they would be left out of counts, but the rest
# keep their order.

import re
from html import escape
from itertools import pairwise
from textwrap import fill, shorten

import matplotlib.pyplot as plt
import numpy as np
from sklearn.base import clone

from sktopics import AttentiveARTM, SequenceVectorizer
from sktopics.datasets import load_sotu
from sktopics.text import token_spans
from sktopics.topics import topic_table

sotu = load_sotu()
addresses = {}
for passage, (president,), year in zip(
    sotu.documents, sotu.authors, sotu.date, strict=True
):
    addresses.setdefault(f"{president}, {year}", []).append(passage)
titles = list(addresses)
texts = [" ".join(passages) for passages in addresses.values()]

vectorizer = SequenceVectorizer(
    stop_words="english", token_pattern=r"(?u)\b[^\W\d_]{3,}\b", min_df=5, max_df=0.8
)
X = vectorizer.fit_transform(texts)
X

# %%
# There is no matrix of documents and topics: what a word is about is told by its
# neighbours. So it is no matter that whole addresses, each about everything, are the
# documents.

model = AttentiveARTM(n_components=20, random_state=0).fit(X)
table = topic_table(
    model,
    feature_names=vectorizer.get_feature_names_out(),
    n_top_words=8,
    relevance=0.6,
    sort_by="size",
)
table

# %%
# Where the subject changes
# -------------------------
# One address, of 1997. ``transform_positions`` has a row of topics for each of its
# tokens, and ``segments`` cuts it where these change. A president goes on to something
# else at the end of a sentence, so borders are allowed at the starts of sentences only,
# which a second vectorizer marks. Homogeneity is the probability that two words of a
# segment are about the same topic.

number = titles.index("William J Clinton, 1997")
text, address = texts[number], X[number]
position_topic = model.transform_positions(address)

sentences = clone(vectorizer)
sentences.set_params(boundaries="sentence", vocabulary=vectorizer.vocabulary_)
allowed = sentences.transform([text]).boundaries
segments = model.segments(address, allowed=allowed, penalty=2)
homogeneity = model.homogeneity(address, segments)
labels = {topic.index: ", ".join(topic.terms[:3]) for topic in table}

print("tokens  homogeneity  most of it about")
for (_, start, stop), h in zip(segments, homogeneity, strict=True):
    topic = position_topic[start:stop].mean(axis=0).argmax()
    print(f"{stop - start:6}  {h:11.2f}  {labels[topic]}")

# %%
# To show this in the text itself, one has to know where its words are.
# :func:`~sktopics.text.token_spans` finds each token in the raw text, with the stop
# words, capitals and punctuation that the model has not seen. A border belongs between
# two sentences, and some of a sentence may come before its first token.

all_spans = token_spans(vectorizer, texts)
spans = all_spans[number]


def sentence_start(text, place):
    """Where the sentence starts that a place in a text is in."""
    ends = [end.end() for end in re.finditer(r"[.!?][\"')\]]*\s+", text[:place])]
    return ends[-1] if ends else 0


borders = [sentence_start(text, spans[start, 0]) for _, start, _ in segments[1:]]

# %%
# The topics along the address, in means of some fifty words, with its borders. The
# eight topics that take most of it have colours, which are those of the words below.

largest = np.argsort(-position_topic.mean(axis=0))[:8]
palette = plt.get_cmap("tab10")([0, 1, 2, 3, 4, 5, 6, 9])  # without its greys
colours = dict(zip(largest, palette[:, :3], strict=True))

window = np.hanning(101) / np.hanning(101).sum()
padded = np.pad(position_topic, ((50, 50), (0, 0)), mode="edge")
smooth = np.apply_along_axis(np.convolve, 0, padded, window, mode="valid")
place = spans[:, 0] / len(text)

figure, ax = plt.subplots(figsize=(9, 4.6), layout="constrained")
ax.stackplot(
    place,
    smooth[:, largest].T,
    1 - smooth[:, largest].sum(axis=1),
    colors=[*palette, "0.9"],
    labels=[*(labels[topic] for topic in largest), "other topics"],
    alpha=0.75,
    lw=0,
)
ax.vlines(np.array(borders) / len(text), 0, 1, color="black", lw=1.2)
ax.set(xlim=(0, place[-1]), ylim=(0, 1), xlabel="how far into the address")
ax.set_ylabel("share of the topic")
ax.xaxis.set_major_formatter("{x:.0%}")
ax.yaxis.set_major_formatter("{x:.0%}")
figure.legend(loc="outside upper center", ncols=3, fontsize=8, frameon=False)
plt.show()

# %%
# The address in colours
# ----------------------
# A word has the colour of its topic, the stronger the surer the model is. Words that
# the model does not see are grey; those of less frequent topics have no colour. A rule
# marks a border. Context counts beside the word itself: "century" or "challenge" have
# one colour here and another there, "parents" and "child" keep theirs even where health
# insurance is the subject. Scroll to read on.

STYLE = """
.address { max-height: 34em; overflow-y: auto; padding: 0.4em 1em; line-height: 1.75;
  border: 1px solid rgba(128, 128, 128, 0.5); color: inherit; }
.address b { font-weight: inherit; padding: 0.1em 0.15em; border-radius: 0.2em; }
.address i { font-style: inherit; opacity: 0.7; }
.address hr { margin: 1em 0; border: 0; border-top: 1px solid; opacity: 0.9; }
.address-topics { margin-bottom: 0.6em; line-height: 2; }
.address-topics b { font-weight: inherit; padding: 0.2em 0.4em; margin-right: 0.5em;
  border-radius: 0.2em; white-space: nowrap; }
"""


class ColouredText:
    """A text as HTML, its words in the colours of their topics."""

    def __init__(self, text, spans, position_topic, borders):
        self.text, self.spans, self.borders = text, spans, borders
        self.topics = position_topic.argmax(axis=1)
        self.shares = position_topic.max(axis=1)

    def _repr_html_(self):
        topics = " ".join(self.word(labels[topic], topic, 1) for topic in largest)
        return (
            f"<style>{STYLE}</style><div class='address-topics'>{topics}</div>"
            f"<div class='address'>{''.join(self.parts())}</div>"
        )

    def parts(self):
        """The words, and what is between them."""
        place = 0
        words = zip(self.spans, self.topics, self.shares, strict=True)
        for (start, stop), topic, share in words:
            yield self.unseen(place, start)
            yield self.word(self.text[start:stop], topic, share)
            place = stop
        yield self.unseen(place, len(self.text))

    def unseen(self, start, stop):
        """A piece of text that the model does not see, with a border if it has one."""
        cuts = [cut for cut in self.borders if start <= cut < stop]
        edges = [start, *cuts, stop]
        pieces = [self.text[a:b] for a, b in pairwise(edges)]
        return "<hr>".join(f"<i>{escape(piece)}</i>" for piece in pieces)

    def word(self, word, topic, share):
        """A word on the colour of its topic."""
        if topic not in colours:
            return escape(word)
        red, green, blue = (round(255 * c) for c in colours[topic])
        rgba = f"rgba({red},{green},{blue},{0.55 * share:.2f})"
        return f"<b style='background:{rgba}'>{escape(word)}</b>"


ColouredText(text, spans, position_topic, borders)

# %%
# What presidents said of it
# --------------------------
# ``topical_passages`` finds the passages that speak most of a topic, wherever in an
# address they are. Here the topic of the word "medicare", and the strongest passage of
# each of six presidents, in their own words.

topic = model.components_[:, vectorizer.vocabulary_["medicare"]].argmax()
print(f"Of {labels[topic]}:")

passages = model.topical_passages(X, topic, n=200, threshold=0.8)
strongest = {}
for passage in passages:
    president, _ = titles[passage.document].split(", ")
    strongest.setdefault(president, passage)

for passage in sorted(list(strongest.values())[:6]):
    said = texts[passage.document]
    first, *_, last = all_spans[passage.document][passage.start : passage.stop]
    quoted = said[sentence_start(said, first[0]) : last[1]]
    print(f"\n{titles[passage.document]}, {len(quoted.split())} words")
    print(fill(shorten(quoted, 420, placeholder=" ..."), 84))

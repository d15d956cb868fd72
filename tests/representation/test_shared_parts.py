"""Copies of representations share what is large or fitted."""

import copy

from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import BERTopic
from sktopics.representation import NGramPhrases, PartOfSpeech


class Tagger:
    """Is not to be copied."""

    def __call__(self, texts):
        return [[] for _ in texts]

    def __deepcopy__(self, memo):
        raise AssertionError("copied")


def test_copies_share_taggers_and_tokenizers():
    vectorizer = CountVectorizer().fit(["sea ship"])
    steps = [
        PartOfSpeech(Tagger(), patterns=[("NOUN",)], n_top_words=3),
        NGramPhrases(tokenizer=vectorizer, stop_words=["sea"]),
    ]
    for step, name in zip(steps, ("tagger", "tokenizer"), strict=True):
        for copied in (clone(step), copy.deepcopy(step)):
            assert copied is not step
            assert getattr(copied, name) is getattr(step, name)
            assert copied.get_params() == step.get_params()
    model = clone(BERTopic(representation=steps))
    assert model.representation[0].tagger is steps[0].tagger
    assert clone(steps[1]).stop_words is not steps[1].stop_words

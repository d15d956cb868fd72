"""Words of topics by default: what topics are about, in any language, without a list.

The lists of function words are the judge; no model is told of them.
"""

import numpy as np
import pytest
from languages import LANGUAGES, make_corpus
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sotu_parts import sotu_part

from sktopics import BERTopic

ENGLISH = (
    "a about above after again against all also although am among an and another any "
    "are as at be because been before being below between both but by can cannot "
    "could did didn do does doesn doing don done down during each either ever every "
    "few for from further had has have having he her here hers herself him himself "
    "his how however if in into is isn it its itself just let ll may me might more "
    "most much must my myself neither no nor not now of off on once only or other our "
    "ours ourselves out over own re same shall she should since so some such than that "
    "the their theirs them themselves then there these they this those though through "
    "to too under unless until up upon us ve very was we were what when where whether "
    "which while who whom whose why will with within without would yet you your yours "
    "yourself"
)
# Of the words that describe topics, fewer than this may be function words.
MOST = 0.05


def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(20, random_state=0))


def shown_words(model):
    return [word for topic in model.topics_ for word in topic.terms]


def share(words, among):
    assert len(words) >= 10
    return np.mean([word in among for word in words])


@pytest.mark.parametrize("step", [1, 2])
def test_topics_of_addresses_show_few_function_words(step):
    documents, embeddings = sotu_part(step)
    model = BERTopic(None, random_state=0).fit(documents, embeddings=embeddings)
    assert share(shown_words(model), ENGLISH.split()) < MOST


@pytest.mark.parametrize("name", LANGUAGES)
def test_topics_show_few_function_words_of_any_language(name):
    documents = make_corpus(LANGUAGES[name])
    model = BERTopic(encoder(), random_state=0).fit(documents)
    assert share(shown_words(model), LANGUAGES[name].function_words) < MOST


@pytest.mark.parametrize("name", LANGUAGES)
def test_topics_show_the_words_of_their_subject(name):
    language = LANGUAGES[name]
    topics = np.arange(300) % len(language.subjects)
    model = BERTopic(encoder(), None, None).fit(make_corpus(language), topics)
    own = zip(model.topics_, language.subjects, strict=True)
    assert np.mean([share(topic.terms, subject) for topic, subject in own]) >= 0.8

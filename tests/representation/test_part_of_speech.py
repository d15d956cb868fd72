"""Words of topics by grammar, with taggers that need no download."""

import warnings

import numpy as np
import pytest
from given_topics import context_of, one_hot

from sktopics.representation import PartOfSpeech
from sktopics.topics import refine_table

PARTS = {
    "nuclear": "ADJ",
    "big": "ADJ",
    "weapon": "NOUN",
    "weapons": "NOUN",
    "tax": "NOUN",
    "party": "NOUN",
    "art": "NOUN",
    "government": "NOUN",
    "pay": "VERB",
    "they": "PRON",
    "and": "CCONJ",
    "gut": "ADJ",
    "Häuser": "NOUN",
    "häuser": "NOUN",
}
LEMMAS = {"weapons": "weapon", "Häuser": "Haus"}


def tag(texts):
    """Tag words by a list of their parts of speech, whatever their case."""
    return [
        [
            (
                word,
                LEMMAS.get(word, word),
                PARTS.get(word, PARTS.get(word.lower(), "X")),
            )
            for word in text.split()
        ]
        for text in texts
    ]


def language():
    """Return a Language of spaCy that tags by the same list."""
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    for word, part in PARTS.items():
        ruler.add([[{"LOWER": word.lower()}]], {"POS": part})
    return nlp


TERMS = ["and", "big", "nuclear", "nuclear weapons", "pay", "tax", "they", "weapons"]
DOCUMENTS = [
    "they pay tax and tax",
    "they pay and pay",
    "nuclear weapons and big nuclear weapons",
    "they and nuclear weapons",
]
WEIGHTS = [
    [0.2, 0.0, 0.0, 0.0, 0.3, 0.15, 0.35, 0.0],
    [0.3, 0.05, 0.1, 0.2, 0.0, 0.0, 0.25, 0.1],
]


def example(**more):
    return context_of(WEIGHTS, TERMS, DOCUMENTS, one_hot([0, 0, 1, 1], 2), **more)


@pytest.mark.parametrize("tagger", [tag, "language"], ids=["function", "spacy"])
def test_nouns_adjectives_and_phrases_stay(tagger):
    context = example()
    step = PartOfSpeech(language() if tagger == "language" else tagger)
    refined = refine_table(context.table, step, context, errors="raise")
    assert refined.top_words == [
        ["tax"],
        ["nuclear weapons", "nuclear", "weapons", "big"],
    ]
    np.testing.assert_allclose(refined.weights[0], [0.15])
    np.testing.assert_allclose(refined.weights[1], [0.2, 0.1, 0.1, 0.05])
    assert not any(topic.is_named for topic in refined)


def test_patterns_and_numbers_of_words():
    context = example()
    table = context.table
    verbs = PartOfSpeech(tag, patterns=[("VERB",), ("PRON", "VERB")])
    with pytest.warns(UserWarning, match="no candidate of topics 1 fits"):
        refined = verbs.refine(table, context)
    assert refined.top_words == [["pay"], table.top_words[1]]
    # "they pay" is no term of the model.
    assert PartOfSpeech(tag, n_top_words=1).refine(table, context).top_words == [
        ["tax"],
        ["nuclear weapons"],
    ]
    # Candidates are heavier than what the grammar fits.
    with pytest.warns(UserWarning, match="topics 0, 1 fit"):
        few = PartOfSpeech(tag, n_candidates=2).refine(table, context)
    assert few == table


def test_patterns_of_spacy():
    context = example()
    plain = [[{"POS": "ADJ"}, {"POS": "NOUN"}]]
    # Plain ones need no spaCy.
    with pytest.warns(UserWarning, match="topics 0 fit"):
        refined = PartOfSpeech(tag, patterns=plain).refine(context.table, context)
    assert refined.top_words[1] == ["nuclear weapons"]
    matched = [[{"POS": {"IN": ["VERB"]}}], ("ADJ", "NOUN")]
    refined = PartOfSpeech(language(), patterns=matched).refine(context.table, context)
    assert refined.top_words == [["pay"], ["nuclear weapons"]]
    with pytest.raises(ValueError, match="is for the Matcher of spaCy"):
        PartOfSpeech(tag, patterns=matched).refine(context.table, context)


def peers_words(documents, labels, weights, terms, n_words=10):
    """Words of BERTopic's representation, given the same topics."""
    peer = pytest.importorskip("bertopic.representation")
    pd = pytest.importorskip("pandas")
    import scipy.sparse as sp

    class Vectorizer:
        def get_feature_names_out(self):
            return np.array(terms)

    class Model:
        vectorizer_model = Vectorizer()
        c_tf_idf_ = sp.csr_matrix(np.array(weights))
        _outliers = 0

    table = context_of(weights, terms, n_words=30).table
    topics = {t.index: list(zip(t.terms, t.weights, strict=True)) for t in table}
    frame = pd.DataFrame({"Document": documents, "Topic": labels})
    found = peer.PartOfSpeech(language(), top_n_words=n_words).extract_topics(
        Model(), frame, None, topics
    )
    return [[word for word, _ in found[topic]] for topic in sorted(found)]


def test_same_words_as_bertopic_where_it_is_right():
    theirs = peers_words(DOCUMENTS, [0, 0, 1, 1], WEIGHTS, TERMS)
    context = example()
    ours = PartOfSpeech(language()).refine(context.table, context).top_words
    # It fills up with empty words. Of equal weights it takes the last first.
    assert theirs[0] == ["tax", *[""] * 9]
    assert theirs[1][4:] == [""] * 6
    assert ours[0] == ["tax"]
    assert sorted(ours[1]) == sorted(theirs[1][:4])
    assert ours[1][0] == theirs[1][0]


def test_capital_letters_are_no_other_words():
    # BERTopic looks "Government" up in a vocabulary of small letters.
    documents, terms = ["Government and they", "Government pay"], ["government", "they"]
    weights = [[0.6, 0.4]]
    context = context_of(weights, terms, documents, np.ones((2, 1)))
    ours = PartOfSpeech(language()).refine(context.table, context)
    assert ours.top_words == [["government"]]
    assert peers_words(documents, [0, 0], weights, terms) == [[""] * 10]


def test_words_are_not_looked_for_in_other_words():
    # BERTopic finds "art" in "party", and never comes to the documents with "art".
    documents = ["party pay", "smart pay", "party smart", "art they"]
    context = context_of([[1.0]], ["art"], documents, np.ones((4, 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of topics without a word that fits
        assert PartOfSpeech(tag).refine(context.table, context) == context.table
    assert peers_words(documents, [0] * 4, [[1.0]], ["art"]) == [[""] * 10]


def test_dictionary_forms_are_terms_too():
    context = context_of([[0.7, 0.3]], ["haus", "gut"], ["Häuser gut"], np.ones((1, 1)))
    # The text has no "haus", so that it is another candidate that finds the text.
    refined = PartOfSpeech(tag).refine(context.table, context)
    assert refined.top_words == [["haus", "gut"]]


def test_a_word_with_a_capital_letter_and_another_dictionary_form():
    def plural(texts):
        return [[("Weapons", "weapon", "NOUN")] for _ in texts]

    context = context_of([[1.0]], ["weapons"], ["Weapons"], np.ones((1, 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of topics without a word that fits
        refined = PartOfSpeech(plural).refine(context.table, context)
    assert refined == context.table


def test_chinese_words_stand_in_the_middle_of_others():
    def chinese(texts):
        return [[("核武器", "", "NOUN"), ("是", "", "VERB")] for _ in texts]

    context = context_of(
        [[0.7, 0.3]], ["核武器", "是"], ["这核武器是"], np.ones((1, 1))
    )
    refined = PartOfSpeech(chinese).refine(context.table, context)
    assert refined.top_words == [["核武器"]]


def test_mixtures_and_topics_without_documents():
    shares = [[0.6, 0.4, 0.0], [0.7, 0.3, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    documents = ["tax and art", "pay tax", "art", ""]
    weights = [[0.6, 0.3, 0.1], [0.3, 0.4, 0.3], [0.2, 0.3, 0.5]]
    context = context_of(weights, ["tax", "pay", "art"], documents, shares)
    with pytest.warns(UserWarning, match="topics 2 fit"):
        refined = PartOfSpeech(tag).refine(context.table, context)
    # Topic 1 has the largest share nowhere: documents with some share speak for it.
    assert refined.top_words == [["tax", "art"], ["tax", "art"], ["art", "pay", "tax"]]


def test_each_text_is_tagged_once():
    seen = []

    def counting(texts):
        seen.extend(texts)
        return tag(texts)

    shares = [[0.5, 0.5], [0.5, 0.5]]
    documents = ["tax art", "tax art tax"]
    context = context_of(np.full((2, 2), 0.5), ["tax", "art"], documents, shares)
    PartOfSpeech(counting).refine(context.table, context)
    assert sorted(seen) == sorted(documents)


def test_only_topics_of_the_table_are_described():
    context = example()
    refined = PartOfSpeech(tag).refine(context.table[1:], context)
    assert [topic.index for topic in refined] == [1]
    assert refined.top_words[0][0] == "nuclear weapons"


@pytest.mark.parametrize(
    ("tagger", "patterns", "error", "message"),
    [
        (3, None, TypeError, "tagger must be a spaCy Language"),
        (lambda texts: [], None, ValueError, "returned 0 lists"),
        (lambda texts: None, None, TypeError, "for each text, and returned None"),
        (lambda texts: [None] * len(texts), None, TypeError, "returned None for one"),
        (lambda texts: [["a"] for _ in texts], None, ValueError, "word, lemma, part"),
        (
            lambda texts: [[("a", "a", "")] for _ in texts],
            None,
            ValueError,
            "no parts of speech",
        ),
        (tag, [], ValueError, "at least one pattern"),
        (tag, ["NOUN"], ValueError, "sequences of parts of speech"),
        (tag, [[3]], ValueError, "sequences of parts of speech"),
    ],
    ids=[
        "kind",
        "number",
        "nothing",
        "gaps",
        "form",
        "silent",
        "none",
        "text",
        "entry",
    ],
)
def test_what_is_wrong_is_named(tagger, patterns, error, message):
    context = example()
    with pytest.raises(error, match=message):
        PartOfSpeech(tagger, patterns=patterns).refine(context.table, context)


def test_a_missing_model_of_spacy_says_what_to_install():
    pytest.importorskip("spacy")
    context = example()
    with pytest.raises(OSError, match="python -m spacy download xx_no_such_model"):
        PartOfSpeech("xx_no_such_model").refine(context.table, context)


def test_documents_are_needed():
    context = context_of(WEIGHTS, TERMS)
    with pytest.raises(ValueError, match="pass the training documents"):
        refine_table(context.table, PartOfSpeech(tag), context, errors="raise")

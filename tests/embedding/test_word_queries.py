"""Predictions, distances of texts, judgements of vectors, and vectors as files."""

import gzip
import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import wasserstein_distance_nd
from with_vectors import Vectors, in_gensim, random_model

from sktopics import Doc2Vec, TokenSequences
from sktopics.embedding import read_word2vec_format
from sktopics.embedding._prediction import tree_probabilities


@pytest.fixture(scope="module")
def model():
    return random_model(documents=[f"d{i}" for i in range(20)])


# --- predictions ----------------------------------------------------------------------


def test_predictions_are_those_of_gensim():
    rng = np.random.default_rng(0)
    texts = [[f"w{i}" for i in rng.integers(0, 30, 12)] for _ in range(40)]
    gensim = pytest.importorskip("gensim.models")
    options = {"vector_size": 8, "min_count": 1, "epochs": 5, "workers": 1, "seed": 1}
    theirs = gensim.Word2Vec(texts, **options)
    model = Vectors().fit(theirs.wv.index_to_key, 1, theirs.wv.vectors, np.ones((1, 8)))
    # As large as after a long training, so that words differ.
    theirs.syn1neg = rng.normal(size=(30, 8)).astype(np.float32)
    theirs.wv.vectors = 10 * theirs.wv.vectors
    model.output_vectors_, model.word_vectors_ = theirs.syn1neg, theirs.wv.vectors
    for context in (["w1"], ["w1", "w2", "w2", "nowhere"]):
        ours = model.predict_output_word(context, n=7)
        expected = theirs.predict_output_word(context, topn=7)
        assert [word for word, _ in ours] == [word for word, _ in expected]
        assert_allclose([p for _, p in ours], [p for _, p in expected], rtol=1e-5)
    everything = model.predict_output_word(["w1"], n=None)
    assert_allclose(sum(p for _, p in everything), 1)
    assert len(everything) == 30
    assert model.predict_output_word(["w1"], n=0) == []


def test_the_document_speaks_with_the_context(model):
    rng = np.random.default_rng(0)
    model = random_model(documents=["d0", "d1"])
    model.output_vectors_ = rng.normal(size=(60, 12)).astype(np.float32)
    hidden = np.mean([model.vector("w1"), model.vector("d1")], axis=0)
    odds = np.exp(model.output_vectors_.astype(float) @ hidden)
    found = dict(model.predict_output_word(["w1"], None, document="d1"))
    assert_allclose([found[t] for t in model.terms_], odds / odds.sum(), rtol=1e-5)
    given = model.predict_output_word(["w1"], document=model.vector("d1"))
    assert given == model.predict_output_word(["w1"], document="d1")
    # A sum is what the model was trained with, if it was.
    summed = Vectors(dm_mean=False)
    vars(summed).update({k: v for k, v in vars(model).items() if k.endswith("_")})
    odds = np.exp(model.output_vectors_.astype(float) @ (2 * hidden))
    found = dict(summed.predict_output_word(["w1"], None, document="d1"))
    assert_allclose([found[t] for t in model.terms_], odds / odds.sum(), rtol=1e-4)
    # Words of a PV-DBOW without words have no vectors; documents predict.
    model.trains_words_ = False
    alone = model.predict_output_word([], document="d1")
    with pytest.raises(ValueError, match="dbow_words=True"):
        model.predict_output_word(["w1"], document="d1")
    odds = np.exp(model.output_vectors_ @ model.document_vectors_[1])
    assert alone[0][0] == model.terms_[odds.argmax()]


def test_predictions_that_cannot_be(model):
    with pytest.raises(ValueError, match="knows no word of the context"):
        model.predict_output_word(["nowhere"])
    with pytest.raises(ValueError, match="knows no word of the context"):
        model.predict_output_word([])
    with pytest.raises(TypeError, match="context must be a list of words"):
        model.predict_output_word("w1")
    with pytest.raises(ValueError, match="no weights of the output any more"):
        model.predict_output_word(["w1"])
    with pytest.raises(ValueError, match="dm_concat"):
        random_model(dm_concat=True).predict_output_word(["w1"])


def test_probabilities_of_a_tree():
    rng = np.random.default_rng(0)
    # Words 0, 1, 2 and 3 below: 0 at the left of the root, 3 at its right side's right.
    paths = [[(0, 0)], [(0, 1), (1, 0), (2, 0)], [(0, 1), (1, 0), (2, 1)],
             [(0, 1), (1, 1)]]  # fmt: skip
    offsets = np.cumsum([0, *map(len, paths)])
    nodes, codes = np.array(list(itertools.chain(*paths)), np.int8).T
    vectors, hidden = rng.normal(size=(3, 5)), rng.normal(size=5)
    right = 1 / (1 + np.exp(vectors @ hidden))  # probability of code 1
    expected = [
        np.prod([right[n] if code else 1 - right[n] for n, code in path])
        for path in paths
    ]
    found = tree_probabilities(hidden, vectors, (offsets, nodes, codes))
    assert_allclose(found, expected)
    assert_allclose(found.sum(), 1)
    one_word = (np.array([0, 0]), nodes[:0], codes[:0])
    assert_allclose(tree_probabilities(hidden, vectors[:0], one_word), [1])


@pytest.mark.parametrize("hs", [False, True])
def test_predictions_of_a_fitted_model(hs):
    rng = np.random.default_rng(0)
    # Words of the same ten go together, and some of them are frequent.
    groups = rng.integers(0, 3, size=300)
    words = 10 * groups[:, None] + np.minimum(rng.geometric(0.2, (300, 12)), 10) - 1
    X = TokenSequences.from_tokens(
        [[f"w{i:02d}" for i in row] for row in words], [f"w{i:02d}" for i in range(30)]
    )
    params = {"hs": hs, "negative": 0 if hs else 5, "random_state": 0}
    model = Doc2Vec(10, epochs=30, alpha=0.1, **params).fit(X)
    found = model.predict_output_word(["w10", "w11", "w12"], n=None)
    assert_allclose(sum(p for _, p in found), 1)
    assert {word[:2] for word, _ in found[:5]} == {"w1"}
    if not hs:
        return
    # The exact likelihood is that of the word in the document, here alone in it.
    # Later counts leave the tree as it is.
    model = Doc2Vec(10, dm=0, epochs=30, alpha=0.1, **params).fit(X)
    later = TokenSequences.from_tokens([["w29", "w19"] * 900], model.terms_)
    model.partial_fit(later)
    alone = TokenSequences.from_tokens([["w10"], ["w29"]], model.terms_)
    for word, vector, score in zip(
        ["w10", "w29"], model.transform(alone), model.score_samples(alone), strict=True
    ):
        found = dict(model.predict_output_word([], n=None, document=vector))
        assert_allclose(np.log(found[word]), score, rtol=1e-3)


# --- word mover's distance ------------------------------------------------------------


@pytest.fixture(scope="module")
def texts():
    rng = np.random.default_rng(5)
    return [
        [f"w{i}" for i in rng.zipf(1.3, size=n) % 63]  # three words are not known
        for n in rng.integers(3, 40, size=12)
    ]


@pytest.mark.parametrize("normalize", [True, False])
def test_distance_of_texts_is_that_of_gensim(model, texts, normalize):
    theirs = in_gensim(model.terms_, model.word_vectors_)
    for first, second in itertools.pairwise(texts):
        ours = model.wmdistance(first, second, normalize=normalize)
        expected = theirs.wmdistance(first, second, norm=normalize)
        assert_allclose(ours, expected, rtol=1e-6)
        assert_allclose(model.wmdistance(second, first, normalize=normalize), ours)


def test_distance_of_texts_is_that_of_scipy(model, texts):
    known = {w: i for i, w in enumerate(model.terms_)}
    for first, second in zip(texts[::2], texts[1::2], strict=True):
        values = [
            model.word_vectors_[[known[w] for w in text if w in known]].astype(float)
            for text in (first, second)
        ]
        expected = wasserstein_distance_nd(*values)
        found = model.wmdistance(first, second, normalize=False)
        assert_allclose(found, expected, rtol=1e-6)


def test_distances_in_closed_form(model):
    assert model.wmdistance(["w1"], ["w1", "w1"]) == 0
    assert model.wmdistance(["w1", "w2"], ["w2", "w1"]) == 0  # gensim: infinite
    assert model.wmdistance(["w1"] * 3, ["w1"] * 7) == 0
    apart = np.sqrt(2 - 2 * model.similarity("w1", "w2"))
    assert_allclose(model.wmdistance(["w1"], ["w2", "nowhere"]), apart, rtol=1e-5)
    assert_allclose(model.wmdistance(["w1", "w1", "w3"], ["w2", "w3", "w1"]), apart / 3)
    assert model.wmdistance(["w1"], ["nowhere"]) == np.inf
    assert model.wmdistance([], ["w1"]) == np.inf
    with pytest.raises(TypeError, match="must be a list of words"):
        model.wmdistance("w1 w2", ["w1"])


def test_distance_without_pot(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "ot", None)
    with pytest.raises(ImportError, match=r"pip install 'sktopics\[transport\]'"):
        model.wmdistance(["w1"], ["w2"])


# --- judgements of similarity ---------------------------------------------------------


def vectors_for(words, counts=None, size=20):
    """Random vectors of words in lower case, of which the first are frequent."""
    vectors = np.random.default_rng(0).normal(size=(len(words), size))
    return Vectors().fit(words, 1, vectors, np.ones((1, size)), counts)


def file_of_gensim(name):
    return pytest.importorskip("gensim.test.utils").datapath(name)


@pytest.fixture(scope="module")
def judged():
    """Vectors of most of the words of two files, in gensim and here."""
    names = set()
    for file in ("wordsim353.tsv", "simlex999.txt"):
        for line in Path(file_of_gensim(file)).read_text("utf8").splitlines():
            if not line.startswith("#"):
                names.update(line.split("\t")[:2])
    names = sorted(names)[::3] + sorted(names)[1::3]
    return vectors_for(names), in_gensim(names, vectors_for(names).word_vectors_)


@pytest.mark.parametrize("file", ["wordsim353.tsv", "simlex999.txt"])
@pytest.mark.parametrize("case_insensitive", [True, False])
@pytest.mark.parametrize("unknown", ["skip", "zero"])
def test_word_pairs_are_those_of_gensim(judged, file, case_insensitive, unknown):
    model, theirs = judged
    found = model.evaluate_word_pairs(
        file_of_gensim(file), case_insensitive=case_insensitive, unknown=unknown
    )
    pearson, spearman, oov = theirs.evaluate_word_pairs(
        file_of_gensim(file),
        case_insensitive=case_insensitive,
        dummy4unknown=unknown == "zero",
    )
    assert_allclose([found.pearson, found.pearson_pvalue], pearson, atol=1e-6)
    assert_allclose([found.spearman, found.spearman_pvalue], spearman, atol=1e-6)
    assert_allclose(100 * found.oov_ratio, oov)
    assert 0 < found.oov_ratio < 1
    assert found.n_pairs > 50


def test_the_most_frequent_words_and_spellings_count():
    counts = [1, 9, 3, 4, 5]
    model = vectors_for(["Sea", "sea", "ship", "SHIP", "gull"], counts)
    pairs = ["sea\tship\t1", "sea\tgull\t2", "SHIP\tgull\t0.5", "SEA\tsea\t4"]
    judgements = [1, 2, 0.5, 4]
    for case_insensitive, others in ((True, ["SHIP", 1]), (False, ["ship", 0])):
        found = model.evaluate_word_pairs(
            pairs, case_insensitive=case_insensitive, unknown="zero"
        )
        cosines = [
            model.similarity("sea", others[0]),
            model.similarity("sea", "gull"),
            model.similarity("SHIP", "gull"),
            others[1],
        ]
        expected = np.corrcoef(judgements, cosines)[0, 1]
        assert_allclose(found.pearson, expected, atol=1e-6)
        assert found.oov_ratio == (0 if case_insensitive else 1 / 4)
    with pytest.raises(ValueError, match="model knows 1 and does not know 3"):
        model.evaluate_word_pairs(pairs, restrict_vocab=1)


def test_files_of_pairs(tmp_path):
    model = vectors_for(["sea", "ship", "été"])
    text = "Word 1;Word 2;Human (mean)\n# comment\n\nsea;ship;3\nsea; été ; 5 \n"
    text += "ship;été;1"
    expected = model.evaluate_word_pairs(text.split("\n"), delimiter=";")
    assert expected.n_pairs == 3
    with gzip.open(tmp_path / "pairs.csv.gz", "wt", encoding="latin-1") as file:
        file.write(text)
    found = model.evaluate_word_pairs(
        tmp_path / "pairs.csv.gz", delimiter=";", encoding="latin-1"
    )
    assert found == expected
    with pytest.raises(ValueError, match=r"Line 5 of .*pairs.csv.gz' is not utf-8"):
        model.evaluate_word_pairs(tmp_path / "pairs.csv.gz", delimiter=";")
    with pytest.raises(ValueError, match=r"Line 2 of the given lines must be two wor"):
        model.evaluate_word_pairs(["sea\tship\t1", "sea\tship\tmuch"])
    with pytest.raises(ValueError, match=r"Line 1 .* separated by '\\t'"):
        model.evaluate_word_pairs(["sea ship 1"])
    with pytest.raises(ValueError, match="knows 0 and does not know 0"):
        model.evaluate_word_pairs([])
    with pytest.raises(FileNotFoundError):
        model.evaluate_word_pairs(tmp_path / "none")


# --- analogies ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def analogies(tmp_path_factory):
    """The analogies that ship with gensim, some of each section."""
    lines, n = [], 0
    text = Path(file_of_gensim("questions-words.txt")).read_text("utf8")
    for line in text.splitlines(keepends=True):
        n = 0 if line.startswith(":") else n + 1
        if n % 25 < 2:
            lines.append(line)
    path = tmp_path_factory.mktemp("analogies") / "questions.txt"
    path.write_text("".join(lines), encoding="utf8")
    return path


@pytest.fixture(scope="module")
def analogous(analogies):
    """Vectors of most of the words; b - a is about d - c."""
    lines = analogies.read_text(encoding="utf8").splitlines()
    lines = [line.lower().split() for line in lines if not line.startswith(":")]
    names = sorted({word for line in lines for word in line})
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(len(names), 20))
    rows = {name: i for i, name in enumerate(names)}
    shift = rng.normal(size=20)
    for a, b, c, d in lines:
        vectors[rows[b]] = vectors[rows[a]] + shift + 0.6 * rng.normal(size=20)
        vectors[rows[d]] = vectors[rows[c]] + shift + 0.6 * rng.normal(size=20)
    kept = [i for i in range(len(names)) if i % 9]
    names = [names[i] for i in kept]
    model = Vectors().fit(names, 1, vectors[kept], np.ones((1, 20)))
    return model, in_gensim(names, model.word_vectors_)


@pytest.mark.parametrize("unknown", ["skip", "zero"])
@pytest.mark.parametrize("restrict_vocab", [300_000, 500])
def test_analogies_are_those_of_gensim(analogous, analogies, unknown, restrict_vocab):
    model, theirs = analogous
    found = model.evaluate_word_analogies(
        analogies, unknown=unknown, restrict_vocab=restrict_vocab
    )
    accuracy, sections = theirs.evaluate_word_analogies(
        analogies, dummy4unknown=unknown == "zero", restrict_vocab=restrict_vocab
    )
    assert 0.05 < found.accuracy < 0.95
    assert found.accuracy == accuracy
    assert [s.name for s in found.sections] == [s["section"] for s in sections[:-1]]
    for ours, other in zip([*found.sections, found.total], sections, strict=True):
        for name in ("correct", "incorrect"):
            upper = [tuple(map(str.upper, q)) for q in getattr(ours, name)]
            assert upper == other[name]
    assert 0 < found.oov_ratio < 1


def test_analogies_question_by_question(analogous, analogies, monkeypatch):
    model, _ = analogous
    for method in ("add", "multiply"):
        found = model.evaluate_word_analogies(analogies, method=method)
        questions = [(q, True) for q in found.total.correct]
        questions += [(q, False) for q in found.total.incorrect]
        for question, is_right in questions:
            a, b, c, d = map(str.lower, question)
            answer = model.most_similar([b, c], a, 1, method=method)[0][0]
            assert (answer == d) == is_right
        monkeypatch.setattr("sktopics.embedding._word_analogies._SCORES", 1)
        assert model.evaluate_word_analogies(analogies, method=method) == found
        monkeypatch.undo()


def test_other_spellings_of_the_question_are_no_answers():
    names = ["man", "king", "KING", "woman", "queen"]
    vectors = [[1, 0, 0], [1, 1, 0], [1, 1, 0.1], [1, 0, 1], [1, 0.9, 1]]
    model = Vectors().fit(names, 1, vectors, np.ones((1, 3)))
    lines = [": family", "man king woman queen", "", ": none"]
    found = model.evaluate_word_analogies(lines)
    assert found.accuracy == 1
    assert found.sections[0].correct == (("man", "king", "woman", "queen"),)
    assert found.sections[1].name == "none"
    assert np.isnan(found.sections[1].accuracy)


def test_bad_analogies():
    model = vectors_for(["sea", "ship"])
    with pytest.raises(ValueError, match=r"Line 1 of the given lines must be ': ' and"):
        model.evaluate_word_analogies(["a b c d"])
    with pytest.raises(ValueError, match=r"Line 2 .* must be four words, got 'a b c'"):
        model.evaluate_word_analogies([": x", "a b c"])
    with pytest.raises(ValueError, match="There is no analogy in the given lines"):
        model.evaluate_word_analogies([": x"])
    found = model.evaluate_word_analogies([": x", "a b c d"])
    assert found.oov_ratio == 1
    assert np.isnan(found.accuracy)


# --- files ----------------------------------------------------------------------------


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_words_and_documents(model, tmp_path, binary):
    path = str(tmp_path / "vectors.gz")
    other = random_model(documents=["log", "budget 1848"])
    other.term_counts_ = np.arange(60.0)
    other.save_word2vec_format(path, documents=True, binary=binary, space="_")
    gensim = pytest.importorskip("gensim.models")
    theirs = gensim.KeyedVectors.load_word2vec_format(path, binary=binary)
    expected = [f"w{i}" for i in range(59, -1, -1)] + ["*dt_log", "*dt_budget_1848"]
    assert theirs.index_to_key == expected
    assert_array_equal(theirs["w7"], other.vector("w7"))
    assert_array_equal(theirs["*dt_log"], other.vector("log"))
    words, documents = read_word2vec_format(path).divide()
    assert_array_equal(documents.vectors, other.document_vectors_)
    assert words.terms.tolist() == expected[:60]


def test_only_documents_or_words_and_their_counts(tmp_path):
    model = random_model(documents=3)
    model.term_counts_[1] = 1000.5
    paths = tmp_path / "vectors", tmp_path / "vocabulary"
    model.save_word2vec_format(
        paths[0], words=False, documents=True, prefix="doc", vocab_path=paths[1]
    )
    assert read_word2vec_format(paths[0]).terms.tolist() == ["doc0", "doc1", "doc2"]
    assert not paths[1].exists()
    model.save_word2vec_format(paths[0], documents=True, vocab_path=paths[1])
    lines = paths[1].read_text().splitlines()
    assert lines[:2] == ["w1 1000.5", "w0 60"]
    assert len(lines) == 60
    gensim = pytest.importorskip("gensim.models")
    loaded = gensim.KeyedVectors.load_word2vec_format(paths[0])
    assert len(loaded.index_to_key) == 63
    with pytest.raises(ValueError, match="nothing to write"):
        model.save_word2vec_format(paths[0], words=False)
    with pytest.raises(ValueError, match="'w1' come more than once"):
        random_model(documents=["1"]).save_word2vec_format(
            paths[0], documents=True, prefix="w"
        )

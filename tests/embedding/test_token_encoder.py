import importlib.util
import itertools
import pickle
import threading
from pathlib import Path

import numpy as np
import pytest
import tiny_transformers
from public_estimators import STATIC_MODEL
from sklearn.base import clone

from sktopics import SentenceEncoder, TokenEncoder
from sktopics.datasets import load_sotu
from sktopics.embedding import _transformer_tokens, as_token_encoder, encode_words
from sktopics.testing import make_documents

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="sentence_transformers is not installed",
)

TEXTS = [
    "The bank of the river, flooded.",
    "",
    "Money in the bank! 😀 naïve cafe\u0301s ﬁne",
    "\r\n  leading\tspaces\r\n",
    " \n",
    "rain",
    "a half \ud83d of a character",
]


def pieces(tokens, text):
    return [text[start:stop] for start, stop in tokens.spans]


def assert_same(actual, expected):
    """Compare vectors up to the rounding of their last digits."""
    np.testing.assert_array_less(
        np.linalg.norm(actual - expected, axis=-1),
        1e-6 * np.linalg.norm(expected, axis=-1) + 1e-12,
    )


def long_text(n_characters):
    """Return paragraphs of addresses, as long as that or longer."""
    paragraphs, length = [], 0
    for paragraph in load_sotu().data:
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
        if length > n_characters:
            return "\r\n".join(paragraphs)


def own_vectors(model, text):
    """Return what a model itself gives for the tokens of a text, and their spans."""
    output = model.encode([text], output_value="token_embeddings")[0].cpu().numpy()
    spans = model.tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
    assert len(spans) == len(output)
    inside = [text[start:stop].strip() != "" for start, stop in spans]
    return output[inside], [text[i:j].strip() for i, j in spans if text[i:j].strip()]


# --- vectors and spans ------------------------------------------------------------


def test_vectors_are_those_of_the_model(minilm, minilm_model):
    texts = TEXTS[:-1]
    found = list(TokenEncoder(minilm).encode_tokens(texts))
    for tokens, text in zip(found, texts, strict=True):
        vectors, words = own_vectors(minilm_model, text)
        assert tokens.vectors.dtype == np.float32
        assert tokens.vectors.shape == (len(words), 384)
        assert tokens.spans.dtype == np.int64
        assert tokens.spans.shape == (len(words), 2)
        np.testing.assert_allclose(tokens.vectors, vectors, atol=1e-5)


def test_spans_are_characters_of_the_raw_text(minilm):
    found = list(TokenEncoder(minilm).encode_tokens(TEXTS))
    words = [pieces(*each) for each in zip(found, TEXTS, strict=True)]
    assert words[0] == ["The", "bank", "of", "the", "river", ",", "flooded", "."]
    assert words[1] == words[4] == []
    assert words[2][:7] == [
        "Money",
        "in",
        "the",
        "bank",
        "!",
        "😀",
        "naive".replace("i", "ï"),
    ]
    assert "".join(words[2][7:]) == "cafe\u0301sﬁne"
    assert words[3] == ["leading", "spaces"]
    assert words[6][:2] == ["a", "half"]
    assert words[6][-1] == "character"


def test_the_vector_of_a_word_depends_on_its_context(minilm):
    texts = ["The bank of the river.", "The river has a bank.", "A bank lends money."]
    found = TokenEncoder(minilm).encode_tokens(texts)
    river, other, money = (
        tokens.vectors[pieces(tokens, text).index("bank")]
        for tokens, text in zip(found, texts, strict=True)
    )

    def cosine(a, b):
        return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

    assert cosine(river, other) > cosine(river, money) + 0.05


def test_transform_gives_means_that_no_padding_is_in(minilm, minilm_model):
    encoder = TokenEncoder(minilm)
    means = encoder.fit_transform(TEXTS)
    assert means.dtype == np.float32
    for mean, tokens in zip(means, encoder.encode_tokens(TEXTS), strict=True):
        expected = tokens.vectors.mean(axis=0) if len(tokens.vectors) else np.zeros(384)
        np.testing.assert_allclose(mean, expected, atol=1e-6)
    assert not means[[1, 4]].any()
    assert encoder.n_features_out_ == 384
    assert encoder.get_feature_names_out()[0] == "tokenencoder0"
    # Among long texts they would be filled up, and their means be others.
    words = ["bank", "river", "guitar", "tax cut"]
    alone = np.vstack([encode_words(encoder, [word]) for word in words])
    among = encoder.transform([*words, "filled up " * 250])[:4]
    assert_same(among, alone)
    for mean, word in zip(among, words, strict=True):
        own = own_vectors(minilm_model, word)[0]
        np.testing.assert_allclose(mean, own.mean(axis=0), atol=1e-5)


def test_vectors_do_not_depend_on_each_other(minilm):
    texts = [*TEXTS, long_text(800), *make_documents(9)]
    encoder = TokenEncoder(minilm, batch_size=4, max_length=40, overlap=8)
    together = list(encoder.encode_tokens(texts))
    for order in (range(len(texts))[::-1], [3], [len(TEXTS)]):
        found = encoder.encode_tokens([texts[i] for i in order])
        for i, tokens in zip(order, found, strict=True):
            np.testing.assert_array_equal(tokens.spans, together[i].spans)
            assert_same(tokens.vectors, together[i].vectors)
    again = list(encoder.encode_tokens([*texts, *texts]))
    for one, other in zip(again[: len(texts)], again[len(texts) :], strict=True):
        np.testing.assert_array_equal(one.vectors, other.vectors)


# --- long texts -------------------------------------------------------------------


def test_nothing_of_a_long_text_is_dropped(minilm, minilm_model):
    text = long_text(3500)
    tokenizer = minilm_model.tokenizer
    ids = tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
    assert len(ids) > 600
    (tokens,) = TokenEncoder(minilm).encode_tokens([text])
    assert tokens.vectors.shape == (len(ids), 384)
    read = "".join(pieces(tokens, text))
    assert read == "".join(text.split())
    assert np.linalg.norm(tokens.vectors, axis=1).min() > 0.5
    assert tokenizer.model_max_length == minilm_model.max_seq_length == 256


@pytest.mark.parametrize(("max_length", "overlap"), [(12, 4), (9, 0), (11, 64)])
def test_a_token_is_read_where_it_has_most_context(
    minilm, minilm_model, max_length, overlap
):
    import torch

    text = "Peace, commerce and honest friendship with all nations entangling none."
    ids = minilm_model.tokenizer(text, add_special_tokens=False)["input_ids"]
    content = max_length - 2
    overlap_used = min(overlap, (content - 1) // 2)
    n_windows = int(np.ceil((len(ids) - overlap_used) / (content - overlap_used)))
    length = int(np.ceil((len(ids) + (n_windows - 1) * overlap_used) / n_windows))
    assert n_windows > 1
    starts = [k * (len(ids) - length) // (n_windows - 1) for k in range(n_windows)]
    by_window = []
    for start in starts:
        window = torch.tensor([[101, *ids[start : start + length], 102]])
        features = {"input_ids": window, "attention_mask": torch.ones_like(window)}
        with torch.inference_mode():
            output = minilm_model(features)["token_embeddings"][0, 1:-1]
        by_window.append(output.cpu().numpy())
    encoder = TokenEncoder(minilm, max_length=max_length, overlap=overlap)
    (tokens,) = encoder.encode_tokens([text])
    for i, vector in enumerate(tokens.vectors):
        sides = [
            min(i - s, s + length - 1 - i) if s <= i < s + length else -1
            for s in starts
        ]
        best = int(np.argmax(sides))
        expected = by_window[best][i - starts[best]]
        np.testing.assert_allclose(vector, expected, atol=1e-5)


def test_lengths_that_the_model_cannot_have(minilm):
    with pytest.raises(ValueError, match=r"max_length is 300, and the m.* at most 256"):
        TokenEncoder(minilm, max_length=300).encode_tokens(["rain"])
    with pytest.raises(ValueError, match=r"max_length is 2, .* 2 special .* 3 or more"):
        TokenEncoder(minilm, max_length=2).fit(["rain"])
    (tokens,) = TokenEncoder(minilm, max_length=3).encode_tokens(["rain and snow"])
    assert tokens.vectors.shape == (3, 384)


# --- other models -----------------------------------------------------------------

TINY = [
    tiny_transformers.byte_pieces,
    tiny_transformers.letter_pieces,
    tiny_transformers.causal_bytes,
]


@pytest.mark.parametrize("make", TINY, ids=lambda make: make.__name__)
def test_other_tokenizers(make, tmp_path):
    model = make(tmp_path)
    texts = [
        *make_documents(3),
        *tiny_transformers.TEXTS[-2:],
        "",
        "é" * 9,
        "long " * 200,
        "İ 雨",
    ]
    encoder = TokenEncoder(model, batch_size=4)
    found = list(encoder.encode_tokens(texts))
    for tokens, text in zip(found, texts, strict=True):
        assert tokens.vectors.shape[1] == 16
        assert (np.diff(tokens.spans, axis=0) >= 0).all()
        said = set(itertools.chain.from_iterable(range(i, j) for i, j in tokens.spans))
        assert said == {i for i, char in enumerate(text) if not char.isspace()}
        (alone,) = encoder.encode_tokens([text])
        assert_same(alone.vectors, tokens.vectors)
    if model.tokenizer.pad_token_id is not None:
        vectors, _ = own_vectors(model, "rain 😀 é")
        (tokens,) = encoder.encode_tokens(["rain 😀 é"])
        np.testing.assert_allclose(tokens.vectors, vectors, atol=1e-5)


@pytest.mark.parametrize("make", TINY, ids=lambda make: make.__name__)
def test_windows_that_are_filled_up(make, tmp_path):
    """As on a GPU: see `_batches`."""
    reader = TokenEncoder(make(tmp_path))._reader()
    windows = reader._pieces(["rain", "snow and hail", "s"])[0]
    together = reader._states(windows)
    for state, window in zip(together, windows, strict=True):
        (alone,) = reader._states([window])
        assert_same(state[: len(window)], alone)


def test_a_cpu_fills_no_window_up(minilm, monkeypatch):
    lengths = []
    features = _transformer_tokens.TransformerTokens._features

    def watched(self, windows):
        lengths.append({len(window) for window in windows})
        return features(self, windows)

    monkeypatch.setattr(_transformer_tokens.TransformerTokens, "_features", watched)
    encoder = TokenEncoder(minilm, device="cpu")
    list(encoder.encode_tokens([*make_documents(12), *TEXTS, long_text(2000)]))
    assert len(lengths) > 5
    assert all(len(each) == 1 for each in lengths)


def test_a_model_without_a_context():
    encoder = TokenEncoder(STATIC_MODEL)
    texts = [*make_documents(4), "", "planet " * 1000]
    own = encoder._reader()
    means = encoder.fit_transform(texts)
    expected = SentenceEncoder(STATIC_MODEL).transform(texts)
    np.testing.assert_allclose(means, expected, atol=1e-4)  # theirs is of float32
    assert own.n_dimensions == encoder.n_features_out_ == 8
    *_, last = encoder.encode_tokens(texts)
    assert last.vectors.shape == (1000, 8)


def test_letters_that_a_model_does_not_tell_apart(minilm_model, monkeypatch):
    encoder = TokenEncoder(minilm_model)
    (expected,) = encoder.encode_tokens(["İstanbul RAIN"])
    monkeypatch.setattr(minilm_model[0], "do_lower_case", True)
    (tokens,) = encoder.encode_tokens(["İstanbul RAIN"])
    np.testing.assert_array_equal(tokens.spans, expected.spans)


def test_a_slow_tokenizer(tmp_path):
    from sentence_transformers import SentenceTransformer
    from transformers import ByT5Tokenizer, T5Config, T5EncoderModel

    config = T5Config(vocab_size=384, d_model=8, d_kv=4, d_ff=8, num_layers=1)
    T5EncoderModel(config).save_pretrained(tmp_path)
    ByT5Tokenizer().save_pretrained(tmp_path)
    model = SentenceTransformer(str(tmp_path), device="cpu")
    with pytest.raises(ValueError, match=r"ByT5Tokenizer .* does not say where tokens"):
        TokenEncoder(model).encode_tokens(["rain"])


def test_models_without_vectors_of_tokens(clip):
    with pytest.raises(ValueError, match=r"no vector for each token|says? where tok"):
        list(TokenEncoder(clip).encode_tokens(["rain"]))

    class Lengths:
        def encode(self, texts):
            return [[len(text)] for text in texts]

    with pytest.raises(ValueError, match=r"model Lengths .* has no tokenizer"):
        TokenEncoder(Lengths()).encode_tokens(["rain"])


def test_vectors_that_are_no_numbers(tmp_path):
    import torch

    model = tiny_transformers.byte_pieces(tmp_path)
    with torch.no_grad():
        model[0].auto_model.encoder.layer[-1].output.LayerNorm.bias[0] = torch.nan
    with pytest.raises(ValueError, match=r"SentenceTransformer .* gives NaN"):
        next(TokenEncoder(model).encode_tokens(["rain"]))


# --- streams ----------------------------------------------------------------------


def test_a_group_of_documents_is_encoded_at_a_time(minilm, monkeypatch):
    seen = []
    states = _transformer_tokens.TransformerTokens._states

    def watched(self, windows):
        seen.append(len(windows))
        return states(self, windows)

    monkeypatch.setattr(_transformer_tokens.TransformerTokens, "_states", watched)
    monkeypatch.setattr(_transformer_tokens, "_CHARACTERS", 20)
    texts = [f"snow storm {i}" for i in range(12)]
    tokens = TokenEncoder(minilm, batch_size=2).encode_tokens(texts)
    assert seen == []
    next(tokens)
    assert sum(seen) == 4  # the first texts of 40 characters or more
    assert max(seen) == 2
    assert len(list(tokens)) == 11
    assert sum(seen) == 12


def test_errors_come_before_anything_is_encoded(minilm, minilm_model):
    encoder = TokenEncoder(minilm)
    for X, message in (("rain", "takes documents"), ([None], "document 0 is None")):
        with pytest.raises(TypeError, match=message):
            encoder.encode_tokens(X)
    with pytest.raises(ValueError, match="at least 1 document"):
        encoder.encode_tokens([])
    with pytest.raises(OSError, match="could not be loaded"):
        TokenEncoder("no/such-model").encode_tokens(["rain"])
    with pytest.raises(ValueError, match="device='cpu' is for models given by name"):
        TokenEncoder(minilm_model, device="cpu").encode_tokens(["rain"])
    for name, value in (("overlap", -1), ("batch_size", 0), ("max_length", 0)):
        with pytest.raises(ValueError, match=name):
            clone(encoder).set_params(**{name: value}).encode_tokens(["rain"])


def test_progress(capsys):
    encoder = TokenEncoder(STATIC_MODEL, show_progress=True)
    assert len(list(encoder.encode_tokens(["rain", "snow"]))) == 2
    assert "2/2" in capsys.readouterr().err


# --- an encoder -------------------------------------------------------------------


def test_the_model_of_an_encoder_of_sentences(minilm, minilm_model):
    expected = TokenEncoder(minilm).transform(TEXTS[:1])
    for given in (minilm_model, SentenceEncoder(minilm), SentenceEncoder(minilm_model)):
        encoder = TokenEncoder(given)
        np.testing.assert_array_equal(encoder.transform(TEXTS[:1]), expected)
        assert clone(encoder).model is given
    path = TokenEncoder(Path(minilm)).transform(TEXTS[:1])
    np.testing.assert_array_equal(path, expected)


def test_pickles_hold_no_weights(minilm):
    encoder = TokenEncoder(minilm).fit(TEXTS)
    stored = pickle.dumps(encoder)
    assert len(stored) < 2000
    np.testing.assert_array_equal(
        pickle.loads(stored).transform(TEXTS), encoder.transform(TEXTS)
    )


def test_threads_share_a_model(minilm):
    encoder = TokenEncoder(minilm, batch_size=2)
    texts = [*make_documents(6), *TEXTS]
    expected = list(encoder.encode_tokens(texts))
    found = {}

    def read(name):
        found[name] = list(encoder.encode_tokens(texts))

    threads = [threading.Thread(target=read, args=[name]) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for tokens in found.values():
        for one, other in zip(tokens, expected, strict=True):
            # The last digits are up to the threads that torch has in each thread.
            np.testing.assert_allclose(one.vectors, other.vectors, atol=1e-5)
            np.testing.assert_array_equal(one.spans, other.spans)


def test_means_are_kept(minilm, tmp_path, monkeypatch):
    encoder = TokenEncoder(minilm, cache_dir=tmp_path)
    expected = encoder.fit_transform(TEXTS)
    assert encoder.cache_info().documents == len(set(TEXTS))
    sentences = SentenceEncoder(minilm, cache_dir=tmp_path)
    assert sentences.cache_info().documents == 0
    for other in ({"overlap": 10}, {"max_length": 20}):
        assert clone(encoder).set_params(**other).cache_info().documents == 0
    monkeypatch.setattr(TokenEncoder, "_encode", None)
    np.testing.assert_array_equal(encoder.transform(TEXTS[::-1]), expected[::-1])


def test_without_torch_the_error_names_the_extra(minilm, monkeypatch):
    encoder = as_token_encoder(minilm)
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(ImportError, match=r"sktopics\[embeddings\]"):
        encoder.encode_tokens(["rain"])

"""Vectors of tokens by the last layer of a transformer."""

from itertools import groupby
from typing import NamedTuple

import numpy as np

from .._optional import import_optional
from ._piece_windows import piece_windows
from ._sentence_models import LOCK
from ._static_tables import in_groups
from ._text_spans import as_token_spans, encodable, in_small_letters, trimmed
from ._token_vectors import TokenVectors

# Characters that are read at once, for each window of a batch: about four windows of
# most models. Windows of like length are put together among them.
_CHARACTERS = 4096
# Pieces that are read at once by a model that names no limit.
_NO_LIMIT = 512
# What transformers says where a tokenizer names no limit is beyond this.
_BEYOND_ALL = 1 << 24
# Texts of which tokenizers make pieces, one or another.
_EXAMPLES = "a", "1", "the", "."


class Template(NamedTuple):
    """What a tokenizer puts around the pieces of a text.

    Attributes
    ----------
    before : list of int
        Special tokens.
    example : list of int
        Some pieces of a text.
    after : list of int
        Special tokens.
    types : tuple (list, int, list) or None
        Types of the tokens before, of the pieces, and of the tokens after.
    """

    before: list
    example: list
    after: list
    types: tuple | None

    @property
    def size(self):
        return len(self.before) + len(self.after)


class TransformerTokens:
    """Vectors of tokens by a `SentenceTransformer`.

    Parameters
    ----------
    model : SentenceTransformer
    whom : str
        What the model is called in messages, at the start of a sentence.
    max_length : int or None
    overlap : int
    batch_size : int
    """

    def __init__(self, model, whom, *, max_length, overlap, batch_size):
        self.torch = import_optional("torch", "embeddings")
        self.model = model
        self.whom = whom
        self.named = whom[0].lower() + whom[1:]
        self.tokenizer = model.tokenizer
        self.batch_size = batch_size
        self.lowercase = getattr(model[0], "do_lower_case", False)
        with LOCK:
            self._check_tokenizer()
            self.template = self._read_template()
        self.limit = self._content_limit(max_length)
        self.overlap = min(overlap, (self.limit - 1) // 2)

    def read(self, texts):
        """Yield the `TokenVectors` of each text."""
        characters = _CHARACTERS * self.batch_size
        for group in in_groups(texts, characters // 8, characters):
            with LOCK:
                found = self._encode(list(dict.fromkeys(group)))
            for text in group:
                yield found[text]
            del found  # before the next group is encoded

    def _encode(self, texts):
        """Return the `TokenVectors` of each of some texts, by text."""
        self.model.eval()
        pieces, spans = self._pieces(texts)
        vectors = self._vectors(pieces)
        found = {}
        for i, text in enumerate(texts):
            places, kept = trimmed(spans[i], text)
            if not kept.all():
                places, vectors[i] = places[kept], vectors[i][kept]
            found[text] = TokenVectors(vectors[i], places)
        return found

    def _pieces(self, texts):
        """Return the pieces of texts and their spans, without special tokens."""
        read = [encodable(text) for text in texts]
        if self.lowercase:
            read = [in_small_letters(text) for text in read]
        output = self.tokenizer(
            read,
            add_special_tokens=False,
            truncation=False,
            return_offsets_mapping=True,
            return_attention_mask=False,
            return_token_type_ids=False,
            verbose=False,  # about the limit of the model
        )
        return output["input_ids"], [*map(as_token_spans, output["offset_mapping"])]

    def _vectors(self, pieces):
        """Return the vectors of the pieces of each text, (n_pieces, n_dimensions)."""
        jobs = [
            (i, window)
            for i, ids in enumerate(pieces)
            if ids
            for window in piece_windows(len(ids), self.limit, self.overlap)
        ]
        vectors = [None] * len(pieces)
        for batch in self._batches(jobs):
            states = self._states([pieces[i][w.start : w.stop] for i, w in batch])
            for (i, window), state in zip(batch, states, strict=True):
                if vectors[i] is None:
                    shape = len(pieces[i]), state.shape[1]
                    vectors[i] = np.empty(shape, dtype=np.float32)
                own = slice(window.first - window.start, window.last - window.start)
                vectors[i][window.first : window.last] = state[own]
        if not jobs:  # an example tells how long vectors are
            states = self._states([self.template.example[:1]])
        nothing = np.zeros((0, states.shape[2]), dtype=np.float32)
        vectors = [nothing if each is None else each for each in vectors]
        return vectors

    def _batches(self, jobs):
        """Yield batches of windows of like length, long ones first.

        Of one length, where that costs nothing: numbers are rounded in another way
        where shorter windows are filled up. A GPU would wait for small batches.
        """
        jobs = sorted(jobs, key=_length_of, reverse=True)
        parts = [jobs]
        if self.model.device.type == "cpu":
            parts = [list(part) for _, part in groupby(jobs, _length_of)]
        for part in parts:
            for start in range(0, len(part), self.batch_size):
                yield part[start : start + self.batch_size]

    def _states(self, windows):
        """Return what the last layer says of windows of pieces.

        Returns
        -------
        states : ndarray of shape (n_windows, n_pieces, n_dimensions), float32
            Of the longest window's number of pieces; what is beyond the end of a
            shorter one means nothing.
        """
        features = self._features(windows)
        with self.torch.inference_mode():
            output = self.model(
                {
                    name: self.torch.from_numpy(array).to(self.model.device)
                    for name, array in features.items()
                }
            )
        states = output.get("token_embeddings")
        shape = features["input_ids"].shape
        if states is None or tuple(states.shape[:2]) != shape:
            raise ValueError(
                f"{self.whom} gives no vector for each token, which TokenEncoder "
                "needs: take a transformer, such as all-MiniLM-L6-v2."
            )
        start = len(self.template.before)
        states = states[:, start : shape[1] - len(self.template.after)]
        states = states.float().cpu().numpy()
        lengths = np.array([len(window) for window in windows])
        inside = np.arange(states.shape[1]) < lengths[:, None]
        if not np.isfinite(states[inside]).all():
            raise ValueError(
                f"{self.whom} gives NaN or infinity as the vector of a token."
            )
        return states

    def _features(self, windows):
        """Return windows as a model takes them, filled up at the end.

        At the end whatever the tokenizer prefers: the place of a token in its text then
        does not depend on the other texts of a batch.
        """
        before, _, after, types = self.template
        length = max(map(len, windows)) + self.template.size
        filler = self.tokenizer.pad_token_id
        ids = np.full((len(windows), length), 0 if filler is None else filler)
        mask = np.zeros_like(ids)
        features = {"input_ids": ids, "attention_mask": mask}
        for row, window in enumerate(windows):
            whole = [*before, *window, *after]
            ids[row, : len(whole)] = whole
            mask[row, : len(whole)] = 1
        if types is not None:
            kinds = features["token_type_ids"] = np.full_like(
                ids, self.tokenizer.pad_token_type_id
            )
            for row, window in enumerate(windows):
                whole = [*types[0], *[types[1]] * len(window), *types[2]]
                kinds[row, : len(whole)] = whole
        return features

    def _check_tokenizer(self):
        """Refuse a tokenizer that does not say where tokens stand."""
        if not getattr(self.tokenizer, "is_fast", False):
            raise ValueError(
                f"The tokenizer {type(self.tokenizer).__name__} of {self.named} does "
                "not say where tokens stand in a text. What is needed is a fast "
                "tokenizer of transformers, such as "
                "AutoTokenizer.from_pretrained(name, use_fast=True), in a folder that "
                "has the file tokenizer.json."
            )

    def _read_template(self):
        """Find what the tokenizer puts around a text, by an example."""
        pieces = (self._pieces([example])[0][0] for example in _EXAMPLES)
        bare, example = next(
            (found for found in zip(pieces, _EXAMPLES, strict=True) if found[0]),
            ([], ""),
        )
        output = self.tokenizer(example)
        whole = output["input_ids"]
        places = range(len(whole) - len(bare) + 1)
        start = next((i for i in places if whole[i : i + len(bare)] == bare), None)
        if start is None or not bare:
            raise ValueError(
                f"The tokenizer of {self.named} makes other tokens of {example!r} "
                "where it adds special tokens, so that it is not known which are "
                "special."
            )
        stop = start + len(bare)
        types = output.get("token_type_ids")
        if types is not None:
            types = types[:start], types[start], types[stop:]
        return Template(whole[:start], bare, whole[stop:], types)

    def _content_limit(self, max_length):
        """Return how many pieces of a text the model reads at once."""
        known = [
            getattr(self.model, "max_seq_length", None),
            self.tokenizer.model_max_length,
            _positions(self.model[0]),
        ]
        # XLNet has -1 places, which means any number.
        known = [limit for limit in known if limit and 0 < limit < _BEYOND_ALL]
        limit = min(known, default=_NO_LIMIT)
        if max_length is None:
            max_length = limit
        elif known and max_length > limit:
            raise ValueError(
                f"max_length is {max_length}, and {self.named} reads at most {limit} "
                "tokens at once."
            )
        if max_length <= self.template.size:
            raise ValueError(
                f"max_length is {max_length}, and {self.named} puts "
                f"{self.template.size} special tokens around a text: give "
                f"{self.template.size + 1} or more."
            )
        return int(max_length) - self.template.size


def _length_of(job):
    _, window = job
    return window.stop - window.start


def _positions(module):
    """Return how many places of tokens a transformer knows, None if any number."""
    transformer = getattr(module, "auto_model", None)
    config = getattr(transformer, "config", None)
    limit = getattr(config, "max_position_embeddings", None)
    if limit is None:
        return None
    for part in getattr(transformer, "modules", list)():
        first = getattr(part, "padding_idx", None)
        if isinstance(first, int) and hasattr(part, "position_embeddings"):
            return limit - first - 1  # RoBERTa and its kin count from there
    return limit

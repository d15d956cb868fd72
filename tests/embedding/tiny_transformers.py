"""Transformers of a few kilobytes, with tokenizers of several kinds."""

from sktopics.testing import make_documents

TEXTS = [*make_documents(20), "Rain, snow; hail! 😀 é", "  two  spaces\r\n"]


def byte_pieces(folder):
    """Write a RoBERTa: pieces of bytes, and places that are counted from 2."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import RobertaConfig, RobertaModel, RobertaTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    pieces = ByteLevelBPETokenizer()
    pieces.train_from_iterator(TEXTS, vocab_size=300, special_tokens=special)
    pieces.save(str(folder / "tokenizer.json"))
    tokenizer = RobertaTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    config = RobertaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=42, pad_token_id=1, **_SIZES
    )
    return _saved(RobertaModel(config), tokenizer, folder)


def letter_pieces(folder):
    """Write an XLNet, which is filled up at the start, with special tokens at the end.

    Its tokens have types, and a space is a part of the word after it.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, XLNetConfig, XLNetModel

    special = ["<unk>", "<pad>", "<sep>", "<cls>"]
    letters = sorted({char for text in TEXTS for char in text if not char.isspace()})
    vocabulary = [*special, "▁", *letters]
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    pieces = Tokenizer(models.BPE(ids, [], unk_token="<unk>"))
    pieces.pre_tokenizer = pre_tokenizers.Metaspace()
    pieces.post_processor = processors.TemplateProcessing(
        single="$A:0 <sep>:0 <cls>:2", special_tokens=[("<sep>", 2), ("<cls>", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=pieces,
        unk_token="<unk>",
        pad_token="<pad>",
        sep_token="<sep>",
        cls_token="<cls>",
        padding_side="left",
        pad_token_type_id=3,
        model_max_length=30,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )
    config = XLNetConfig(
        vocab_size=len(tokenizer), d_model=16, n_layer=1, n_head=2, d_inner=16
    )
    model = XLNetModel(config)
    for layer in model.layer:  # so that types of tokens tell
        layer.rel_attn.seg_embed.data.normal_()
        layer.rel_attn.r_s_bias.data.normal_()
    return _saved(model, tokenizer, folder)


def causal_bytes(folder):
    """Write a GPT-2: no special tokens, nothing to fill up with, looks back only."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import GPT2Config, GPT2Model, GPT2TokenizerFast

    pieces = ByteLevelBPETokenizer()
    pieces.train_from_iterator(TEXTS, vocab_size=290, special_tokens=["<|endoftext|>"])
    pieces.save(str(folder / "tokenizer.json"))
    tokenizer = GPT2TokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    config = GPT2Config(
        vocab_size=len(tokenizer), n_positions=40, n_embd=16, n_layer=1, n_head=2
    )
    return _saved(GPT2Model(config), tokenizer, folder)


_SIZES = {
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
}


def _saved(model, tokenizer, folder):
    """Return a SentenceTransformer of a transformer and its tokenizer."""
    from sentence_transformers import SentenceTransformer

    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return SentenceTransformer(str(folder), device="cpu")

"""What the command prints as Python is what it makes."""

import pytest

from sktopics._command._arguments import read_arguments
from sktopics._command._model_recipes import MODELS, default_limits
from sktopics._command._python_calls import Call, import_lines

DOCUMENTS = ["sea and ship and harbour", "tax debt bank money"] * 10


@pytest.mark.parametrize("options", ["", "--language none --no-clean --max-df 0.9"])
@pytest.mark.parametrize("model", MODELS)
def test_models_are_made_as_they_are_written(model, options):
    options = read_arguments(["report", "a.csv", "--model", model, *options.split()])
    call = MODELS[model].make(options, 3, len(DOCUMENTS))
    names = {"documents": DOCUMENTS}
    exec("\n".join(import_lines(call.imports())), names)
    made = call.make({"documents": DOCUMENTS})
    code = call.written(before="model = ")
    exec(code, names)
    assert repr(names["model"]) == repr(made)
    assert max(map(len, code.splitlines())) <= 88


def test_words_are_as_asked_for():
    pytest.importorskip("simplemma")
    options = (
        "--lemmas --stop-words mr,madam --ngrams 2 --no-numbers --no-accents --min-df 3"
    )
    options = read_arguments(["report", "a.csv", *options.split()])
    vectorizer = MODELS["lda"].make(options, 3, 1000).make({})[0]
    assert vectorizer.get_params()["ngram_range"] == (1, 2)
    assert {"mr", "madam", "be"} <= set(vectorizer.stop_words)
    assert vectorizer.preprocessor("Élan 5") == "elan"
    assert vectorizer.tokenizer("Taxes went") == ["tax", "go"]
    assert vectorizer.min_df == 3
    assert [default_limits(n) for n in (5, 40, 500, 1000)] == [
        (1, 1.0),
        (1, 0.5),
        (2, 0.5),
        (5, 0.5),
    ]


def test_long_calls_are_broken_into_lines():
    inner = Call("a.B", (list(range(9)),), {"name": "x" * 40})
    call = Call("c.D", (inner, [inner, 1]), {"e": None})
    lines = call.written(before="d = ", after=".f()").splitlines()
    assert lines == [
        "d = D(",
        f"    B([0, 1, 2, 3, 4, 5, 6, 7, 8], name='{'x' * 40}'),",
        "    [",
        f"        B([0, 1, 2, 3, 4, 5, 6, 7, 8], name='{'x' * 40}'),",
        "        1,",
        "    ],",
        "    e=None,",
        ").f()",
    ]
    assert inner.written() == f"B([0, 1, 2, 3, 4, 5, 6, 7, 8], name='{'x' * 40}')"
    assert import_lines({"a.B", f"a.{'C' * 80}"}) == [
        "from a import (",
        "    B,",
        f"    {'C' * 80},",
        ")",
    ]

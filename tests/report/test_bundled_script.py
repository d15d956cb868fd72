"""Scripts and style sheets of a report: small, safe, and one scope."""

import re
from importlib import resources

import pytest

from sktopics.report import _page

ASSETS = resources.files("sktopics.report") / "assets"
# What runs texts, writes mark-up or asks the network.
FORBIDDEN = re.compile(
    r"\beval\b|\bnew Function\b|\w*(?:inner|outer)HTML|insertAdjacentHTML|srcdoc"
    r"|document\.write|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon"
    r"|\bimport\(|serviceWorker"
)
TOP_LEVEL = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|class|const|let|var) +(\w+|[\[{].*)", re.M
)
IMPORTS = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+)";', re.M)


def test_a_page_has_room_for_documents():
    assert len(_page.bundled_script().encode()) <= 150_000
    assert len(_page.bundled_style().encode()) <= 20_000


@pytest.mark.parametrize("name", _page.SCRIPTS)
def test_scripts_run_no_texts_and_ask_no_network(name):
    assert FORBIDDEN.findall(_page.asset(name)) == []


@pytest.mark.parametrize("name", _page.SCRIPTS)
def test_no_text_of_a_script_goes_over_a_line(name):
    """The bundle has no indents and no lines that begin as comments."""
    for line in _page.asset(name).splitlines():
        # Code inside a text, in ${}, may.
        is_code = line.endswith("${") or line.lstrip().startswith("}")
        assert is_code or line.replace(r"\`", "").count("`") % 2 == 0, line
        assert not line.endswith("\\"), line


def test_a_bundle_has_all_of_the_code(monkeypatch):
    modules = {
        "a.js": "// Note.\n\n/**\n * One.\n */\nexport const a = 1; // one\n",
        "b.js": 'import {\n  a,\n} from "./a.js";\n\nexport function b() {\n'
        "  /* none */\n  return a / 2 /* two */;\n}\n",
    }
    monkeypatch.setattr(_page, "SCRIPTS", tuple(modules))
    monkeypatch.setattr(_page, "asset", modules.get)
    assert _page.bundled_script.__wrapped__().splitlines() == [
        "(() => {",
        '"use strict";',
        "const a = 1; // one",
        "function b() {",
        "return a / 2 /* two */;",
        "}",
        "})();",
    ]


def test_every_script_is_in_the_page():
    found = {path.name for path in ASSETS.iterdir() if path.suffix == ".js"}
    assert sorted(found) == sorted(_page.SCRIPTS)
    assert {p.name for p in ASSETS.iterdir() if p.suffix == ".css"} <= {*_page.STYLES}


def test_modules_share_a_scope_without_sharing_names():
    homes = {}
    for script in _page.SCRIPTS:
        for name in TOP_LEVEL.findall(_page.asset(script)):
            assert name[0] not in "[{", f"{script} takes names apart at the top"
            homes.setdefault(name, []).append(script)
    assert {name: at for name, at in homes.items() if len(at) > 1} == {}


def test_a_module_stands_after_all_that_it_imports():
    seen = {}
    for script in _page.SCRIPTS:
        text = _page.asset(script)
        imported = IMPORTS.findall(text)
        assert len(imported) == len(re.findall(r"^import\b", text, re.M)), script
        for names, home in imported:
            assert {n.strip() for n in names.split(",")} - {""} <= seen[home], script
        exported = re.findall(r"^export .*", text, re.M)
        seen[script] = {TOP_LEVEL.match(line)[1] for line in exported}


def test_modules_are_short():
    for script in _page.SCRIPTS:
        assert len(_page.asset(script).splitlines()) <= 400, script

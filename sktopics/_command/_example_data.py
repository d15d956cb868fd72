"""A file to try the command with: the State of the Union, as CSV."""

import os

from .._files import write_whole
from ..datasets import load_sotu
from ..topics.plain_text import csv_text
from ._user_errors import UserError


def write_example_data(out):
    """Write passages of speeches as CSV, and return their number.

    Parameters
    ----------
    out : str
        A file that does not exist.
    """
    if os.path.exists(out):
        raise UserError(f"{out} exists already: remove it, or name another file.")
    sotu = load_sotu()
    presidents = [names[0] for names in sotu.authors]
    rows = zip(sotu.documents, sotu.date.tolist(), sotu.party, presidents, strict=True)
    titles = ["speech", "year", "party", "president"]
    write_whole(out, csv_text(titles, list(rows), safe_for_spreadsheets=False))
    return len(sotu.documents)

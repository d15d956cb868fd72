"""A file to try the command with: the State of the Union, as CSV."""

import csv
import os

from ..datasets import load_sotu
from ._user_errors import UserError
from ._whole_files import whole_file


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
    with (
        whole_file(out) as path,
        open(path, "w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(["speech", "year", "party", "president"])
        writer.writerows(rows)
    return len(sotu.documents)

"""Small files for the command line, and runs of it in this process."""

import base64
import csv
import json
import re
import zlib

from sktopics.__main__ import main

SHIPS = "The old ship left the harbour for the open sea with sailors and sails"
TAXES = "The new tax on the debt of the bank raised the price of money and credit"


def talks():
    """Return rows of two subjects over ten years, by two parties."""
    texts = (SHIPS, TAXES)
    return [
        {
            "speech": f"{texts[i % 2]}, speech {i}",
            "year": str(2000 + i % 10),
            "party": ("red", "blue")[i % 2],
            "speaker": f"Ann {i % 3}; Bo {i % 2}",
        }
        for i in range(40)
    ]


def write_csv(path, rows, *, delimiter=",", encoding="utf-8"):
    """Write rows as CSV and return the path as a text."""
    with open(path, "w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def write_json_lines(path, rows):
    """Write rows as objects on lines and return the path as a text."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def run(capsys, *arguments):
    """Run the command line; return its exit code, output and errors."""
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def program_of(output):
    """Return the Python lines at the end of a summary."""
    lines = output.partition("The same in Python:\n\n")[2].splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines)


def topics_inside(path):
    """Return the topics that a report shows."""
    page = path.read_text("utf-8")
    part = re.search(r'id="part-summary">([^<]*)<', page)[1]
    return json.loads(zlib.decompress(base64.b64decode(part), -15))["topics"]

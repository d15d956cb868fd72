"""Encoders that write down what they were given, from whatever process."""

import os
from pathlib import Path


def counts(texts):
    """Encode texts by how often three letters occur in them."""
    return [[text.count(letter) for letter in "aei"] for text in texts]


class Logged:
    """A function, and an object with `encode`, whose calls are lines of a file."""

    def __init__(self, path):
        self.path = str(path)

    def __call__(self, texts):
        with open(self.path, "a") as file:
            file.writelines(f"{text}\n" for text in texts)
        return counts(texts)

    encode = __call__

    @property
    def texts(self):
        path = Path(self.path)
        return path.read_text().splitlines() if path.exists() else []


class Mortal(Logged):
    """The same, but a certain text is its end."""

    def __call__(self, texts):
        if "!" in texts:
            os._exit(3)
        return super().__call__(texts)

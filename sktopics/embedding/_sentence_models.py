"""Models of sentence-transformers by name: where they are, and loading them once."""

import os
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple

from .._optional import import_optional
from ._fingerprints import folder_fingerprint, folder_state, object_fingerprint

# Guards the models below, and their use: tokenizers change while they work.
LOCK = threading.RLock()
# Clones of an encoder share a model, and few are in use at a time.
_MOST_MODELS = 2
_LOADED = OrderedDict()


class Loaded(NamedTuple):
    """A model, and the files that it was read from."""

    model: Any
    folder: Path | None
    state: tuple | None

    def fingerprint(self):
        """Return a digest of the files, of the weights if there are no files."""
        if self.folder is None:
            return object_fingerprint(self.model)
        return folder_fingerprint(self.folder, self.state)


def load(name, device):
    """Load a model of sentence-transformers, unless this process has it.

    Parameters
    ----------
    name : str
        Name on Hugging Face's hub or path.
    device : str or None
        Where to compute, None: on a GPU if there is one.

    Returns
    -------
    loaded : Loaded

    Raises
    ------
    ImportError
        If sentence-transformers is not installed.
    OSError
        If there is no such model.
    """
    with LOCK:
        library = import_optional("sentence_transformers", "embeddings")
        key = (name, device, *files_of(name))
        if key not in _LOADED:
            try:
                model = library.SentenceTransformer(name, device=device)
            except (OSError, ValueError) as error:
                raise OSError(
                    f"The model {name!r} could not be loaded, neither from a folder of "
                    "this name nor from Hugging Face's hub (which asks for a "
                    f"connection the first time): {error}"
                ) from error
            files = files_of(name)  # now that they may have been downloaded
            key = (name, device, *files)
            _LOADED[key] = Loaded(model, *files)
        _LOADED.move_to_end(key)
        while len(_LOADED) > _MOST_MODELS:
            _LOADED.popitem(last=False)
        return _LOADED[key]


def fingerprint(name, device):
    """Return a digest of a model's files; it is loaded only if they are not here."""
    folder, state = files_of(name)
    if folder is None:
        return load(name, device).fingerprint()
    return folder_fingerprint(folder, state)


def files_of(name):
    """Return the folder of a model and the state of its files, None if not here."""
    folder = Path(name)
    if not folder.exists():
        folder = _downloaded(name)
    if folder is None or not folder.is_dir():
        return None, None
    return folder, folder_state(folder)


def _downloaded(name):
    """Return the folder of a model that was downloaded from the hub before."""
    hub = import_optional("huggingface_hub", "embeddings")
    repositories = [name] if "/" in name else [f"sentence-transformers/{name}", name]
    home = os.getenv("SENTENCE_TRANSFORMERS_HOME")
    for repository in repositories:
        try:
            return Path(
                hub.snapshot_download(repository, cache_dir=home, local_files_only=True)
            )
        except (OSError, ValueError):  # not there, or no name of a repository
            continue
    return None

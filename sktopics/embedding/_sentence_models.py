"""Models of sentence-transformers by name: where they are, and loading them once."""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple

from .._optional import import_optional, require_optional
from ._fingerprints import folder_fingerprint, folder_state, object_fingerprint
from ._hub import downloaded, repositories_of, why_unreachable

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
        If there is no such model, or it is not here and the hub cannot be reached.
    ValueError
        If this machine has no such device.
    """
    require_optional("sentence_transformers", "embeddings")
    with LOCK:
        key = (name, device, *files_of(name))
        if key not in _LOADED:
            _check_device(device)
            model = _make(name, device)
            files = files_of(name)  # now that they may have been downloaded
            key = (name, device, *files)
            _LOADED[key] = Loaded(model, *files)
        _LOADED.move_to_end(key)
        while len(_LOADED) > _MOST_MODELS:
            _LOADED.popitem(last=False)
        return _LOADED[key]


def _check_device(device):
    """Refuse a device that is not there, before anything is loaded or downloaded."""
    if device in (None, "cpu"):
        return
    torch = import_optional("torch", "embeddings")
    try:
        torch.empty(1, device=device)
    except (AssertionError, NotImplementedError, RuntimeError) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise ValueError(
            f'device={device!r} cannot be used on this machine: {why}. Give "cpu", or '
            "None for the GPU where there is one."
        ) from error


def _make(name, device):
    """Make a model of the files that are here, or else of the hub's.

    What is here is taken without asking the hub. The hub is asked before the library
    is imported, which takes seconds with torch.
    """
    folder, recognised = _folder(name)
    failure = reason = None
    if recognised:
        try:
            return _model(folder, device, local_files_only=True)
        except (OSError, TypeError, ValueError) as error:  # a file may be missing
            failure = error
    if repositories_of(name) or failure is not None:
        reason = why_unreachable(name)
    try:
        if reason is None:
            return _model(name, device)
        if folder is not None and not recognised:
            return _model(folder, device, local_files_only=True)
    except (OSError, ValueError) as error:
        failure = error
    raise OSError(_ways_out(name, reason, failure)) from failure


def _model(name, device, **options):
    library = import_optional("sentence_transformers", "embeddings")
    # The folder of a downloaded model, not its name: of a name the library asks the
    # hub something even when it is told to use local files only.
    return library.SentenceTransformer(str(name), device=device, **options)


def _ways_out(name, unreachable, failure):
    """Return why there is no model, and what to do without it."""
    why = []
    if failure is None:
        why.append("It is no folder and was not downloaded before.")
    else:
        why.append(f"{type(failure).__name__}: {failure}.".replace("..", "."))
    if unreachable is not None:
        why.append(f"Hugging Face's hub cannot be reached ({unreachable}).")
    return (
        f"The model {name!r} could not be loaded, neither from a folder of this name "
        f"nor from Hugging Face's hub. {' '.join(why)} What works without a network: "
        "the path of a folder that holds a model, in place of its name; vectors made "
        "elsewhere, given as `embeddings=`; or, as an encoder that downloads nothing, "
        "make_pipeline(TfidfVectorizer(), TruncatedSVD(100)) of scikit-learn. The "
        "environment variable HF_ENDPOINT names a mirror of the hub, and "
        "HF_HUB_ETAG_TIMEOUT the seconds to wait for an answer of a slow one."
    )


def fingerprint(name, device):
    """Return a digest of a model's files; it is loaded only if they are not here."""
    folder, state = files_of(name)
    if folder is None:
        return load(name, device).fingerprint()
    return folder_fingerprint(folder, state)


def files_of(name):
    """Return the folder of a model and the state of its files, None if not here."""
    folder, _ = _folder(name)
    if folder is None or not folder.is_dir():
        return None, None
    return folder, folder_state(folder)


def _folder(name):
    """Return where a model's files are, and whether they say what model it is."""
    folder = Path(name)
    return (folder, True) if folder.exists() else downloaded(name)

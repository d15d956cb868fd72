"""What tells encoders apart: a cache never gives the vectors of one for another."""

import json
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version

import joblib

# Larger files go by size and time of change: reading them takes as long as encoding.
_READ_UP_TO = 1 << 29
# Packages whose major releases may change the vectors of a model.
_PACKAGES = ("sentence-transformers", "transformers")


def digest(*parts):
    """Return a digest of JSON-like parts, in hexadecimal digits."""
    data = json.dumps([1, *parts], default=str)  # 1: the version of these
    return blake2b(data.encode(), digest_size=16).hexdigest()


def releases():
    """Return the major versions of the packages that encode, where installed."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package).split(".")[0]
        except PackageNotFoundError:
            continue
    return found


def folder_state(folder):
    """Return name, size and time of change of each file of a model.

    Changes whenever a file does, and takes no time.
    """
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix != ".md"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    files = [(path, path.stat()) for path in paths if path.is_file()]
    return tuple(
        (path.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns)
        for path, stat in files
    )


@lru_cache(maxsize=8)
def folder_fingerprint(folder, state):
    """Return a digest of the files of a model, the same for a copy of the folder.

    Parameters
    ----------
    folder : Path
    state : tuple
        Of `folder_state`. Files are read again only when it changes.
    """
    found = blake2b(digest_size=16)
    for name, size, changed in state:
        found.update(f"\0{name}\0{size}\0".encode())
        if size > _READ_UP_TO:
            found.update(str(changed).encode())
            continue
        with (folder / name).open("rb") as file:
            while data := file.read(1 << 20):
                found.update(data)
    return found.hexdigest()


def object_fingerprint(obj):
    """Return a digest of a model in memory.

    For modules of torch that of weights, settings and vocabulary, for others of all
    that a pickle of them would hold.

    Raises
    ------
    TypeError
        If the object cannot be pickled.
    """
    name = f"{type(obj).__module__}.{type(obj).__qualname__}"
    if hasattr(obj, "state_dict") and hasattr(obj, "named_modules"):
        return digest(name, _settings(obj), _weights(obj.state_dict()))
    try:
        return digest(name, joblib.hash(obj))
    except Exception as error:  # whatever an object's own code raises
        raise TypeError(
            f"A cache cannot tell this {name} from another, since it cannot be pickled "
            f"({error}): name it by a FunctionEncoder with a cache_key."
        ) from error


def tokenizer_fingerprint(tokenizer):
    """Return a digest of what a tokenizer of transformers does."""
    tokenizer = getattr(tokenizer, "tokenizer", tokenizer)  # that of a processor
    limit = getattr(tokenizer, "model_max_length", None)
    backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if hasattr(backend, "to_str"):
        rules = json.loads(backend.to_str())
        # These two hold what the last call happened to be.
        rules.pop("padding", None)
        rules.pop("truncation", None)
    else:
        rules = getattr(tokenizer, "get_vocab", dict)()
    return digest(type(tokenizer).__name__, limit, rules)


def _settings(module):
    """Return what a module does beside its weights."""
    names = ("max_seq_length", "truncate_dim", "prompts", "default_prompt_name")
    tokenizer = tokenizer_fingerprint(getattr(module, "tokenizer", None))
    return [str(module), tokenizer, *(getattr(module, name, None) for name in names)]


def _weights(tensors):
    """Return a digest of named tensors of torch."""
    found = blake2b(digest_size=16)
    for name, tensor in tensors.items():
        found.update(f"\0{name}\0".encode())
        if hasattr(tensor, "detach"):
            found.update(f"{tensor.dtype}{tuple(tensor.shape)}".encode())
            flat = tensor.detach().cpu().contiguous().flatten()
            if flat.numel():
                found.update(flat.view(_bytes_type()).numpy())
        else:
            found.update(str(joblib.hash(tensor)).encode())
    return found.hexdigest()


def _bytes_type():
    import torch  # loaded already, since there are tensors

    return torch.uint8

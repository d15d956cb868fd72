"""Hugging Face's hub: what was downloaded from it, and whether it can be reached.

The library that downloads models asks an unreachable hub again and again, for a minute
and more. Here one question comes first, and the answer within about a second.
"""

import os
import re
import socket
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .._optional import import_optional

# Seconds to wait for an answer; a connection that took long to make gets more.
PATIENCE = 1.0
_TIMES_THE_CONNECTION = 10
# What gateways answer in place of the hub, and a hub that is down.
_NOT_THE_HUB = {407, 502, 503, 504}
# Files by which models are recognised: of sentence-transformers, of transformers.
_MODULES, _CONFIG = "modules.json", "config.json"


def repositories_of(name):
    """Return the repositories that a name may mean, none if it can only be a path."""
    if not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)?", name):
        return []
    return [name] if "/" in name else [f"sentence-transformers/{name}", name]


def downloaded(name):
    """Look for a model in the hub's cache on this machine.

    Parameters
    ----------
    name : str
        Name on the hub.

    Returns
    -------
    folder : Path or None
        Where its files are, None if there are none.
    recognised : bool
        Whether they say what the model is made of, and no download was broken off. What
        another library downloaded may lack that, and then be taken for another model.
    """
    hub = import_optional("huggingface_hub", "embeddings")
    home = os.getenv("SENTENCE_TRANSFORMERS_HOME")
    for repository in repositories_of(name):
        try:
            modules, config = (
                hub.try_to_load_from_cache(repository, filename, cache_dir=home)
                for filename in (_MODULES, _CONFIG)
            )
        except ValueError:  # no name of a repository
            continue
        for path in (modules, config):
            if isinstance(path, str):
                folder = Path(path).parent
                broken_off = any((folder.parents[1] / "blobs").glob("*.incomplete"))
                return folder, modules is not None and not broken_off
    return None, False


def why_unreachable(name):
    """Ask the hub for a file of a model, once.

    By the hub's own client, so through the proxies that it uses. Seconds to wait are
    in the environment variable ``HF_HUB_ETAG_TIMEOUT``, as for the hub's own questions.

    Parameters
    ----------
    name : str
        Name on the hub, or the path of a model that needs something from there.

    Returns
    -------
    reason : str or None
        Why the hub cannot be asked, None if it answers, whatever it does.
    """
    constants = import_optional("huggingface_hub.constants", "embeddings")
    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids it"
    patience = PATIENCE
    if os.getenv("HF_HUB_ETAG_TIMEOUT"):
        patience = float(constants.HF_HUB_ETAG_TIMEOUT)
    host = urlsplit(constants.ENDPOINT).netloc.rpartition("@")[2]
    answer = _in_background(_ask, constants.ENDPOINT, name, patience)
    connection = _in_background(_seconds_to_connect, constants.ENDPOINT, patience)
    try:
        reason = answer.result(patience)
    except TimeoutError:
        # A slow network, and not none, where making a connection took its time as well.
        seconds = connection.result() if connection.done() else 0
        try:
            reason = answer.result(_TIMES_THE_CONNECTION * seconds)
        except TimeoutError:
            reason = f"no answer within {patience:g} s"
    return None if reason is None else f"{host}: {reason}"


def _in_background(function, *args):
    """Call a function in a thread that nobody waits for, not even at the end.

    Looking up a name may take half a minute, and no time limit holds for that.
    """
    future = Future()

    def call():
        try:
            future.set_result(function(*args))
        except BaseException as error:  # for who asks for the result
            future.set_exception(error)

    threading.Thread(target=call, daemon=True).start()
    return future


def _ask(endpoint, name, patience):
    """Return why a question was not answered, None if it was."""
    file = "".join(
        f"/{repository}/resolve/main/{_MODULES}"
        for repository in repositories_of(name)[:1]
    )
    utils = import_optional("huggingface_hub.utils", "embeddings")
    try:
        answer = utils.get_session().head(endpoint + file, timeout=30 + patience)
    except Exception as error:  # of either library by which the hub is asked
        return str(error) or type(error).__name__
    status = answer.status_code
    return f"answer {status} of a gateway" if status in _NOT_THE_HUB else None


def _seconds_to_connect(endpoint, patience):
    """Return how long it takes to connect to the hub or its proxy, 0 if it failed."""
    start = time.perf_counter()
    try:
        address = urlsplit(endpoint)
        proxies = getproxies()
        proxy = proxies.get(address.scheme) or proxies.get("all")
        if proxy and not proxy_bypass(address.netloc):
            address = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = address.port or (80 if address.scheme == "http" else 443)
        socket.create_connection((address.hostname, port), timeout=patience).close()
    except (OSError, ValueError):
        return 0
    return time.perf_counter() - start

"""Tests use no network, and share the cores of the machine that they run on."""

import ipaddress
import os
import socket
from types import SimpleNamespace

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the package is imported
# Each of N processes of pytest-xdist starts a thread for every core, and threads that
# wait for a core keep it busy: most of the time would be spent on waiting. NumPy and
# torch read this when they are imported, and other processes that tests start inherit
# it. One process on its own keeps all cores.
if "PYTEST_XDIST_WORKER_COUNT" in os.environ:
    share = (os.cpu_count() or 1) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, share)))


HERE_ONLY = "127.0.0.1,::1,localhost"


@pytest.hookimpl(tryfirst=True)  # before pytest-socket reads its options
def pytest_configure(config):
    """Have pytest-socket refuse other machines, in doctests too.

    It is told here, and not in pyproject.toml, since it is an extra: without it pytest
    would refuse its options.
    """
    if config.pluginmanager.hasplugin("socket") and not config.option.allow_hosts:
        config.option.allow_hosts = HERE_ONLY
        config.option.allow_unix_socket = True


@pytest.fixture(autouse=True)
def _no_network(monkeypatch, pytestconfig):
    """Refuse other machines where pytest-socket is not installed."""
    if pytestconfig.pluginmanager.hasplugin("socket"):
        return
    connect = socket.socket.connect

    def connect_here_only(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            local = host in ("localhost", "") or ipaddress.ip_address(host).is_loopback
            assert local, f"a test tried to connect to {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here_only)


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """A model of texts and images, with few random weights, in a folder."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    library = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer.modules import CLIPModel

    folder = tmp_path_factory.mktemp("clip")
    letters = [chr(code) for code in range(33, 127)]
    special = ["<|startoftext|>", "<|endoftext|>"]
    words = [*letters, *(letter + "</w>" for letter in letters), *special]
    start, end = len(words) - 2, len(words) - 1
    sizes = {
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "projection_dim": 8,
    }
    ids = {"bos_token_id": start, "eos_token_id": end, "pad_token_id": end}
    torch.manual_seed(0)
    model = transformers.CLIPModel(
        transformers.CLIPConfig(
            projection_dim=8,
            text_config={**sizes, **ids, "vocab_size": len(words)},
            vision_config={**sizes, "image_size": 16, "patch_size": 8},
        )
    )
    processor = transformers.CLIPProcessor(
        transformers.CLIPImageProcessor(
            size={"shortest_edge": 16}, crop_size={"height": 16, "width": 16}
        ),
        transformers.CLIPTokenizerFast(
            vocab={word: i for i, word in enumerate(words)},
            merges=[],
            model_max_length=77,
        ),
    )
    model.save_pretrained(folder / "weights")
    processor.save_pretrained(folder / "weights")
    module = CLIPModel(str(folder / "weights"))
    library.SentenceTransformer(modules=[module], device="cpu").save(
        str(folder / "model"), create_model_card=False
    )
    return str(folder / "model")


@pytest.fixture(scope="session")
def make_model():
    """Anything with `components_` is a model; names are optional."""

    import numpy as np  # after the number of threads

    def make(components, names=None, **attributes):
        if names is not None:
            attributes["feature_names_in_"] = np.asarray(names, dtype=object)
        return SimpleNamespace(components_=np.asarray(components), **attributes)

    return make

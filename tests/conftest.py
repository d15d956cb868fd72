"""Tests use no network: only the machine they run on may be talked to."""

import ipaddress
import os
import socket

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the package is imported


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def connect_here_only(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            local = host in ("localhost", "") or ipaddress.ip_address(host).is_loopback
            assert local, f"a test tried to connect to {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here_only)

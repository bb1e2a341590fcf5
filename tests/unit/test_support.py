"""The tests' own ground."""

import socket

import pytest

from tests.support.network import NetworkIsBlocked


def test_other_machines_are_out_of_reach():
    with socket.socket() as connection, pytest.raises(NetworkIsBlocked, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))


def test_this_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

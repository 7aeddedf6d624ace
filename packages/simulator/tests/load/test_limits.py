import errno
import resource
import socket
import sys

import pytest

from csms_simulator.load.limits import (
    OpenFilesError,
    allow_open_files,
    connecting_failed,
    open_socket,
    source_addresses,
)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    state = {"now": (256, 4096)}

    def set_limit(_: int, limit: tuple[int, int]) -> None:
        state["now"] = limit

    def get_limit(_: int) -> tuple[int, int]:
        return state["now"]

    monkeypatch.setattr(resource, "getrlimit", get_limit)
    monkeypatch.setattr(resource, "setrlimit", set_limit)
    return state


def test_the_soft_limit_is_raised_as_far_as_needed(limits: dict[str, tuple[int, int]]) -> None:
    allow_open_files(1000)
    assert limits["now"] == (1064, 4096)
    allow_open_files(10)
    assert limits["now"] == (1064, 4096)


def test_a_hard_limit_that_is_too_low_is_explained(limits: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(
        OpenFilesError, match=r"10,000 stations need 10,064 open files, but this process may have 4,096"
    ):
        allow_open_files(10_000)
    assert limits["now"] == (256, 4096)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no more than 127.0.0.1")
def test_a_target_on_this_machine_gets_an_address_per_ten_thousand_links() -> None:
    assert source_addresses("127.0.0.1", 1) == ["127.0.0.1"]
    assert source_addresses("127.0.0.9", 10_001) == ["127.0.0.1", "127.0.0.2"]
    assert source_addresses("localhost", 25_000) == ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
    assert len(set(source_addresses("127.0.0.1", 3_000_000))) == 300


@pytest.mark.parametrize("target", ["192.0.2.1", "csms.example", "::1"])
def test_other_targets_are_left_to_the_system(target: str) -> None:
    assert source_addresses(target, 100_000) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no more than 127.0.0.1")
def test_a_socket_comes_from_its_source() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, open_socket(socket.AF_INET, "127.0.0.2") as sock:
        sock.setblocking(True)
        sock.connect(server.getsockname())
        connection, (host, _) = server.accept()
        connection.close()
        assert host == "127.0.0.2"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EADDRNOTAVAIL, "no free local port towards a:1"),
        (errno.EMFILE, "no more open files are allowed"),
        (errno.ECONNREFUSED, "nobody listens at a:1"),
        (errno.ETIMEDOUT, "a:1 does not answer"),
        (errno.EHOSTUNREACH, "no connection to a:1: No route to host"),
    ],
)
def test_why_there_is_no_connection(code: int, words: str) -> None:
    assert connecting_failed(OSError(code, "No route to host"), "a:1").startswith(words)

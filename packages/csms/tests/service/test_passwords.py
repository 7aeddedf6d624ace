"""Passwords are kept so that nobody can read them, and are recognised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csms.service.passwords import (
    hash_password,
    hash_station_password,
    is_slow,
    random_station_password,
    verify_password,
    verify_station_password,
)


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_a_random_password_is_recognised_and_no_other(password: bytes, other: bytes) -> None:
    hashed = hash_station_password(password, is_random=True)
    assert verify_station_password(password, hashed)
    assert verify_station_password(other, hashed) == (other == password)
    assert not is_slow(hashed)


@settings(max_examples=3, deadline=None)
@given(st.binary(min_size=1, max_size=64))
def test_a_chosen_password_is_recognised_and_no_other(password: bytes) -> None:
    hashed = hash_station_password(password, is_random=False)
    assert is_slow(hashed)
    assert verify_station_password(password, hashed)
    assert not verify_station_password(password + b"x", hashed)


@pytest.mark.parametrize("is_random", [True, False])
def test_the_same_password_is_never_hashed_to_the_same(is_random: bool) -> None:
    hashes = {hash_station_password(b"secret password", is_random=is_random) for _ in range(2)}
    assert len(hashes) == 2
    assert not any("secret" in hashed for hashed in hashes)


@pytest.mark.parametrize("hashed", ["", "x", "hmac-sha256$", "hmac-sha256$zz$00", "other$00$00", "$argon2id$broken"])
def test_what_is_no_hash_fits_nothing(hashed: str) -> None:
    assert not verify_station_password(b"", hashed)
    assert not verify_station_password(b"x", hashed)


def test_a_hash_of_another_kind_with_the_right_digest_fits_nothing() -> None:
    hashed = hash_station_password(b"secret", is_random=True)
    assert not verify_station_password(b"secret", hashed.replace("hmac-sha256", "md5"))


def test_random_passwords_fit_into_a_charger_and_differ() -> None:
    made = {random_station_password() for _ in range(100)}
    assert len(made) == 100
    assert all(16 <= len(password) <= 40 and password.isalnum() for password in made)


def test_the_password_of_a_person_is_recognised() -> None:
    hashed = hash_password("p\u00e4ssword".encode())
    assert verify_password("p\u00e4ssword".encode(), hashed)
    assert not verify_password(b"password", hashed)

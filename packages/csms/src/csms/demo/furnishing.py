"""What the operator of the demo has entered before anybody came: sites, stations, tokens."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from csms.demo.places import Site, make_cards
from csms.demo.strangers import GATE
from csms.domain.authorization import Token
from csms.domain.stations import Admission
from csms.service import sites as site_service
from csms.service import stations, tokens
from csms.service.passwords import hash_station_password, random_station_password
from csms.storage.engine import Tx

CARD = "ISO14443"
HOTLINE_TOKEN = "hotline"  # noqa: S105 - it is no secret
"""On which the operator starts transactions for drivers without a card."""
LOST_CARD, EXPIRED_CARD, STAFF_CARD, UNKNOWN_CARD = make_cards("refused", 4)
"""Cards that do not charge: blocked, expired, for one station only, and not registered."""


def furnish(tx: Tx, sites: Sequence[Site], now: datetime) -> None:
    """Enter all of it, in one transaction of the database."""
    numbers: list[int] = []
    for site in sites:
        place = site.place
        number = site_service.add(tx, place.name, place.address, place.time_zone, now).id
        numbers.append(number)
        for plan in site.stations:
            values = {"site_id": number, "note": plan.layout.model}
            stations.add(tx, plan.identity, Admission.ACCEPTED, values, now)
        for card in _cards(site):
            tokens.put(tx, card, now)
    hashed = hash_station_password(random_station_password().encode(), is_random=True)
    gate = {"site_id": numbers[0], "note": "Behind the barrier", "security_profile": 1, "password_hash": hashed}
    stations.add(tx, GATE, Admission.ACCEPTED, gate, now)
    tokens.put(tx, Token(HOTLINE_TOKEN, "Central", note="For drivers who call"), now)
    for card in _refused_cards(sites, now):
        tokens.put(tx, card, now)


def _cards(site: Site) -> Iterator[Token]:
    for number, card in enumerate(site.cards, 1):
        is_of_fleet = number % 5 == 0
        yield Token(
            card,
            CARD,
            group="delivery-fleet" if is_of_fleet else site.place.group,
            note=f"{site.place.name}, {'van' if is_of_fleet else 'driver'} {number}",
        )


def _refused_cards(sites: Sequence[Site], now: datetime) -> Iterator[Token]:
    yield Token(LOST_CARD, CARD, is_blocked=True, note="Reported lost")
    yield Token(EXPIRED_CARD, CARD, group="office-staff", expires_at=now - timedelta(days=30), note="Contract ended")
    first = sites[0].stations[0].identity
    yield Token(STAFF_CARD, CARD, concurrent_limit=1, stations=(first,), note=f"Maintenance, for {first} alone")

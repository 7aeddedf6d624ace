"""Our classes accept what the schema files accept, refuse what they refuse, and blame the same rule.

Instances are drawn from the schema files. Each constraint at each place of each message is broken at least once; how
often, the summary of the test run tells, per message with `-v`.
"""

import json
import zlib
from collections import Counter

import pytest

from ocpp import catalogue

from .conftest import Tally
from .instances import Instances, Json, constraints_of, places
from .judges import message_class_of, our_judge, schema_judge
from .pairs import telling_pairs
from .schema_files import REFERENCE, MessageSchema, Schema, peer_schemas, published_schemas

PAIRS_PER_MESSAGE = 12
RICH_PER_MESSAGE = 4
NESTING = ("object", "array")

SCHEMAS = list(peer_schemas())
MESSAGES = [pytest.param(message, id=f"{message.version}-{message.name}") for message in SCHEMAS]


@pytest.fixture(scope="module")
def kinds_seen() -> set[str]:
    """The kinds of objects and lists whose order of checks was tried: many messages share them."""
    return set()


@pytest.mark.parametrize("message", MESSAGES)
def test_class_judges_like_the_schema(message: MessageSchema, tally: Tally, kinds_seen: set[str]) -> None:
    instances = Instances(message.schema, seed=zlib.crc32(f"{message.version} {message.name}".encode()))
    by_schema, by_class = schema_judge(message), our_judge(message)
    counts: Counter[str] = Counter()

    def judge(instance: Json, constraint: str) -> None:
        payload = json.dumps(instance, ensure_ascii=counts.total() % 2 == 0).encode()
        expected = by_schema(payload)
        assert by_class(payload) is expected, f"{constraint or 'valid'}: {payload[:2000]!r}"
        assert (expected is None) == (not constraint), (
            f"{constraint or 'valid'}: the schema says {expected} of {payload!r}"
        )
        counts[constraint or "valid"] += 1

    every_place = list(places(message.schema))
    judge(instances.minimal(), "")
    for _ in range(RICH_PER_MESSAGE):
        judge(instances.rich(), "")
        judge(instances.rich(0.5), "")
    faults = [fault for place in every_place for fault in instances.faults_at(place)]
    # A payload of null is not the schema's business: the peer's own frames say null where they mean nothing.
    faults = [fault for fault in faults if fault.steps or fault.constraint != "null"]
    for fault in faults:
        judge(instances.broken_by([fault]), fault.constraint)
    real_faults = [fault for fault in faults if fault.constraint]
    pairs = [tuple(instances.random.sample(real_faults, 2)) for _ in range(PAIRS_PER_MESSAGE)]
    for place in every_place:
        if (kind := f"{message.version} {place.schema}") not in kinds_seen and place.schema.get("type") in NESTING:
            kinds_seen.add(kind)
            pairs += telling_pairs(place, faults, instances.random)
    for pair in pairs:
        payload = json.dumps(instances.broken_by(pair, instances.random.choice((0.0, 0.3)))).encode()
        # One fault may undo the other, so the schema alone knows whether the instance is valid.
        assert by_class(payload) is by_schema(payload), payload[:2000]
        counts["two at once"] += 1

    tally[message.version][message.name] = counts
    wanted = {constraint for place in every_place for constraint in constraints_of(place.schema)}
    if not message.schema.get("properties"):
        wanted.discard("null")
    assert {constraint for constraint in wanted if not counts[constraint]} == set()


@pytest.mark.parametrize("message", MESSAGES)
def test_class_knows_every_word_of_every_enum(message: MessageSchema) -> None:
    instances = Instances(message.schema, seed=0)
    by_class = our_judge(message)
    for place in places(message.schema):
        for instance in instances.words_at(place):
            assert by_class(json.dumps(instance).encode()) is None, instance


def test_every_message_class_has_a_schema() -> None:
    by_schema = [message_class_of(message) for message in SCHEMAS]
    by_name = [
        message_class
        for version in catalogue.PACKAGES
        for found in catalogue.messages(version).values()
        for message_class in (found.request, found.result)
        if message_class is not None
    ]
    assert sorted(map(repr, by_schema)) == sorted(map(repr, by_name))
    assert len(by_schema) == 78 + 128 + 181


@pytest.mark.skipif(not REFERENCE.exists(), reason="the published schemas are not here")
@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
def test_peer_has_the_published_schemas_but_for_its_edits(version: str) -> None:
    peers = {message.name: message.schema for message in peer_schemas() if message.version == version}
    published = {message.name: message.schema for message in published_schemas(version)}
    if version == "1.6":
        meter_value = published["MeterValues"]["properties"]["meterValue"]
        sampled_value = meter_value["items"]["properties"]["sampledValue"]
        meter_value["minItems"] = sampled_value["minItems"] = 1
        sampled_value["items"]["properties"]["unit"]["enum"].append("Hertz")
    if version == "2.0.1":
        published["Get15118EVCertificate answer"]["properties"]["exiResponse"]["maxLength"] = 7500
    assert sorted(peers) == sorted(published)
    for name, schema in peers.items():
        assert rules_of(schema) == rules_of(published[name]), name


def rules_of(schema: Schema) -> list[tuple[tuple[str, ...], str]]:
    """Return what the schema demands, in the order in which it demands it."""
    rules: list[tuple[tuple[str, ...], str]] = []
    for place in places(schema):
        kept = {key: value for key, value in place.schema.items() if key not in {"$schema", "id", "$id", "definitions"}}
        for key in ("properties", "items"):
            if key in kept:
                kept[key] = list(kept[key]) if key == "properties" else key
        if "enum" in kept:
            kept["enum"] = sorted(kept["enum"])
        order = [key for key in kept if key in {"type", "properties", "additionalProperties", "required"}]
        values = sorted(
            (key, str(value)) for key, value in kept.items() if key not in {"title", "description", "comment"}
        )
        rules.append((place.steps, f"{order} {values}"))
    return rules

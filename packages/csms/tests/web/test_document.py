"""The document describes everything, and its page needs nothing from elsewhere."""

import re
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from packages.csms.tests.web.serving import Served, document

DOCUMENT = document()
OPERATIONS = [
    (method, path, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]


def test_it_has_a_title_a_version_and_says_how_to_come_in() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["info"]["title"] == "csms"
    assert DOCUMENT["info"]["version"]
    assert set(DOCUMENT["components"]["securitySchemes"]) == {"key", "session"}


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=lambda value: str(value)[:60])
def test_each_operation_is_described(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert all(parameter.get("description") for parameter in operation.get("parameters", ()))
    problems = [response for status, response in operation["responses"].items() if status >= "400"]
    assert all(problem.get("$ref", "").startswith("#/components/responses/") for problem in problems)


def test_no_two_operations_have_the_same_name() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z][A-Za-z]+", name) for name in names)


def test_each_field_is_described() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    def is_described(field: dict[str, Any]) -> bool:
        if field.get("description"):
            return True
        choices = [field, *field.get("anyOf", ())]
        return any(
            "description" in schemas[choice["$ref"].split("/")[-1]] for choice in choices if "$ref" in choice
        ) or any(choice.get("description") for choice in choices)

    bare = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, described in schema.get("properties", {}).items()
        if not is_described(described)
    ]
    assert bare == []


def test_all_that_it_refers_to_is_there() -> None:
    for reference in set(re.findall(r"'\$ref': '([^']+)'", str(DOCUMENT))):
        place: Any = DOCUMENT
        for key in reference.removeprefix("#/").split("/"):
            place = place[key]


def test_what_holds_for_the_items_of_a_list_is_said() -> None:
    parameters = DOCUMENT["paths"]["/api/v1/connectors"]["get"]["parameters"]
    items = {parameter["name"]: parameter["schema"].get("items") for parameter in parameters}
    assert items["station"] == {"type": "string", "maxLength": 255, "pattern": r"^[^\x00-\x1f\x7f]*$"}
    assert items["state"] == {"$ref": "#/components/schemas/ConnectorState"}


@pytest.mark.parametrize(
    ("limit", "is_right"),
    [
        ({"ampere": 6}, True),
        ({"watt": 0}, True),
        ({}, False),
        ({"ampere": 6, "watt": 1}, False),
        ({"watt": None}, False),
    ],
)
def test_that_a_limit_is_in_ampere_or_in_watt_is_said(limit: dict[str, Any], is_right: bool) -> None:
    schema = DOCUMENT["components"]["schemas"]["Limit"]
    assert cast("Any", Draft202012Validator(schema)).is_valid(limit) is is_right


async def test_it_is_served_and_the_page_beside_it_is_of_this_server_alone(served: Served) -> None:
    stranger = served.stranger()
    answer = await stranger.get("http://csms.test/openapi.json")
    assert answer.json() == DOCUMENT
    for path, kind in (("/docs", "text/html"), ("/docs/docs.js", "text/javascript"), ("/docs/docs.css", "text/css")):
        page = await stranger.get(f"http://csms.test{path}")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith(kind)
        assert not re.search(r"(src|href)=\"(https?:)?//|import\(|@import|url\(|<script>|style=|onclick", page.text)


@pytest.mark.parametrize("path", ["/docs", "/healthz", "/nothing", "/api/v1/me"])
async def test_every_answer_is_guarded(served: Served, path: str) -> None:
    headers = (await served.stranger().get(f"http://csms.test{path}")).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"

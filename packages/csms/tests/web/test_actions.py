"""What stations can be asked, as the API tells it."""

from csms.gateway import message_schemas
from packages.csms.tests.web.serving import Served


async def test_what_stations_of_a_version_can_be_asked(served: Served) -> None:
    served.web.messages = message_schemas
    page = (await served.client.get("/actions/2.0.1")).json()
    assert page["next"] is None
    assert page["items"] == sorted(page["items"], key=lambda each: each["action"])
    described = {
        "action": "GetVariables",
        "block": "provisioning",
        "summary": next(each["summary"] for each in page["items"] if each["action"] == "GetVariables"),
    }
    assert described in page["items"]
    form = (await served.client.get("/actions/2.0.1/GetVariables")).json()
    assert form == described | {
        "version": "2.0.1",
        "request_schema": message_schemas.request_schema("2.0.1", "GetVariables"),
    }


async def test_what_cannot_be_asked_is_not_there(served: Served) -> None:
    served.web.messages = message_schemas
    for path in ("1.6/BootNotification", "1.6/GetVariables", "2.1/MakeCoffee"):
        assert (await served.client.get(f"/actions/{path}")).status_code == 404
    assert (await served.client.get("/actions/1.5")).status_code == 400


async def test_without_a_gateway_nothing_can_be_asked(served: Served) -> None:
    assert (await served.client.get("/actions/1.6")).json() == {"items": [], "next": None}
    assert (await served.client.get("/actions/1.6/Reset")).status_code == 404

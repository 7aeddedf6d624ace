"""An operator who does what stories want by the HTTP API alone."""

import itertools
from datetime import UTC, datetime
from typing import Any

import httpx

from csms_simulator.stories import Order

RESETS = {"Hard": "hard", "Soft": "soft", "Immediate": "immediate", "OnIdle": "on_idle"}

SAME = {
    "change_availability": "change-availability",
    "clear_cache": "clear-cache",
    "set_password": "set-password",
    "trigger_message": "trigger",
    "unlock": "unlock",
}
"""Commands whose arguments have the names that stories use."""

Body = dict[str, Any]


class ApiOperator:
    """Does what is ordered, at stations of one version.

    Args:
        api: a client of the HTTP API that may do everything.
        version: of OCPP.
    """

    _request_ids = itertools.count(1)

    def __init__(self, api: httpx.AsyncClient, version: str) -> None:
        self._api = api
        self._version = version

    async def perform(self, order: Order) -> Body:
        """Do it; return the command as it is kept. Raises: AssertionError if the API does not take it."""
        path, body = await self._rendered(order, order.arguments)
        answer = await self._api.post(f"/stations/{order.station}/{path}", json=body)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    async def _rendered(self, order: Order, given: Body) -> tuple[str, Body]:
        """Return where an order is posted to, and what."""
        if order.action in SAME:
            return f"commands/{SAME[order.action]}", given
        match order.action:
            case "remote_start":
                return "commands/remote-start", {"id_token": given["token"], "evse": given["evse"]}
            case "remote_stop":
                return "commands/remote-stop", {"transaction": await self._number(order.station, given["transaction"])}
            case "reset":
                return "commands/reset", {"kind": RESETS[given["type"]]}
            case "get_configuration":
                return "commands/get-configuration", {"names": given.get("keys", [])}
            case "change_configuration":
                return "commands/set-configuration", {"values": {given["key"]: given["value"]}}
            case "get_variable":
                return "commands/get-configuration", {"names": [f"{given['component']}.{given['variable']}"]}
            case "set_variable":
                name = f"{given['component']}.{given['variable']}"
                return "commands/set-configuration", {"values": {name: given["value"]}}
            case _:
                return self._call(order.action, given)

    def _call(self, action: str, given: Body) -> tuple[str, Body]:
        """Return a request of the station's own version: there is no word for it in all of them."""
        match action:
            case "set_network_profile":
                connection = {
                    "ocppVersion": "OCPP20",
                    "ocppTransport": "JSON",
                    "ocppCsmsUrl": given["url"],
                    "messageTimeout": given["message_timeout_s"],
                    "securityProfile": given["security_profile"],
                    "ocppInterface": "Wired0",
                }
                body = {"configurationSlot": given["slot"], "connectionData": connection}
                return "calls/SetNetworkProfile", body
            case "update_firmware":
                firmware = {
                    "location": given["location"],
                    "retrieveDateTime": datetime.now(UTC).isoformat(timespec="seconds"),
                    "signingCertificate": given["signing_certificate"],
                    "signature": given["signature"],
                }
                return "calls/UpdateFirmware", {"requestId": self._request_id(), "firmware": firmware}
            case "install_certificate":
                body = {"certificateType": given["type"], "certificate": given["certificate"]}
                return "calls/InstallCertificate", body
            case "list_certificates":
                kinds = {"certificateType": [given["type"]]} if "type" in given else {}
                return "calls/GetInstalledCertificateIds", kinds
            case "delete_certificate":
                return "calls/DeleteCertificate", {"certificateHashData": given}
            case "get_log":
                log = {"remoteLocation": given["location"]}
                return "calls/GetLog", {"logType": given["type"], "requestId": self._request_id(), "log": log}
            case "customer_information":
                token = {"idToken": given["token"], "type": "ISO14443"}
                body = {"report": given["report"], "clear": given["clear"], "idToken": token}
                return "calls/CustomerInformation", {"requestId": self._request_id(), **body}
            case _:
                raise NotImplementedError(f"No story has had {action} done")

    def _request_id(self) -> int:
        return next(self._request_ids)

    async def _number(self, station: str, reference: str | int) -> int:
        """Return the server's number of a transaction; 1.6 has no other, and 2.x stations know it by their own."""
        if isinstance(reference, int):
            return reference
        answer = await self._api.get("/transactions", params={"station": station})
        return next(each["id"] for each in answer.json()["items"] if each["reference"] == reference)

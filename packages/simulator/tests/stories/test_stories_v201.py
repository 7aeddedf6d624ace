"""Each story of OCPP 2.0.1 passes against a correct central system, and fails against one with its fault planted."""

from typing import Any

import pytest

from csms_simulator.stories import shipped
from ocpp.server import HandshakeRequest
from ocpp.v201.datatypes import CertificateHashDataType, FirmwareType, IdTokenInfoType, IdTokenType
from ocpp.v201.enums import AuthorizationStatusEnumType

from .central_system import CentralSystem, Fault, answers, keeps_the_old_password, never_sends, refuses, sends, tell
from .central_system_v201 import CentralSystem201

STORIES = shipped("2.0.1")

ACCEPTED = IdTokenInfoType(AuthorizationStatusEnumType.accepted)
UNKNOWN = IdTokenInfoType(AuthorizationStatusEnumType.unknown)


def lets_in(*, who: str) -> Fault:
    """It does not look at passwords, or at user names."""

    def plant(system: CentralSystem) -> None:
        async def authenticate(request: HandshakeRequest) -> None:
            return None

        system.authenticate = authenticate

    return plant


def lets_nobody_in(system: CentralSystem) -> None:
    """It knows no password."""
    system.passwords.clear()
    system.subprotocols = ["ocpp2.0.1"]


def takes_a_password_too_early(system: Any) -> None:
    """It changes the password before the station has answered."""
    command = system.command

    def change(action: str, arguments: dict[str, Any]) -> Any:
        system.passwords.update(dict.fromkeys(system.passwords, arguments["password"]))
        return command(action, arguments)

    system.command = change


def speaks_anything(system: CentralSystem) -> None:
    """It takes the first subprotocol that is offered, whatever it is."""
    system.subprotocols = ["ocpp0.1", "ocpp2.0.1"]


def request_ids_are_all_one(system: Any) -> None:
    system.request_ids = iter([1] * 10)


def wrong(action: str, told_as: str, **fields: Any) -> tuple[Fault, str]:
    return sends(action, **fields), told_as


def never(action: str) -> tuple[Fault, str]:
    return never_sends(action), f"central system to send {action}"


def unanswered(action: str, named: str | None = None) -> tuple[Fault, str]:
    return refuses(action), named or action.partition(" ")[0]


NO_EVENT = unanswered("TransactionEvent")
NO_END = unanswered("TransactionEvent Ended")
NOT_ACCEPTED = answers("TransactionEvent with a token", id_token_info=UNKNOWN), "in the answer to TransactionEvent"
NOT_AUTHORIZED = answers("Authorize", id_token_info=UNKNOWN), "in the answer to Authorize"
TOKEN_MISSING = answers("TransactionEvent with a token", id_token_info=None), "in the answer to TransactionEvent"
OTHER_TOKEN = wrong("RequestStartTransaction", "idToken.idToken: expected", id_token=IdTokenType("OTHER", "ISO14443"))
OTHER_TYPE = wrong("RequestStartTransaction", "idToken.type: expected", id_token=IdTokenType("TAG-ACCEPTED", "Central"))
NO_GROUP = answers("Authorize", id_token_info=ACCEPTED), "groupIdToken"
NO_GROUP_AT_THE_END = answers("TransactionEvent Ended", id_token_info=ACCEPTED), "groupIdToken"
WHOLE_STATION = wrong("ChangeAvailability", "evse", evse=None)
UNSIGNED = FirmwareType("https://firmware.example/station-2.0.bin", "2026-01-01T00:00:00Z")
OTHER_HASHES = CertificateHashDataType("SHA256", issuer_name_hash="1", issuer_key_hash="2", serial_number="3")
OTHER_STATUS = "operationalStatus: expected"

LOOKS_FOR: dict[str, tuple[Fault, str]] = {
    "TC_A_01_CSMS": (lets_nobody_in, "to be let in"),
    "TC_A_02_CSMS": (lets_in(who="another user"), "not to be let in"),
    "TC_A_03_CSMS": (lets_in(who="a wrong password"), "not to be let in"),
    "TC_A_09_CSMS": (keeps_the_old_password, "not to be let in"),
    "TC_A_10_CSMS": (takes_a_password_too_early, "not to be let in"),
    "TC_B_01_CSMS": (answers("BootNotification", interval=0), "interval > 0"),
    "TC_B_06_CSMS": never("GetVariables"),
    "TC_B_09_CSMS": never("SetVariables"),
    "TC_B_20_CSMS": wrong("Reset", "type: expected OnIdle", type="Immediate"),
    "TC_B_21_CSMS": wrong("Reset", "type: expected OnIdle", type="Immediate"),
    "TC_B_22_CSMS": wrong("Reset", "type: expected Immediate", type="OnIdle"),
    "TC_B_42_CSMS": wrong("SetNetworkProfile", "configurationSlot: expected 1", configuration_slot=2),
    "TC_B_44_CSMS": never("SetNetworkProfile"),
    "TC_B_58_CSMS": (speaks_anything, "not to be let in"),
    "TC_C_02_CSMS": (answers("Authorize", id_token_info=ACCEPTED), "status Invalid or Unknown"),
    "TC_C_06_CSMS": (answers("Authorize", id_token_info=ACCEPTED), "status Blocked or Invalid"),
    "TC_C_07_CSMS": (answers("Authorize", id_token_info=ACCEPTED), "status Expired or Invalid"),
    "TC_C_08_CSMS": TOKEN_MISSING,
    "TC_C_20_CSMS": (answers("TransactionEvent with a token", id_token_info=ACCEPTED), "status Invalid or Unknown"),
    "TC_C_37_CSMS": never("ClearCache"),
    "TC_C_38_CSMS": never("ClearCache"),
    "TC_C_39_CSMS": NO_GROUP,
    "TC_C_47_CSMS": NO_GROUP,
    "TC_C_48_CSMS": NO_GROUP_AT_THE_END,
    "TC_C_49_CSMS": NO_GROUP_AT_THE_END,
    "TC_E_01_CSMS": NOT_ACCEPTED,
    "TC_E_02_CSMS": NOT_ACCEPTED,
    "TC_E_03_CSMS": NOT_ACCEPTED,
    "TC_E_04_CSMS": NOT_AUTHORIZED,
    "TC_E_07_CSMS": NO_END,
    "TC_E_08_CSMS": NO_END,
    "TC_E_09_CSMS": NO_EVENT,
    "TC_E_10_CSMS": NOT_ACCEPTED,
    "TC_E_11_CSMS": NOT_ACCEPTED,
    "TC_E_12_CSMS": NO_EVENT,
    "TC_E_14_CSMS": NO_END,
    "TC_E_15_CSMS": NO_END,
    "TC_E_16_CSMS": (answers("TransactionEvent with a token", id_token_info=ACCEPTED), "status Invalid or Unknown"),
    "TC_E_17_CSMS": NO_END,
    "TC_E_19_CSMS": NO_END,
    "TC_E_20_CSMS": NO_END,
    "TC_E_21_CSMS": wrong("RequestStopTransaction", "transactionId: expected", transaction_id="ours"),
    "TC_E_22_CSMS": NO_END,
    "TC_E_26_CSMS": NO_EVENT,
    "TC_E_38_CSMS": NO_EVENT,
    "TC_E_39_CSMS": NO_END,
    "TC_E_53_CSMS": NOT_ACCEPTED,
    "TC_F_01_CSMS": OTHER_TOKEN,
    "TC_F_02_CSMS": NOT_AUTHORIZED,
    "TC_F_03_CSMS": OTHER_TYPE,
    "TC_F_04_CSMS": NO_END,
    "TC_F_20_CSMS": wrong("TriggerMessage", "requestedMessage: expected", requested_message="BootNotification"),
    "TC_F_27_CSMS": never("TriggerMessage"),
    "TC_G_03_CSMS": WHOLE_STATION,
    "TC_G_04_CSMS": wrong("ChangeAvailability", OTHER_STATUS, operational_status="Operative"),
    "TC_G_05_CSMS": wrong("ChangeAvailability", OTHER_STATUS, operational_status="Operative"),
    "TC_G_06_CSMS": never("ChangeAvailability"),
    "TC_G_07_CSMS": WHOLE_STATION,
    "TC_G_08_CSMS": WHOLE_STATION,
    "TC_G_11_CSMS": WHOLE_STATION,
    "TC_G_14_CSMS": unanswered("StatusNotification"),
    "TC_G_17_CSMS": WHOLE_STATION,
    "TC_G_20_CSMS": unanswered("NotifyEvent"),
    "TC_J_01_CSMS": unanswered("MeterValues"),
    "TC_J_02_CSMS": unanswered("MeterValues"),
    "TC_J_03_CSMS": NO_END,
    "TC_J_04_CSMS": NO_END,
    "TC_J_07_CSMS": NOT_ACCEPTED,
    "TC_J_08_CSMS": NO_EVENT,
    "TC_J_09_CSMS": NO_EVENT,
    "TC_J_10_CSMS": NO_END,
    "TC_J_11_CSMS": NO_END,
    "TC_L_01_CSMS": wrong("UpdateFirmware", "firmware.signature: expected a value", firmware=UNSIGNED),
    "TC_L_04_CSMS": never("UpdateFirmware"),
    "TC_L_05_CSMS": unanswered("SecurityEventNotification"),
    "TC_L_06_CSMS": unanswered("SecurityEventNotification"),
    "TC_L_07_CSMS": unanswered("FirmwareStatusNotification"),
    "TC_L_08_CSMS": unanswered("FirmwareStatusNotification"),
    "TC_L_09_CSMS": unanswered("FirmwareStatusNotification"),
    "TC_L_10_CSMS": unanswered("FirmwareStatusNotification"),
    "TC_L_11_CSMS": unanswered("FirmwareStatusNotification"),
    "TC_L_13_CSMS": NO_END,
    "TC_M_01_CSMS": wrong("InstallCertificate", "certificateType: expected", certificate_type="V2GRootCertificate"),
    "TC_M_02_CSMS": wrong("InstallCertificate", "certificateType: expected", certificate_type="V2GRootCertificate"),
    "TC_M_05_CSMS": never("InstallCertificate"),
    "TC_M_13_CSMS": wrong("GetInstalledCertificateIds", "certificateType: expected", certificate_type=None),
    "TC_M_18_CSMS": wrong(
        "GetInstalledCertificateIds", "certificateType: expected nothing", certificate_type=["CSMSRootCertificate"]
    ),
    "TC_M_19_CSMS": never("GetInstalledCertificateIds"),
    "TC_M_20_CSMS": wrong("DeleteCertificate", "issuerNameHash: expected", certificate_hash_data=OTHER_HASHES),
    "TC_M_21_CSMS": never("DeleteCertificate"),
    "TC_N_25_CSMS": wrong("GetLog", "logType: expected DiagnosticsLog", log_type="SecurityLog"),
    "TC_N_27_CSMS": wrong("CustomerInformation", "report: expected true", report=False),
    "TC_N_28_CSMS": unanswered("NotifyCustomerInformation"),
    "TC_N_29_CSMS": wrong("CustomerInformation", "idToken: expected", id_token=None),
    "TC_N_30_CSMS": wrong("CustomerInformation", "clear: expected true", clear=False),
    "TC_N_31_CSMS": wrong("CustomerInformation", "clear: expected true", clear=False),
    "TC_N_32_CSMS": wrong("CustomerInformation", "report: expected false", report=True),
    "TC_N_34_CSMS": never("GetLog"),
    "TC_N_35_CSMS": wrong("GetLog", "logType: expected SecurityLog", log_type="DiagnosticsLog"),
    "TC_N_36_CSMS": (request_ids_are_all_one, "requestId: expected not 1"),
    "TC_P_02_CSMS": (answers("DataTransfer", status="Accepted"), "status Rejected or UnknownMessageId"),
    "TC_P_03_CSMS": unanswered("TransactionEvent Ended"),
}
"""Which fault each story looks for, and how it tells of it."""


@pytest.mark.parametrize("name", STORIES)
async def test_passes_against_a_correct_central_system(name: str) -> None:
    result = await tell(STORIES[name], CentralSystem201())
    assert result.has_passed, result.problem


@pytest.mark.parametrize("name", STORIES)
async def test_fails_against_one_with_the_fault_that_it_looks_for(name: str) -> None:
    plant, told_as = LOOKS_FOR[name]
    system = CentralSystem201()
    plant(system)
    result = await tell(STORIES[name], system)
    assert result.problem is not None
    assert told_as in f"{result.problem.expected}; {result.problem.actual}"


def test_no_fault_is_left_over() -> None:
    assert LOOKS_FOR.keys() == STORIES.keys()

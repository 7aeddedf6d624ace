"""Each story of OCPP 1.6 passes against a correct central system, and fails against one with its fault planted."""

import pytest

from csms_simulator.stories import shipped
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus, RegistrationStatus

from .central_system import Fault, answers, ignores, keeps_the_old_password, never_sends, refuses, sends, tell
from .central_system_v16 import CentralSystem16

STORIES = shipped("1.6")

REFUSED = IdTagInfo(AuthorizationStatus.invalid)
ACCEPTED = IdTagInfo(AuthorizationStatus.accepted)

LOOKS_FOR: dict[str, tuple[Fault, str]] = {
    "TC_001_CSMS": (answers("BootNotification", interval=0), "interval > 0"),
    "TC_003_CSMS": (answers("Authorize", id_tag_info=REFUSED), "idTagInfo.status Accepted in the answer to Authorize"),
    "TC_004_1_CSMS": (answers("StartTransaction", id_tag_info=REFUSED), "in the answer to StartTransaction"),
    "TC_004_2_CSMS": (refuses("StatusNotification"), "StatusNotification"),
    "TC_005_1_CSMS": (refuses("StopTransaction"), "StopTransaction"),
    "TC_007_CSMS": (answers("StartTransaction", transaction_id=7), "transactionId not 7"),
    "TC_010_CSMS": (sends("RemoteStartTransaction", id_tag="SOMEBODY-ELSE"), "idTag: expected TAG-ACCEPTED"),
    "TC_011_1_CSMS": (never_sends("RemoteStartTransaction"), "central system to send RemoteStartTransaction"),
    "TC_011_2_CSMS": (answers("Authorize", id_tag_info=REFUSED), "in the answer to Authorize"),
    "TC_012_CSMS": (sends("RemoteStopTransaction", transaction_id=1), "transactionId: expected 4711"),
    "TC_013_CSMS": (sends("Reset", type="Soft"), "type: expected Hard"),
    "TC_014_CSMS": (sends("Reset", type="Hard"), "type: expected Soft"),
    "TC_017_1_CSMS": (sends("UnlockConnector", connector_id=0), "connectorId: expected 1"),
    "TC_017_2_CSMS": (never_sends("UnlockConnector"), "central system to send UnlockConnector"),
    "TC_018_1_CSMS": (ignores("StopTransaction"), "answer to StopTransaction"),
    "TC_019_1_CSMS": (sends("GetConfiguration", key=["HeartbeatInterval"]), "key: expected nothing or []"),
    "TC_019_2_CSMS": (sends("GetConfiguration", key=None), "key: expected a list"),
    "TC_021_CSMS": (sends("ChangeConfiguration", value="60.0"), "value: expected 60"),
    "TC_023_1_CSMS": (answers("Authorize", id_tag_info=ACCEPTED), "idTagInfo.status Invalid"),
    "TC_023_2_CSMS": (answers("Authorize", id_tag_info=REFUSED), "idTagInfo.status Expired"),
    "TC_023_3_CSMS": (answers("Authorize", id_tag_info=REFUSED), "idTagInfo.status Blocked"),
    "TC_024_CSMS": (refuses("StatusNotification"), "StatusNotification"),
    "TC_026_CSMS": (sends("RemoteStartTransaction", connector_id=2), "connectorId: expected 1 or nothing"),
    "TC_028_CSMS": (never_sends("RemoteStopTransaction"), "central system to send RemoteStopTransaction"),
    "TC_030_CSMS": (never_sends("UnlockConnector"), "central system to send UnlockConnector"),
    "TC_031_CSMS": (sends("UnlockConnector", connector_id=1), "connectorId: expected 2"),
    "TC_032_1_CSMS": (refuses("StopTransaction"), "StopTransaction"),
    "TC_037_1_CSMS": (answers("StartTransaction", id_tag_info=REFUSED), "in the answer to StartTransaction"),
    "TC_037_3_CSMS": (answers("StartTransaction", id_tag_info=ACCEPTED), "idTagInfo.status Invalid"),
    "TC_039_CSMS": (refuses("StopTransaction"), "StopTransaction"),
    "TC_040_1_CSMS": (never_sends("ChangeConfiguration"), "central system to send ChangeConfiguration"),
    "TC_040_2_CSMS": (sends("ChangeConfiguration", value="1"), "value: expected -1"),
    "TC_061_CSMS": (never_sends("ClearCache"), "central system to send ClearCache"),
    "TC_073_CSMS": (keeps_the_old_password, "not to be let in"),
    "TC_064_CSMS": (
        answers("DataTransfer", status="Accepted"),
        "status Rejected or UnknownMessageId or UnknownVendorId",
    ),
}
"""Which fault each story looks for, and how it tells of it."""


@pytest.mark.parametrize("name", STORIES)
async def test_passes_against_a_correct_central_system(name: str) -> None:
    result = await tell(STORIES[name], CentralSystem16())
    assert result.has_passed, result.problem


@pytest.mark.parametrize("name", STORIES)
async def test_fails_against_one_with_the_fault_that_it_looks_for(name: str) -> None:
    plant, told_as = LOOKS_FOR[name]
    system = CentralSystem16()
    plant(system)
    result = await tell(STORIES[name], system)
    assert result.problem is not None
    assert told_as in f"{result.problem.expected}; {result.problem.actual}"


def test_no_fault_is_left_over() -> None:
    assert LOOKS_FOR.keys() == STORIES.keys()


async def test_a_station_that_is_not_accepted_is_told_of() -> None:
    system = CentralSystem16()
    answers("BootNotification", status=RegistrationStatus.rejected)(system)
    result = await tell(STORIES["TC_003_CSMS"], system)
    assert result.problem is not None
    assert result.problem.actual == "the central system answered BootNotification with Rejected"

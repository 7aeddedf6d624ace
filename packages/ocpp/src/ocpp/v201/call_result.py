"""The answers of OCPP 2.0.1: what comes back for each request."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import Absent, AnyJson, CustomData, Number, OneOf, String36, String255, String5500, String7500
from ocpp.model import Result, SchemaOrder
from ocpp.v201 import datatypes, enums


class Authorize(Result):
    """Whether the token may charge, and whether the contract certificate holds.

    certificate_status comes only where the request carried certificate data.
    Always add group_id_token where the token belongs to a group.

    Answer to Authorize. OCPP 2.0.1 Part 2, C01 and C07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "idTokenInfo", "certificateStatus")

    id_token_info: datatypes.IdTokenInfoType
    certificate_status: Absent[OneOf[enums.AuthorizeCertificateStatusEnumType]] = None
    custom_data: Absent[CustomData] = None


class BootNotification(Result):
    """Whether the station is admitted, what time it is, and when to speak next.

    interval in seconds: with Accepted between heartbeats, otherwise the wait before booting again.
    0 lets the station choose; current_time in UTC sets its clock.

    Answer to BootNotification. OCPP 2.0.1 Part 2, B01, B02 and B03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "currentTime", "interval", "status", "statusInfo")

    current_time: str
    interval: int
    status: OneOf[enums.RegistrationStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class CancelReservation(Result):
    """Whether the reservation was found and ended.

    Answer to CancelReservation. OCPP 2.0.1 Part 2, H02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.CancelReservationStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class CertificateSigned(Result):
    """Whether the station accepts the certificate.

    After Rejected it keeps the old one and sends a security event.

    Answer to CertificateSigned. OCPP 2.0.1 Part 2, A02 and A03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.CertificateSignedStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ChangeAvailability(Result):
    """Whether the change is made, refused, or waits for a transaction to end.

    Answer to ChangeAvailability. OCPP 2.0.1 Part 2, G03 and G04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ChangeAvailabilityStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ClearCache(Result):
    """Whether the cache was emptied.

    Rejected also when the station has no cache or it is switched off.

    Answer to ClearCache. OCPP 2.0.1 Part 2, C11.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ClearCacheStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ClearChargingProfile(Result):
    """Whether any profile matched and was removed.

    Answer to ClearChargingProfile. OCPP 2.0.1 Part 2, K10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ClearChargingProfileStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ClearDisplayMessage(Result):
    """Whether the message existed and was removed.

    Answer to ClearDisplayMessage. OCPP 2.0.1 Part 2, O05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ClearMessageStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ClearVariableMonitoring(Result):
    """Whether each of the named monitors was removed, one result per id.

    Answer to ClearVariableMonitoring. OCPP 2.0.1 Part 2, N06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "clearMonitoringResult")

    clear_monitoring_result: Annotated[list[datatypes.ClearMonitoringResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class ClearedChargingLimit(Result):
    """Empty: the end of the limit is known.

    Answer to ClearedChargingLimit. OCPP 2.0.1 Part 2, K13.
    """

    custom_data: Absent[CustomData] = None


class CostUpdated(Result):
    """Empty: the cost has reached the station.

    Answer to CostUpdated. OCPP 2.0.1 Part 2, I02.
    """

    custom_data: Absent[CustomData] = None


class CustomerInformation(Result):
    """Whether the station will report or erase the data.

    The data itself comes in NotifyCustomerInformation.

    Answer to CustomerInformation. OCPP 2.0.1 Part 2, N09 and N10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.CustomerInformationStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class DataTransfer(Result):
    """Whether the receiver knew the vendor and message and could handle it.

    data may be any JSON value. Answer Accepted only to what was really understood.

    Answer to DataTransfer. OCPP 2.0.1 Part 2, P01 and P02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "data")

    status: OneOf[enums.DataTransferStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    data: Absent[AnyJson] = None
    custom_data: Absent[CustomData] = None


class DeleteCertificate(Result):
    """Whether the certificate was found and removed.

    Answer to DeleteCertificate. OCPP 2.0.1 Part 2, M04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.DeleteCertificateStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class FirmwareStatusNotification(Result):
    """Empty: the progress is recorded.

    Answer to FirmwareStatusNotification. OCPP 2.0.1 Part 2, L01 and L02.
    """

    custom_data: Absent[CustomData] = None


class Get15118EVCertificate(Result):
    """Whether the contract provider answered, and its answer for the vehicle.

    exi_response is base64 EXI and required also on failure: send an empty text.

    Answer to Get15118EVCertificate. OCPP 2.0.1 Part 2, M01 and M02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "exiResponse")

    status: OneOf[enums.Iso15118EVCertificateStatusEnumType]
    exi_response: String7500
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetBaseReport(Result):
    """Whether the report will follow.

    EmptyResultSet and NotSupported are normal: then nothing follows.

    Answer to GetBaseReport. OCPP 2.0.1 Part 2, B07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetCertificateStatus(Result):
    """Whether the OCSP responder could be asked, and its answer.

    ocsp_result is the DER of the OCSP response in base64, given when status is Accepted.
    Accepted does not say that the certificate is good: that stands in ocsp_result.

    Answer to GetCertificateStatus. OCPP 2.0.1 Part 2, M06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "ocspResult")

    status: OneOf[enums.GetCertificateStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    ocsp_result: Absent[String5500] = None
    custom_data: Absent[CustomData] = None


class GetChargingProfiles(Result):
    """Whether any profile matched and will be reported.

    Answer to GetChargingProfiles. OCPP 2.0.1 Part 2, K09.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GetChargingProfileStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetCompositeSchedule(Result):
    """Whether the schedule could be computed, and the schedule itself.

    schedule is given when status is Accepted.

    Answer to GetCompositeSchedule. OCPP 2.0.1 Part 2, K08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "schedule")

    status: OneOf[enums.GenericStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    schedule: Absent[datatypes.CompositeScheduleType] = None
    custom_data: Absent[CustomData] = None


class GetDisplayMessages(Result):
    """Whether any message matched and will be reported.

    Answer to GetDisplayMessages. OCPP 2.0.1 Part 2, O03 and O04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GetDisplayMessagesStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetInstalledCertificateIds(Result):
    """Whether certificates of these types exist, and their hashes.

    Answer to GetInstalledCertificateIds. OCPP 2.0.1 Part 2, M03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "certificateHashDataChain")

    status: OneOf[enums.GetInstalledCertificateStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    certificate_hash_data_chain: Absent[Annotated[list[datatypes.CertificateHashDataChainType], Meta(min_length=1)]] = (
        None
    )
    custom_data: Absent[CustomData] = None


class GetLocalListVersion(Result):
    """Which version the local authorization list has; 0 when there is no list.

    Answer to GetLocalListVersion. OCPP 2.0.1 Part 2, D02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "versionNumber")

    version_number: int
    custom_data: Absent[CustomData] = None


class GetLog(Result):
    """Whether the upload starts, and under which name.

    AcceptedCanceled: accepted, and the upload in progress was given up.

    Answer to GetLog. OCPP 2.0.1 Part 2, N01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "filename")

    status: OneOf[enums.LogStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    filename: Absent[String255] = None
    custom_data: Absent[CustomData] = None


class GetMonitoringReport(Result):
    """Whether the list of monitors will follow.

    EmptyResultSet and NotSupported are normal: then nothing follows.

    Answer to GetMonitoringReport. OCPP 2.0.1 Part 2, N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetReport(Result):
    """Whether the report will follow.

    EmptyResultSet and NotSupported are normal: then nothing follows.

    Answer to GetReport. OCPP 2.0.1 Part 2, B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class GetTransactionStatus(Result):
    """Whether the transaction is ongoing and whether messages still wait in the queue.

    ongoing_indicator is left out when the request had no transaction_id.

    Answer to GetTransactionStatus. OCPP 2.0.1 Part 2, E14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "ongoingIndicator", "messagesInQueue")

    messages_in_queue: bool
    ongoing_indicator: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class GetVariables(Result):
    """Whether each attribute could be read, and its value.

    The order need not be that of the request: match by component, variable and attribute_type.

    Answer to GetVariables. OCPP 2.0.1 Part 2, B06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "getVariableResult")

    get_variable_result: Annotated[list[datatypes.GetVariableResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class Heartbeat(Result):
    """What time it is for the CSMS; the station may set its clock by it.

    Answer to Heartbeat. OCPP 2.0.1 Part 2, G02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "currentTime")

    current_time: str
    custom_data: Absent[CustomData] = None


class InstallCertificate(Result):
    """Whether the certificate was stored.

    Answer to InstallCertificate. OCPP 2.0.1 Part 2, M05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.InstallCertificateStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class LogStatusNotification(Result):
    """Empty: the progress is recorded.

    Answer to LogStatusNotification. OCPP 2.0.1 Part 2, N01.
    """

    custom_data: Absent[CustomData] = None


class MeterValues(Result):
    """Empty: the readings are recorded.

    Sent for any well-formed reading, plausible or not.

    Answer to MeterValues. OCPP 2.0.1 Part 2, J01.
    """

    custom_data: Absent[CustomData] = None


class NotifyChargingLimit(Result):
    """Empty: the limit is known.

    Answer to NotifyChargingLimit. OCPP 2.0.1 Part 2, K11 and K12.
    """

    custom_data: Absent[CustomData] = None


class NotifyCustomerInformation(Result):
    """Empty: this part has arrived.

    Answer to NotifyCustomerInformation. OCPP 2.0.1 Part 2, N09 and N10.
    """

    custom_data: Absent[CustomData] = None


class NotifyDisplayMessages(Result):
    """Empty: this part has arrived.

    Answer to NotifyDisplayMessages. OCPP 2.0.1 Part 2, O03 and O04.
    """

    custom_data: Absent[CustomData] = None


class NotifyEVChargingNeeds(Result):
    """Whether the CSMS can make a charging profile for the vehicle.

    Processing: a profile will come, but not at once.

    Answer to NotifyEVChargingNeeds. OCPP 2.0.1 Part 2, K15 and K17.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.NotifyEVChargingNeedsStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class NotifyEVChargingSchedule(Result):
    """Whether the schedule of the vehicle stays within the limits.

    After Rejected the CSMS sends a new charging profile.

    Answer to NotifyEVChargingSchedule. OCPP 2.0.1 Part 2, K15, K16 and K17.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class NotifyEvent(Result):
    """Empty: the events are recorded.

    Answer to NotifyEvent. OCPP 2.0.1 Part 2, N07, N08 and G05.
    """

    custom_data: Absent[CustomData] = None


class NotifyMonitoringReport(Result):
    """Empty: this part has arrived.

    Answer to NotifyMonitoringReport. OCPP 2.0.1 Part 2, N02.
    """

    custom_data: Absent[CustomData] = None


class NotifyReport(Result):
    """Empty: this part has arrived.

    Answer to NotifyReport. OCPP 2.0.1 Part 2, B07 and B08.
    """

    custom_data: Absent[CustomData] = None


class PublishFirmware(Result):
    """Whether the local controller will fetch and publish the firmware.

    Answer to PublishFirmware. OCPP 2.0.1 Part 2, L03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class PublishFirmwareStatusNotification(Result):
    """Empty: the progress is recorded.

    Answer to PublishFirmwareStatusNotification. OCPP 2.0.1 Part 2, L03.
    """

    custom_data: Absent[CustomData] = None


class ReportChargingProfiles(Result):
    """Empty: this part has arrived.

    Answer to ReportChargingProfiles. OCPP 2.0.1 Part 2, K09.
    """

    custom_data: Absent[CustomData] = None


class RequestStartTransaction(Result):
    """Whether the station will try to start charging.

    Accepted is a promise only; TransactionEvent with the remote_start_id confirms it.
    transaction_id is given if a transaction already exists, as when the cable was plugged in first.

    Answer to RequestStartTransaction. OCPP 2.0.1 Part 2, F01, F02 and K05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo", "transactionId")

    status: OneOf[enums.RequestStartStopStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    transaction_id: Absent[String36] = None
    custom_data: Absent[CustomData] = None


class RequestStopTransaction(Result):
    """Whether the station will end the transaction.

    Rejected also for a transaction that it does not know.

    Answer to RequestStopTransaction. OCPP 2.0.1 Part 2, F03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.RequestStartStopStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class ReservationStatusUpdate(Result):
    """Empty: the end of the reservation is recorded.

    Answer to ReservationStatusUpdate. OCPP 2.0.1 Part 2, H04.
    """

    custom_data: Absent[CustomData] = None


class ReserveNow(Result):
    """Whether the reservation holds.

    Every status but Accepted means that no reservation was made.

    Answer to ReserveNow. OCPP 2.0.1 Part 2, H01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ReserveNowStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class Reset(Result):
    """Whether the restart happens, is refused, or waits for transactions to end.

    Answer to Reset. OCPP 2.0.1 Part 2, B11 and B12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ResetStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SecurityEventNotification(Result):
    """Empty: the event is recorded.

    Sent for unknown event types too.

    Answer to SecurityEventNotification. OCPP 2.0.1 Part 2, A04.
    """

    custom_data: Absent[CustomData] = None


class SendLocalList(Result):
    """Whether the list was taken over.

    After Failed or VersionMismatch send the whole list again with update type Full.

    Answer to SendLocalList. OCPP 2.0.1 Part 2, D01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.SendLocalListStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetChargingProfile(Result):
    """Whether the profile was installed.

    Accepted does not mean that it is in force: another profile may rank higher.

    Answer to SetChargingProfile. OCPP 2.0.1 Part 2, K01, K02 and K16.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.ChargingProfileStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetDisplayMessage(Result):
    """Whether the message was stored for display.

    Answer to SetDisplayMessage. OCPP 2.0.1 Part 2, O01, O02 and O06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.DisplayMessageStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetMonitoringBase(Result):
    """Whether the set of monitors was switched.

    Answer to SetMonitoringBase. OCPP 2.0.1 Part 2, N03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetMonitoringLevel(Result):
    """Whether the severity level was taken over; Rejected when outside 0 to 9.

    Answer to SetMonitoringLevel. OCPP 2.0.1 Part 2, N05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetNetworkProfile(Result):
    """Whether the connection was stored in the slot.

    Answer to SetNetworkProfile. OCPP 2.0.1 Part 2, B09 and B10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.SetNetworkProfileStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetVariableMonitoring(Result):
    """Whether each monitor was set, with the id that the station gave it.

    Keep the ids: they name the monitors in events and in ClearVariableMonitoring.

    Answer to SetVariableMonitoring. OCPP 2.0.1 Part 2, N04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "setMonitoringResult")

    set_monitoring_result: Annotated[list[datatypes.SetMonitoringResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SetVariables(Result):
    """Whether each attribute was written.

    RebootRequired: stored, in force only after a reset.

    Answer to SetVariables. OCPP 2.0.1 Part 2, B05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "setVariableResult")

    set_variable_result: Annotated[list[datatypes.SetVariableResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SignCertificate(Result):
    """Whether the CSMS will have the request signed.

    Answered at once; the certificate follows in CertificateSigned.

    Answer to SignCertificate. OCPP 2.0.1 Part 2, A02 and A03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.GenericStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class StatusNotification(Result):
    """Empty: the status is recorded.

    Answer to StatusNotification. OCPP 2.0.1 Part 2, G01.
    """

    custom_data: Absent[CustomData] = None


class TransactionEvent(Result):
    """Whether the token of the event is valid, what it costs, and what to show.

    id_token_info is required when the event had an id_token.
    total_cost: 0.00 means free, absent means unknown; charging_priority from -9 to 9.

    Answer to TransactionEvent. OCPP 2.0.1 Part 2, E01, E02, E03, E04 and E06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "totalCost",
        "chargingPriority",
        "idTokenInfo",
        "updatedPersonalMessage",
    )

    total_cost: Absent[Number] = None
    charging_priority: Absent[int] = None
    id_token_info: Absent[datatypes.IdTokenInfoType] = None
    updated_personal_message: Absent[datatypes.MessageContentType] = None
    custom_data: Absent[CustomData] = None


class TriggerMessage(Result):
    """Whether the station will send the message.

    The message itself is a CALL of its own, after this answer.

    Answer to TriggerMessage. OCPP 2.0.1 Part 2, F06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.TriggerMessageStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class UnlockConnector(Result):
    """Whether the plug was released.

    Answer to UnlockConnector. OCPP 2.0.1 Part 2, F05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.UnlockStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class UnpublishFirmware(Result):
    """Whether the firmware is no longer offered.

    Answer to UnpublishFirmware. OCPP 2.0.1 Part 2, L04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status")

    status: OneOf[enums.UnpublishFirmwareStatusEnumType]
    custom_data: Absent[CustomData] = None


class UpdateFirmware(Result):
    """Whether the update is taken on.

    AcceptedCanceled: accepted, and the update in progress was given up.

    Answer to UpdateFirmware. OCPP 2.0.1 Part 2, L01 and L02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "statusInfo")

    status: OneOf[enums.UpdateFirmwareStatusEnumType]
    status_info: Absent[datatypes.StatusInfoType] = None
    custom_data: Absent[CustomData] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)

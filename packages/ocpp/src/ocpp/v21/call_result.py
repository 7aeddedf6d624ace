"""The answers of OCPP 2.1: what comes back for each request."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    AnyJson,
    CustomData,
    Number,
    OneOf,
    String20,
    String36,
    String50,
    String255,
    String2000,
    String17000,
    String18000,
)
from ocpp.model import Result, SchemaOrder
from ocpp.v21 import datatypes, enums


class AFRRSignal(Result):
    """Whether the station will follow the balancing signal.

    Answer to AFRRSignal. OCPP 2.1 Part 2, Q08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class AdjustPeriodicEventStream(Result):
    """Whether the station sends the stream at the new pace.

    Answer to AdjustPeriodicEventStream. OCPP 2.1 Part 2, N14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class Authorize(Result):
    """Whether the identifier may charge, with what the driver is allowed and has to pay.

    tariff must not carry valid_from; allowed_energy_transfer is for ISO 15118 stations that discharge.
    certificate_status is filled when the request carried certificate data.

    Answer to Authorize. OCPP 2.1 Part 2, C01, C07 and I08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "idTokenInfo",
        "certificateStatus",
        "allowedEnergyTransfer",
        "tariff",
        "customData",
    )

    id_token_info: datatypes.IdTokenInfoType
    allowed_energy_transfer: Absent[Annotated[list[OneOf[enums.EnergyTransferModeEnumType]], Meta(min_length=1)]] = None
    certificate_status: Absent[OneOf[enums.AuthorizeCertificateStatusEnumType]] = None
    custom_data: Absent[CustomData] = None
    tariff: Absent[datatypes.TariffType] = None


class BatterySwap(Result):
    """That the CSMS has taken note of the swap event.

    Answer to BatterySwap. OCPP 2.1 Part 2, S03.
    """

    custom_data: Absent[CustomData] = None


class BootNotification(Result):
    """Whether the station is registered, and the time by which it sets its clock.

    interval is in seconds: the heartbeat when Accepted, else the wait before the next attempt.
    With 0 the station chooses the wait itself.

    Answer to BootNotification. OCPP 2.1 Part 2, B01, B02 and B03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "currentTime", "interval", "status", "statusInfo", "customData")

    current_time: str
    interval: int
    status: OneOf[enums.RegistrationStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class CancelReservation(Result):
    """Whether the reservation was known and is withdrawn.

    Answer to CancelReservation. OCPP 2.1 Part 2, H02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.CancelReservationStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class CertificateSigned(Result):
    """Whether the station could verify and will use the new certificate.

    When Rejected the station keeps the old one and sends a security event.

    Answer to CertificateSigned. OCPP 2.1 Part 2, A02 and A03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.CertificateSignedStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ChangeAvailability(Result):
    """Whether the change is done, refused, or waits for the end of a transaction.

    Answer to ChangeAvailability. OCPP 2.1 Part 2, G03 and G04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ChangeAvailabilityStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ChangeTransactionTariff(Result):
    """Whether the transaction goes on under the new tariff.

    Answer to ChangeTransactionTariff. OCPP 2.1 Part 2, I11.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.TariffChangeStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ClearCache(Result):
    """Whether the cache is empty now.

    Answer to ClearCache. OCPP 2.1 Part 2, C11.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ClearCacheStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ClearChargingProfile(Result):
    """Whether any profile matched and was removed.

    Answer to ClearChargingProfile. OCPP 2.1 Part 2, K10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ClearChargingProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ClearDERControl(Result):
    """Whether the settings were removed.

    Answer to ClearDERControl. OCPP 2.1 Part 2, R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.DERControlStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ClearDisplayMessage(Result):
    """Whether the text was known and is gone.

    Answer to ClearDisplayMessage. OCPP 2.1 Part 2, O05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ClearMessageStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ClearTariffs(Result):
    """Whether each tariff could be removed, one result per tariff.

    A single result NoTariff without id means that none was found.

    Answer to ClearTariffs. OCPP 2.1 Part 2, I10.
    """

    clear_tariffs_result: Annotated[list[datatypes.ClearTariffsResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class ClearVariableMonitoring(Result):
    """Whether each monitor could be deleted, one result per id.

    Answer to ClearVariableMonitoring. OCPP 2.1 Part 2, N06.
    """

    clear_monitoring_result: Annotated[list[datatypes.ClearMonitoringResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class ClearedChargingLimit(Result):
    """That the CSMS has taken note that the limit is lifted.

    Answer to ClearedChargingLimit. OCPP 2.1 Part 2, K13.
    """

    custom_data: Absent[CustomData] = None


class ClosePeriodicEventStream(Result):
    """That the CSMS has closed the stream.

    Answer to ClosePeriodicEventStream. OCPP 2.1 Part 2, N13.
    """

    custom_data: Absent[CustomData] = None


class CostUpdated(Result):
    """That the station has received the running cost.

    Answer to CostUpdated. OCPP 2.1 Part 2, I02.
    """

    custom_data: Absent[CustomData] = None


class CustomerInformation(Result):
    """Whether the station will report or erase the data of the customer.

    Reported data follows in NotifyCustomerInformation.

    Answer to CustomerInformation. OCPP 2.1 Part 2, N09 and N10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.CustomerInformationStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class DataTransfer(Result):
    """Whether the receiver knew vendor and message and could handle the data.

    Answer to DataTransfer. OCPP 2.1 Part 2, P01 and P02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "data", "customData")

    status: OneOf[enums.DataTransferStatusEnumType]
    custom_data: Absent[CustomData] = None
    data: Absent[AnyJson] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class DeleteCertificate(Result):
    """Whether the certificate was found and removed.

    Answer to DeleteCertificate. OCPP 2.1 Part 2, M04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.DeleteCertificateStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class FirmwareStatusNotification(Result):
    """That the CSMS has taken note of how far the update is.

    Answer to FirmwareStatusNotification. OCPP 2.1 Part 2, L01 and L02.
    """

    custom_data: Absent[CustomData] = None


class Get15118EVCertificate(Result):
    """Whether the contract certificate could be fetched, with the raw answer for the EV.

    remaining_contracts tells how many more can be fetched by further requests (ISO 15118-20).

    Answer to Get15118EVCertificate. OCPP 2.1 Part 2, M01 and M02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "status",
        "statusInfo",
        "exiResponse",
        "remainingContracts",
        "customData",
    )

    exi_response: String17000
    status: OneOf[enums.Iso15118EVCertificateStatusEnumType]
    custom_data: Absent[CustomData] = None
    remaining_contracts: Absent[Annotated[int, Meta(ge=0)]] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetBaseReport(Result):
    """Whether the standard report will be sent.

    Answer to GetBaseReport. OCPP 2.1 Part 2, B07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetCertificateChainStatus(Result):
    """Whether each certificate is good, revoked or unknown, and until when that holds.

    Answer to GetCertificateChainStatus. OCPP 2.1 Part 2, M07.
    """

    certificate_status: Annotated[list[datatypes.CertificateStatusType], Meta(min_length=1, max_length=4)]
    custom_data: Absent[CustomData] = None


class GetCertificateStatus(Result):
    """Whether the status could be fetched, with the OCSP response (DER, base64).

    Answer to GetCertificateStatus. OCPP 2.1 Part 2, M06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "ocspResult", "customData")

    status: OneOf[enums.GetCertificateStatusEnumType]
    custom_data: Absent[CustomData] = None
    ocsp_result: Absent[String18000] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetChargingProfiles(Result):
    """Whether any profile matches, so that reports will follow.

    Answer to GetChargingProfiles. OCPP 2.1 Part 2, K09.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GetChargingProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetCompositeSchedule(Result):
    """Whether the schedule could be computed, and the schedule itself.

    Answer to GetCompositeSchedule. OCPP 2.1 Part 2, K08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "schedule", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    schedule: Absent[datatypes.CompositeScheduleType] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetDERControl(Result):
    """Whether the settings will be reported.

    Answer to GetDERControl. OCPP 2.1 Part 2, R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.DERControlStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetDisplayMessages(Result):
    """Whether any text matches, so that a report will follow.

    Answer to GetDisplayMessages. OCPP 2.1 Part 2, O03 and O04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GetDisplayMessagesStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetInstalledCertificateIds(Result):
    """Whether certificates of the asked types are installed, with the hash data of each chain.

    Answer to GetInstalledCertificateIds. OCPP 2.1 Part 2, M03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "certificateHashDataChain", "customData")

    status: OneOf[enums.GetInstalledCertificateStatusEnumType]
    certificate_hash_data_chain: Absent[Annotated[list[datatypes.CertificateHashDataChainType], Meta(min_length=1)]] = (
        None
    )
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetLocalListVersion(Result):
    """Which version of the list the station holds.

    0 means that the station has no list.

    Answer to GetLocalListVersion. OCPP 2.1 Part 2, D02.
    """

    version_number: int
    custom_data: Absent[CustomData] = None


class GetLog(Result):
    """Whether the upload will start, and under which file name.

    AcceptedCanceled means that a former upload was dropped for this one.

    Answer to GetLog. OCPP 2.1 Part 2, N01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "filename", "customData")

    status: OneOf[enums.LogStatusEnumType]
    custom_data: Absent[CustomData] = None
    filename: Absent[String255] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetMonitoringReport(Result):
    """Whether the report of monitors will be sent.

    Answer to GetMonitoringReport. OCPP 2.1 Part 2, N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetPeriodicEventStream(Result):
    """Which event streams are open, each with its monitor and pace.

    Answer to GetPeriodicEventStream. OCPP 2.1 Part 2, N12.
    """

    constant_stream_data: Absent[Annotated[list[datatypes.ConstantStreamDataType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class GetReport(Result):
    """Whether the custom report will be sent.

    EmptyResultSet means that no variable matched.

    Answer to GetReport. OCPP 2.1 Part 2, B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class GetTariffs(Result):
    """Whether tariffs are installed, and on which EVSEs or for which tokens.

    Answer to GetTariffs. OCPP 2.1 Part 2, I09.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "tariffAssignments", "customData")

    status: OneOf[enums.TariffGetStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None
    tariff_assignments: Absent[Annotated[list[datatypes.TariffAssignmentType], Meta(min_length=1)]] = None


class GetTransactionStatus(Result):
    """Whether the transaction is ongoing and whether messages about it are waiting.

    ongoing_indicator is missing when no transaction was named.

    Answer to GetTransactionStatus. OCPP 2.1 Part 2, E14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "ongoingIndicator", "messagesInQueue", "customData")

    messages_in_queue: bool
    custom_data: Absent[CustomData] = None
    ongoing_indicator: Absent[bool] = None


class GetVariables(Result):
    """Whether each value could be read, and the values; each entry has a status of its own.

    Answer to GetVariables. OCPP 2.1 Part 2, B06.
    """

    get_variable_result: Annotated[list[datatypes.GetVariableResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class Heartbeat(Result):
    """Which time it is for the CSMS, in UTC, to set the clock of the station by.

    Answer to Heartbeat. OCPP 2.1 Part 2, G02.
    """

    current_time: str
    custom_data: Absent[CustomData] = None


class InstallCertificate(Result):
    """Whether the root certificate was installed.

    Rejected: the certificate is not valid; Failed: valid, but could not be stored.

    Answer to InstallCertificate. OCPP 2.1 Part 2, M05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.InstallCertificateStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class LogStatusNotification(Result):
    """That the CSMS has taken note of the upload status.

    Answer to LogStatusNotification. OCPP 2.1 Part 2, N01.
    """

    custom_data: Absent[CustomData] = None


class MeterValues(Result):
    """That the CSMS has received the readings, not that they are plausible.

    Answer to MeterValues. OCPP 2.1 Part 2, J01.
    """

    custom_data: Absent[CustomData] = None


class NotifyAllowedEnergyTransfer(Result):
    """Whether the station will offer these ways of energy transfer to the EV.

    Answer to NotifyAllowedEnergyTransfer. OCPP 2.1 Part 2, Q02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.NotifyAllowedEnergyTransferStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class NotifyChargingLimit(Result):
    """That the CSMS has taken note of the limit.

    Answer to NotifyChargingLimit. OCPP 2.1 Part 2, K11 and K12.
    """

    custom_data: Absent[CustomData] = None


class NotifyCustomerInformation(Result):
    """That the CSMS has received this part of the customer data.

    Answer to NotifyCustomerInformation. OCPP 2.1 Part 2, N09.
    """

    custom_data: Absent[CustomData] = None


class NotifyDERAlarm(Result):
    """That the CSMS has taken note of the alarm.

    Answer to NotifyDERAlarm. OCPP 2.1 Part 2, R05.
    """

    custom_data: Absent[CustomData] = None


class NotifyDERStartStop(Result):
    """That the CSMS has taken note of the start or end.

    Answer to NotifyDERStartStop. OCPP 2.1 Part 2, R04.
    """

    custom_data: Absent[CustomData] = None


class NotifyDisplayMessages(Result):
    """That the CSMS has received this part of the list of texts.

    Answer to NotifyDisplayMessages. OCPP 2.1 Part 2, O03 and O04.
    """

    custom_data: Absent[CustomData] = None


class NotifyEVChargingNeeds(Result):
    """Whether the CSMS will plan for these needs, now or later.

    Accepted does not promise that the needs can be met.

    Answer to NotifyEVChargingNeeds. OCPP 2.1 Part 2, K15, K17 to K20 and Q01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.NotifyEVChargingNeedsStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class NotifyEVChargingSchedule(Result):
    """Whether the schedule of the EV stays within the limits of the CSMS.

    After Rejected the CSMS sends a new profile to renegotiate.

    Answer to NotifyEVChargingSchedule. OCPP 2.1 Part 2, K15 to K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class NotifyEvent(Result):
    """That the CSMS has received these events.

    Answer to NotifyEvent. OCPP 2.1 Part 2, G05, N07 and N08.
    """

    custom_data: Absent[CustomData] = None


class NotifyMonitoringReport(Result):
    """That the CSMS has received this part of the monitors.

    Answer to NotifyMonitoringReport. OCPP 2.1 Part 2, N02.
    """

    custom_data: Absent[CustomData] = None


class NotifyPriorityCharging(Result):
    """That the CSMS has taken note of the priority charging.

    Answer to NotifyPriorityCharging. OCPP 2.1 Part 2, K21 and K22.
    """

    custom_data: Absent[CustomData] = None


class NotifyReport(Result):
    """That the CSMS has received this part of the device model.

    Answer to NotifyReport. OCPP 2.1 Part 2, B07 and B08.
    """

    custom_data: Absent[CustomData] = None


class NotifySettlement(Result):
    """Where the driver finds the receipt, if the CSMS makes the receipts.

    Answer to NotifySettlement. OCPP 2.1 Part 2, C21 and C22.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "receiptUrl", "receiptId", "customData")

    custom_data: Absent[CustomData] = None
    receipt_id: Absent[String50] = None
    receipt_url: Absent[String2000] = None


class NotifyWebPaymentStarted(Result):
    """That the station knows about the payment in progress.

    Answer to NotifyWebPaymentStarted. OCPP 2.1 Part 2, C25.
    """

    custom_data: Absent[CustomData] = None


class OpenPeriodicEventStream(Result):
    """Whether the CSMS wants the stream.

    After Rejected the station sends no values of it.

    Answer to OpenPeriodicEventStream. OCPP 2.1 Part 2, N11.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class PublishFirmware(Result):
    """Whether the local controller will fetch the firmware.

    Answer to PublishFirmware. OCPP 2.1 Part 2, L03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class PublishFirmwareStatusNotification(Result):
    """That the CSMS has taken note of how far the publishing is.

    Answer to PublishFirmwareStatusNotification. OCPP 2.1 Part 2, L03.
    """

    custom_data: Absent[CustomData] = None


class PullDynamicScheduleUpdate(Result):
    """Whether the CSMS knows the profile, with the values to use from now on.

    Answer to PullDynamicScheduleUpdate. OCPP 2.1 Part 2, K28.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "scheduleUpdate", "status", "statusInfo", "customData")

    status: OneOf[enums.ChargingProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    schedule_update: Absent[datatypes.ChargingScheduleUpdateType] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ReportChargingProfiles(Result):
    """That the CSMS has received these charging profiles.

    Answer to ReportChargingProfiles. OCPP 2.1 Part 2, K09.
    """

    custom_data: Absent[CustomData] = None


class ReportDERControl(Result):
    """That the CSMS has received these grid support settings.

    Answer to ReportDERControl. OCPP 2.1 Part 2, R04.
    """

    custom_data: Absent[CustomData] = None


class RequestBatterySwap(Result):
    """Whether the station can offer the swap, e.g. has enough charged packs.

    Answer to RequestBatterySwap. OCPP 2.1 Part 2, S02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class RequestStartTransaction(Result):
    """Whether the station will try to start.

    transaction_id is filled when a transaction was already open, e.g. because the cable came first.

    Answer to RequestStartTransaction. OCPP 2.1 Part 2, F01, F02 and F07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "transactionId", "customData")

    status: OneOf[enums.RequestStartStopStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None
    transaction_id: Absent[String36] = None


class RequestStopTransaction(Result):
    """Whether the station will end the transaction.

    Answer to RequestStopTransaction. OCPP 2.1 Part 2, F03 and F04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.RequestStartStopStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class ReservationStatusUpdate(Result):
    """That the CSMS has taken note of the end of the reservation.

    Answer to ReservationStatusUpdate. OCPP 2.1 Part 2, H04.
    """

    custom_data: Absent[CustomData] = None


class ReserveNow(Result):
    """Whether the reservation is made, or what stands in its way.

    Answer to ReserveNow. OCPP 2.1 Part 2, H01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ReserveNowStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class Reset(Result):
    """Whether the station restarts now, later or not at all.

    Answer to Reset. OCPP 2.1 Part 2, B11 to B13.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ResetStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SecurityEventNotification(Result):
    """That the CSMS has recorded the event.

    Answer to SecurityEventNotification. OCPP 2.1 Part 2, A04.
    """

    custom_data: Absent[CustomData] = None


class SendLocalList(Result):
    """Whether the station applied the update; if not, the former list stays in force.

    Answer to SendLocalList. OCPP 2.1 Part 2, D01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.SendLocalListStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetChargingProfile(Result):
    """Whether the profile is installed.

    Accepted does not promise that the EV follows: check by GetCompositeSchedule and meter.

    Answer to SetChargingProfile. OCPP 2.1 Part 2, K01 and K02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ChargingProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetDERControl(Result):
    """Whether the setting is stored, and which others it pushes aside.

    Answer to SetDERControl. OCPP 2.1 Part 2, R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "supersededIds", "customData")

    status: OneOf[enums.DERControlStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None
    superseded_ids: Absent[Annotated[list[String36], Meta(min_length=1, max_length=24)]] = None


class SetDefaultTariff(Result):
    """Whether the station can apply the tariff.

    If not, the CSMS has to compute the cost.

    Answer to SetDefaultTariff. OCPP 2.1 Part 2, I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.TariffSetStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetDisplayMessage(Result):
    """Whether the station will show the text.

    Answer to SetDisplayMessage. OCPP 2.1 Part 2, O01, O02 and O06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.DisplayMessageStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetMonitoringBase(Result):
    """Whether the preset is active now.

    Answer to SetMonitoringBase. OCPP 2.1 Part 2, N03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericDeviceModelStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetMonitoringLevel(Result):
    """Whether the new level holds.

    Answer to SetMonitoringLevel. OCPP 2.1 Part 2, N05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetNetworkProfile(Result):
    """Whether the station stored the connection details; it has not tried them yet.

    Answer to SetNetworkProfile. OCPP 2.1 Part 2, B09.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.SetNetworkProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class SetVariableMonitoring(Result):
    """Whether each monitor was set, with the id that the station gave it.

    Answer to SetVariableMonitoring. OCPP 2.1 Part 2, N04 and N11.
    """

    set_monitoring_result: Annotated[list[datatypes.SetMonitoringResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SetVariables(Result):
    """Whether each value was taken over; each entry has a status of its own.

    RebootRequired: the value takes effect after a restart.

    Answer to SetVariables. OCPP 2.1 Part 2, B05.
    """

    set_variable_result: Annotated[list[datatypes.SetVariableResultType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SignCertificate(Result):
    """Whether the CSMS will have the request signed.

    Answer to SignCertificate. OCPP 2.1 Part 2, A02 and A03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.GenericStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class StatusNotification(Result):
    """That the CSMS has taken note of the state.

    Answer to StatusNotification. OCPP 2.1 Part 2, G01.
    """

    custom_data: Absent[CustomData] = None


class TransactionEvent(Result):
    """Whether the driver may go on, with cost, limits and texts for the station to apply.

    id_token_info must be present if the event had an id_token.
    total_cost is the running cost, or the final one after Ended; 0 means free, absent unknown.

    Answer to TransactionEvent. OCPP 2.1 Part 2, E01 to E17 and J02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "totalCost",
        "chargingPriority",
        "idTokenInfo",
        "transactionLimit",
        "updatedPersonalMessage",
        "updatedPersonalMessageExtra",
        "customData",
    )

    charging_priority: Absent[int] = None
    custom_data: Absent[CustomData] = None
    id_token_info: Absent[datatypes.IdTokenInfoType] = None
    total_cost: Absent[Number] = None
    transaction_limit: Absent[datatypes.TransactionLimitType] = None
    updated_personal_message: Absent[datatypes.MessageContentType] = None
    updated_personal_message_extra: Absent[
        Annotated[list[datatypes.MessageContentType], Meta(min_length=1, max_length=4)]
    ] = None


class TriggerMessage(Result):
    """Whether the station will send the message.

    Answer to TriggerMessage. OCPP 2.1 Part 2, F06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.TriggerMessageStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class UnlockConnector(Result):
    """Whether the plug is free now.

    Answer to UnlockConnector. OCPP 2.1 Part 2, F05.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.UnlockStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class UnpublishFirmware(Result):
    """Whether the local controller stopped offering the file.

    Answer to UnpublishFirmware. OCPP 2.1 Part 2, L04.
    """

    status: OneOf[enums.UnpublishFirmwareStatusEnumType]
    custom_data: Absent[CustomData] = None


class UpdateDynamicSchedule(Result):
    """Whether the station applies the new values.

    Answer to UpdateDynamicSchedule. OCPP 2.1 Part 2, K28.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.ChargingProfileStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class UpdateFirmware(Result):
    """Whether the station will carry out the update.

    AcceptedCanceled means that a former update was dropped for this one.

    Answer to UpdateFirmware. OCPP 2.1 Part 2, L01 and L02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.UpdateFirmwareStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class UsePriorityCharging(Result):
    """Whether priority charging was switched.

    NoProfile: the station has no PriorityCharging profile to switch to.

    Answer to UsePriorityCharging. OCPP 2.1 Part 2, K21.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "statusInfo", "customData")

    status: OneOf[enums.PriorityChargingStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class VatNumberValidation(Result):
    """Whether the VAT number is valid, and the company that it belongs to.

    evse_id repeats that of the request.

    Answer to VatNumberValidation. OCPP 2.1 Part 2, C18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "company",
        "statusInfo",
        "vatNumber",
        "evseId",
        "status",
        "customData",
    )

    status: OneOf[enums.GenericStatusEnumType]
    vat_number: String20
    company: Absent[datatypes.AddressType] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None
    status_info: Absent[datatypes.StatusInfoType] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)

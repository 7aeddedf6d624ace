"""Datatypes of OCPP 1.6 as single messages see them, where these differ from what is constructed.

StopTransaction is laxer about samples than MeterValues, and a firmware needs the signature that `Firmware` has as an
optional last argument. Messages are decoded into these classes; for type checkers they are what they derive from.
"""

from typing import TYPE_CHECKING, TypeAlias

from ocpp.fields import Absent, OneOf, String800
from ocpp.v16 import enums
from ocpp.v16.datatypes import Firmware, MeterValue, SampledValue

if TYPE_CHECKING:
    SignedFirmware: TypeAlias = Firmware
    TransactionMeterValue: TypeAlias = MeterValue
    TransactionSampledValue: TypeAlias = SampledValue
else:

    class SignedFirmware(Firmware, kw_only=True):
        """A firmware to install, as SignedUpdateFirmware carries it: always with its signature.

        OCPP 1.6 security whitepaper, 5.
        """

        signature: String800

    class TransactionSampledValue(SampledValue):
        """One reading inside the data of StopTransaction, where the unit Hertz does not exist.

        OCPP 1.6, 7.43.
        """

        unit: Absent[OneOf[enums.TransactionUnitOfMeasure]] = None

    class TransactionMeterValue(MeterValue):
        """Readings taken at one moment of a transaction, as StopTransaction carries them.

        Unlike in MeterValues, the list of readings may be empty.

        OCPP 1.6, 7.33.
        """

        sampled_value: list[TransactionSampledValue]

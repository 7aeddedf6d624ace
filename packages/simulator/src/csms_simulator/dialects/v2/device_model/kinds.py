"""Kinds of variables, as rows of the tables are written with them."""

from functools import partial

from csms_simulator.dialects.v2.device_model.variable import Variable
from ocpp.v21.enums import DataEnumType, MutabilityEnumType

READ_WRITE = MutabilityEnumType.read_write

BYTES_PER_MESSAGE = "65536"
ITEMS_PER_MESSAGE = "50"

boolean = partial(Variable, data_type=DataEnumType.boolean)
integer = partial(Variable, data_type=DataEnumType.integer)
decimal = partial(Variable, data_type=DataEnumType.decimal)
string = partial(Variable, data_type=DataEnumType.string)
date_time = partial(Variable, data_type=DataEnumType.date_time)
option = partial(Variable, data_type=DataEnumType.option_list)
member_list = partial(Variable, data_type=DataEnumType.member_list)
sequence_list = partial(Variable, data_type=DataEnumType.sequence_list)

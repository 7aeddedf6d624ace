"""The tables. The same ones on SQLite and PostgreSQL; times are UTC, energies Wh, power W, currents A, voltages V."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""The record: what has been acknowledged."""

frames_metadata = sa.MetaData(naming_convention=metadata.naming_convention)
"""The message log, beside the record."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Return a time as SQLite holds it: in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """A point in time: timestamptz on PostgreSQL, microseconds since 1970 on SQLite, which sort and compare."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type of the column."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Turn a time into what the database holds."""
        return value if value is None or dialect.name == "postgresql" else to_microseconds(value)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn what the database holds into a time in UTC."""
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return _EPOCH + timedelta(microseconds=value) if isinstance(value, int) else None


def _id() -> sa.Column[int]:
    # SQLite gives numbers only to a key that is declared INTEGER.
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _station_id(*, is_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "station_id", sa.BigInteger, sa.ForeignKey("station.id", ondelete="CASCADE"), nullable=False, primary_key=is_key
    )


site = sa.Table(
    "site",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("address", sa.Text, nullable=False, server_default=""),
    sa.Column("time_zone", sa.Text, nullable=False, server_default="UTC"),  # in which people there read times
    sa.Column("created_at", Moment, nullable=False),
)

station = sa.Table(
    "station",
    metadata,
    _id(),
    sa.Column("identity", sa.Text, nullable=False, unique=True),
    sa.Column("site_id", sa.BigInteger, sa.ForeignKey("site.id", ondelete="SET NULL"), index=True),
    sa.Column("admission", sa.Text, nullable=False),  # accepted, held, rejected
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    # How it has to come in
    sa.Column("security_profile", sa.Integer, nullable=False, server_default="0"),
    sa.Column("password_hash", sa.Text),
    sa.Column("offered_password_hash", sa.Text),  # of one that it was sent; null: it is known whether it has taken it
    sa.Column("certificate_name", sa.Text),  # common name of its certificate; null: its identity
    sa.Column("certificate_issuer", sa.Text),  # common name of who has issued it; null: any of client-ca
    # How it is to be taken
    sa.Column("is_free", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("is_strict", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("response_delay_s", sa.Float, nullable=False, server_default="0"),
    sa.Column("time_zone", sa.Text, nullable=False, server_default="UTC"),
    sa.Column("tolerances", sa.Text),  # names, separated by blanks; null: all
    sa.Column("subprotocol", sa.Text),  # the one to speak, whatever it offers
    # What it said when it booted
    sa.Column("vendor", sa.Text),
    sa.Column("model", sa.Text),
    sa.Column("serial_number", sa.Text),
    sa.Column("firmware", sa.Text),
    sa.Column("iccid", sa.Text),
    sa.Column("imsi", sa.Text),
    sa.Column("meter_type", sa.Text),
    sa.Column("meter_serial_number", sa.Text),
    sa.Column("boot_reason", sa.Text),
    sa.Column("booted_at", Moment),
    # Its link
    sa.Column("version", sa.Text),
    sa.Column("is_connected", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("connected_at", Moment),
    sa.Column("disconnected_at", Moment),
    sa.Column("last_seen_at", Moment),
    sa.Column("remote_address", sa.Text),
    sa.Column("connected_profile", sa.Integer),  # the security profile that it came in with
    sa.Index(
        "ix_station_held",
        "id",
        sqlite_where=sa.text("admission = 'held'"),
        postgresql_where=sa.text("admission = 'held'"),
    ),
)

connector = sa.Table(
    "connector",
    metadata,
    _station_id(is_key=True),
    sa.Column("evse", sa.BigInteger, primary_key=True),
    sa.Column("connector", sa.BigInteger, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("reported_at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("error_code", sa.Text),
    sa.Column("error_info", sa.Text),
    sa.Column("vendor_error_code", sa.Text),
)

status_report = sa.Table(
    "status_report",
    metadata,
    _id(),
    _station_id(),
    sa.Column("evse", sa.BigInteger, nullable=False),
    sa.Column("connector", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reported_at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("error_code", sa.Text),
    sa.Column("error_info", sa.Text),
    sa.Column("vendor_error_code", sa.Text),
    sa.Index(None, "station_id", "reported_at"),
)

variable = sa.Table(
    "variable",
    metadata,
    _station_id(is_key=True),
    # A configuration key of 1.6 is a variable of the component "".
    sa.Column("component", sa.Text, primary_key=True),
    sa.Column("component_instance", sa.Text, primary_key=True, server_default=""),
    sa.Column("evse", sa.BigInteger, primary_key=True, server_default="0", autoincrement=False),
    sa.Column("connector", sa.BigInteger, primary_key=True, server_default="0", autoincrement=False),
    sa.Column("variable", sa.Text, primary_key=True),
    sa.Column("variable_instance", sa.Text, primary_key=True, server_default=""),
    sa.Column("attribute", sa.Text, primary_key=True, server_default="Actual"),
    sa.Column("value", sa.Text),
    sa.Column("mutability", sa.Text),
    sa.Column("characteristics", sa.Text),  # JSON, as reported
    sa.Column("reported_at", Moment, nullable=False),
)

security_event = sa.Table(
    "security_event",
    metadata,
    _id(),
    _station_id(),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("info", sa.Text),
    sa.Column("happened_at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.UniqueConstraint("station_id", "happened_at", "type"),
)

notification = sa.Table(
    "notification",
    metadata,
    _id(),
    _station_id(),
    # Messages of the station that are kept as they came: firmware and log status, NotifyEvent, reports.
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Index(None, "station_id", "received_at"),
)

violation = sa.Table(
    "violation",
    metadata,
    _station_id(is_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("action", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("example", sa.Text, nullable=False),
)

knock = sa.Table(
    "knock",
    metadata,
    _id(),
    # Who knocks is not known: the identity is what was in the path, or empty. One row per identity and cause, and per
    # origin where there is no identity.
    sa.Column("identity", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("remote_address", sa.Text),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("path", sa.Text),
    sa.Column("offered", sa.Text, nullable=False),  # the subprotocols
    sa.UniqueConstraint("identity", "origin", "cause"),
    sa.Index(None, "last_at", "id"),
)

token = sa.Table(
    "token",
    metadata,
    _id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # the token in lower case
    sa.Column("id_token", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("group", sa.Text),
    sa.Column("is_blocked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("expires_at", Moment),
    sa.Column("concurrent_limit", sa.BigInteger),
    sa.Column("stations", sa.Text, nullable=False, server_default="[]"),  # JSON: identities
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

decision = sa.Table(
    "decision",
    metadata,
    _id(),
    _station_id(),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("id_token", sa.Text, nullable=False),  # as it may be shown
    sa.Column("id_token_key", sa.Text, nullable=False),  # in lower case
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("occasion", sa.Text, nullable=False),  # authorize, start, stop, event
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index(None, "decided_at"),
    sa.Index(None, "station_id", "decided_at"),
    sa.Index(None, "id_token_key", "decided_at"),
)

TRANSACTION_HAS_GAPS = "event_count < last_seq_no - first_seq_no + 1 AND NOT is_open"
"""Events are missing of a transaction that has ended; an index is on these."""

transaction = sa.Table(
    "transaction",
    metadata,
    _id(),  # also the transactionId of 1.6
    _station_id(),
    sa.Column("reference", sa.Text, nullable=False),  # the station's id of it in 2.x, our number in 1.6
    sa.Column("evse", sa.BigInteger),
    sa.Column("connector", sa.BigInteger),
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("charging_state", sa.Text),
    sa.Column("charging_state_since", Moment),
    sa.Column("id_token", sa.Text),
    sa.Column("id_token_key", sa.Text),
    sa.Column("id_token_type", sa.Text),
    sa.Column("id_token_group", sa.Text),
    sa.Column("authorization", sa.Text),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("stop_received_at", Moment),
    sa.Column("is_end_assumed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("stopped_reason", sa.Text),
    sa.Column("stop_id_token", sa.Text),
    sa.Column("stop_key", sa.Text),  # what a repeated stop has in common with the first
    sa.Column("reservation_id", sa.BigInteger),
    sa.Column("remote_start_id", sa.BigInteger),
    sa.Column("is_offline", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("meter_start_wh", sa.Float),
    sa.Column("meter_stop_wh", sa.Float),
    sa.Column("energy_wh", sa.Float),
    sa.Column("tally", sa.Text, nullable=False, server_default="{}"),  # JSON of domain.energy.EnergyTally
    sa.Column("power_w", sa.Float),
    sa.Column("soc_percent", sa.Float),
    sa.Column("metered_at", Moment),  # of the newest values
    sa.Column("flags", sa.Text, nullable=False, server_default="[]"),  # JSON: names of what is out of the ordinary
    sa.Column("is_start_known", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("is_announced", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("asked_at", Moment),  # when the station was asked how it stands (GetTransactionStatus)
    sa.Column("token_seq_no", sa.BigInteger),  # of the event that its token was taken from
    sa.Column("state_seq_no", sa.BigInteger),  # of the event that its charging state was taken from
    sa.Column("first_seq_no", sa.BigInteger),
    sa.Column("last_seq_no", sa.BigInteger),
    sa.Column("event_count", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("start_key", sa.Text, nullable=False),  # what a repeated start has in common with the first
    # In 2.x the start key is the reference; a station that spoke 1.6 before may use one of its numbers as a reference.
    sa.UniqueConstraint("station_id", "start_key"),
    sa.Index(None, "started_at", "id"),
    sa.Index(None, "station_id", "started_at"),
    sa.Index(None, "station_id", "evse", "started_at"),
    sa.Index(None, "id_token_key", "started_at"),
    sa.Index(
        "ix_transaction_stopped",
        "station_id",
        "stop_key",
        sqlite_where=sa.text("stop_key IS NOT NULL"),
        postgresql_where=sa.text("stop_key IS NOT NULL"),
    ),
    sa.Index(
        # With a column more that has to be equal, SQLite prefers it to those of all transactions.
        "ix_transaction_open",
        "station_id",
        "is_open",
        "evse",
        sqlite_where=sa.text("is_open = 1"),  # as SQLAlchemy asks for it there
        postgresql_where=sa.text("is_open"),
    ),
    sa.Index(
        # What was charged on a day is summed up from this alone.
        "ix_transaction_ended",
        "ended_at",
        "started_at",
        "station_id",
        "energy_wh",
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_transaction_gaps",
        "station_id",
        sqlite_where=sa.text(TRANSACTION_HAS_GAPS),
        postgresql_where=sa.text(TRANSACTION_HAS_GAPS),
    ),
    sa.Index(
        "ix_transaction_open_token",
        "id_token_key",
        "is_open",
        sqlite_where=sa.text("is_open = 1"),  # as SQLAlchemy asks for it there
        postgresql_where=sa.text("is_open"),
    ),
    sqlite_autoincrement=True,  # a number is never given twice, even when the newest transaction was deleted
)

transaction_event = sa.Table(
    "transaction_event",
    metadata,
    _id(),
    sa.Column("transaction_id", sa.BigInteger, sa.ForeignKey("transaction.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("happened_at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("seq_no", sa.BigInteger),
    sa.Column("payload", sa.Text),  # JSON: the fields of the message that say more
    # A repeated TransactionEvent is known by its number, type and time; lines of our own have no number.
    sa.UniqueConstraint("transaction_id", "seq_no", "kind", "happened_at"),
)

meter_value = sa.Table(
    "meter_value",
    metadata,
    _id(),
    _station_id(),
    sa.Column("evse", sa.BigInteger, nullable=False),
    sa.Column("transaction_id", sa.BigInteger, sa.ForeignKey("transaction.id", ondelete="CASCADE")),
    sa.Column("sampled_at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("digest", sa.BigInteger, nullable=False),  # of context and raw text
    sa.Column("raw", sa.Text, nullable=False),  # JSON: the sampled values as they were sent
    sa.Column("notes", sa.Text),  # JSON: what was repaired
    sa.Column("energy_import_wh", sa.Float),
    sa.Column("energy_export_wh", sa.Float),
    sa.Column("energy_interval_import_wh", sa.Float),
    sa.Column("power_import_w", sa.Float),
    sa.Column("power_export_w", sa.Float),
    sa.Column("power_offered_w", sa.Float),
    sa.Column("current_import_a", sa.Float),
    sa.Column("current_export_a", sa.Float),
    sa.Column("current_offered_a", sa.Float),
    sa.Column("voltage_v", sa.Float),
    sa.Column("soc_percent", sa.Float),
    sa.Column("temperature_c", sa.Float),
    sa.Column("frequency_hz", sa.Float),
    sa.Column("power_l1_w", sa.Float),
    sa.Column("power_l2_w", sa.Float),
    sa.Column("power_l3_w", sa.Float),
    sa.Column("current_l1_a", sa.Float),
    sa.Column("current_l2_a", sa.Float),
    sa.Column("current_l3_a", sa.Float),
    sa.Column("current_n_a", sa.Float),
    sa.Column("voltage_l1_v", sa.Float),
    sa.Column("voltage_l2_v", sa.Float),
    sa.Column("voltage_l3_v", sa.Float),
    # A repeated message is known by what it says.
    sa.UniqueConstraint("station_id", "sampled_at", "evse", "digest"),
    sa.Index(None, "transaction_id", "sampled_at"),
)

command = sa.Table(
    "command",
    metadata,
    _id(),
    _station_id(),
    sa.Column("name", sa.Text, nullable=False),  # remote-start, ... or the action of a raw call
    sa.Column("request", sa.Text, nullable=False),  # JSON, secrets masked
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # pending, accepted, rejected, ...
    sa.Column("answer", sa.Text),  # JSON: what the station answered
    sa.Column("detail", sa.Text),
    sa.Column("finished_at", Moment),
    # The transaction that a remote start has begun, and by what it is known
    sa.Column("remote_start_id", sa.BigInteger),
    sa.Column("id_token_key", sa.Text),
    sa.Column("evse", sa.BigInteger),
    sa.Column("transaction_id", sa.BigInteger, sa.ForeignKey("transaction.id", ondelete="SET NULL")),
    sa.Index(None, "station_id", "id"),
    sa.Index(
        "ix_command_pending",
        "id",
        sqlite_where=sa.text("outcome = 'pending'"),
        postgresql_where=sa.text("outcome = 'pending'"),
    ),
    sa.Index(None, "transaction_id"),
    sqlite_autoincrement=True,
)

counter = sa.Table(
    "counter",
    metadata,
    # The last of the numbers that a station was given with requests: remoteStartId, requestId, ids of profiles.
    _station_id(is_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

charging_limit = sa.Table(
    "charging_limit",
    metadata,
    # Charging profiles of ours that stations have accepted.
    _station_id(is_key=True),
    sa.Column("evse", sa.BigInteger, primary_key=True, autoincrement=False),  # 0: the station
    sa.Column("purpose", sa.Text, primary_key=True),
    sa.Column("profile_id", sa.BigInteger, nullable=False),
    sa.Column("transaction_id", sa.BigInteger),
    sa.Column("set_at", Moment, nullable=False),
)

inventory = sa.Table(
    "inventory",
    metadata,
    # How far the reading of a station's variables is.
    _station_id(is_key=True),
    sa.Column("firmware", sa.Text),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("request_id", sa.BigInteger),
    sa.Column("seq_nos", sa.Text, nullable=False, server_default="[]"),  # JSON
    sa.Column("last_seq_no", sa.BigInteger),
    sa.Column("finished_at", Moment),
)

IS_OF_LINK = "name IN ('station.booted', 'station.connected', 'station.disconnected')"
"""The event tells of a station's link; an index is on these."""

event = sa.Table(
    "event",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("station", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Index(None, "at"),
    sa.Index(
        "ix_event_link",
        "station",
        "at",
        sqlite_where=sa.text(IS_OF_LINK),
        postgresql_where=sa.text(IS_OF_LINK),
    ),
    sqlite_autoincrement=True,
)

user = sa.Table(
    "user",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

login = sa.Table(
    "login",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)

api_key = sa.Table(
    "api_key",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("key_hash", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("last_used_at", Moment),
)

frame = sa.Table(
    "frame",
    frames_metadata,
    _id(),
    sa.Column("station", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),  # in, out
    sa.Column("kind", sa.Integer, nullable=False),  # the message type number, 0 for what is no frame
    sa.Column("message_id", sa.Text),
    sa.Column("action", sa.Text),  # of an answer: that of its call
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("latency_s", sa.Float),
    sa.Index(None, "station", "at", "id"),
)

frame_schema = sa.Table(
    "frame_schema",
    frames_metadata,
    # One row. Of another version, the message log is begun anew: it is no record.
    sa.Column("version", sa.Integer, nullable=False),
)

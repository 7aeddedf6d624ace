"""The first schema."""

import sqlalchemy as sa
from alembic import op

from csms.storage.schema import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_api_key_name")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"], unique=False)
    op.create_index(
        "ix_event_link",
        "event",
        ["station", "at"],
        unique=False,
        sqlite_where=sa.text("name IN ('station.booted', 'station.connected', 'station.disconnected')"),
        postgresql_where=sa.text("name IN ('station.booted', 'station.connected', 'station.disconnected')"),
    )
    op.create_table(
        "knock",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("remote_address", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("offered", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knock")),
        sa.UniqueConstraint("identity", "origin", "cause", name=op.f("uq_knock_identity_origin_cause")),
    )
    op.create_index(op.f("ix_knock_last_at_id"), "knock", ["last_at", "id"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id_token", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("is_blocked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("concurrent_limit", sa.BigInteger(), nullable=True),
        sa.Column("stations", sa.Text(), server_default="[]", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("key", name=op.f("uq_token_key")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    op.create_table(
        "login",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_login_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login")),
    )
    op.create_table(
        "station",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("site_id", sa.BigInteger(), nullable=True),
        sa.Column("admission", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("security_profile", sa.Integer(), server_default="0", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("offered_password_hash", sa.Text(), nullable=True),
        sa.Column("certificate_name", sa.Text(), nullable=True),
        sa.Column("certificate_issuer", sa.Text(), nullable=True),
        sa.Column("is_free", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_strict", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("response_delay_s", sa.Float(), server_default="0", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("tolerances", sa.Text(), nullable=True),
        sa.Column("subprotocol", sa.Text(), nullable=True),
        sa.Column("vendor", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("serial_number", sa.Text(), nullable=True),
        sa.Column("firmware", sa.Text(), nullable=True),
        sa.Column("iccid", sa.Text(), nullable=True),
        sa.Column("imsi", sa.Text(), nullable=True),
        sa.Column("meter_type", sa.Text(), nullable=True),
        sa.Column("meter_serial_number", sa.Text(), nullable=True),
        sa.Column("boot_reason", sa.Text(), nullable=True),
        sa.Column("booted_at", Moment(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("is_connected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("connected_at", Moment(), nullable=True),
        sa.Column("disconnected_at", Moment(), nullable=True),
        sa.Column("last_seen_at", Moment(), nullable=True),
        sa.Column("remote_address", sa.Text(), nullable=True),
        sa.Column("connected_profile", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_station_site_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("identity", name=op.f("uq_station_identity")),
    )
    op.create_index(
        "ix_station_held",
        "station",
        ["id"],
        unique=False,
        sqlite_where=sa.text("admission = 'held'"),
        postgresql_where=sa.text("admission = 'held'"),
    )
    op.create_index(op.f("ix_station_site_id"), "station", ["site_id"], unique=False)
    op.create_table(
        "charging_limit",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("evse", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.Column("set_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_charging_limit_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("station_id", "evse", "purpose", name=op.f("pk_charging_limit")),
    )
    op.create_table(
        "connector",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("evse", sa.BigInteger(), nullable=False),
        sa.Column("connector", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_info", sa.Text(), nullable=True),
        sa.Column("vendor_error_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_connector_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("station_id", "evse", "connector", name=op.f("pk_connector")),
    )
    op.create_table(
        "counter",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_counter_station_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_counter")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("id_token", sa.Text(), nullable=False),
        sa.Column("id_token_key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_decision_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_decided_at"), "decision", ["decided_at"], unique=False)
    op.create_index(
        op.f("ix_decision_id_token_key_decided_at"), "decision", ["id_token_key", "decided_at"], unique=False
    )
    op.create_index(op.f("ix_decision_station_id_decided_at"), "decision", ["station_id", "decided_at"], unique=False)
    op.create_table(
        "inventory",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("firmware", sa.Text(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("seq_nos", sa.Text(), server_default="[]", nullable=False),
        sa.Column("last_seq_no", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_inventory_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_inventory")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_notification_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(
        op.f("ix_notification_station_id_received_at"), "notification", ["station_id", "received_at"], unique=False
    )
    op.create_table(
        "security_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("info", sa.Text(), nullable=True),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_security_event_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_event")),
        sa.UniqueConstraint(
            "station_id", "happened_at", "type", name=op.f("uq_security_event_station_id_happened_at_type")
        ),
    )
    op.create_table(
        "status_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("evse", sa.BigInteger(), nullable=False),
        sa.Column("connector", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_info", sa.Text(), nullable=True),
        sa.Column("vendor_error_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_status_report_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_report")),
    )
    op.create_index(
        op.f("ix_status_report_station_id_reported_at"), "status_report", ["station_id", "reported_at"], unique=False
    )
    op.create_table(
        "transaction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("evse", sa.BigInteger(), nullable=True),
        sa.Column("connector", sa.BigInteger(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("charging_state", sa.Text(), nullable=True),
        sa.Column("charging_state_since", Moment(), nullable=True),
        sa.Column("id_token", sa.Text(), nullable=True),
        sa.Column("id_token_key", sa.Text(), nullable=True),
        sa.Column("id_token_type", sa.Text(), nullable=True),
        sa.Column("id_token_group", sa.Text(), nullable=True),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("stop_received_at", Moment(), nullable=True),
        sa.Column("is_end_assumed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("stop_id_token", sa.Text(), nullable=True),
        sa.Column("stop_key", sa.Text(), nullable=True),
        sa.Column("reservation_id", sa.BigInteger(), nullable=True),
        sa.Column("remote_start_id", sa.BigInteger(), nullable=True),
        sa.Column("is_offline", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("meter_start_wh", sa.Float(), nullable=True),
        sa.Column("meter_stop_wh", sa.Float(), nullable=True),
        sa.Column("energy_wh", sa.Float(), nullable=True),
        sa.Column("tally", sa.Text(), server_default="{}", nullable=False),
        sa.Column("power_w", sa.Float(), nullable=True),
        sa.Column("soc_percent", sa.Float(), nullable=True),
        sa.Column("metered_at", Moment(), nullable=True),
        sa.Column("flags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("is_start_known", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_announced", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("token_seq_no", sa.BigInteger(), nullable=True),
        sa.Column("state_seq_no", sa.BigInteger(), nullable=True),
        sa.Column("first_seq_no", sa.BigInteger(), nullable=True),
        sa.Column("last_seq_no", sa.BigInteger(), nullable=True),
        sa.Column("event_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("start_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_transaction_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction")),
        sa.UniqueConstraint("station_id", "start_key", name=op.f("uq_transaction_station_id_start_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_transaction_ended",
        "transaction",
        ["ended_at", "started_at", "station_id", "energy_wh"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(
        "ix_transaction_gaps",
        "transaction",
        ["station_id"],
        unique=False,
        sqlite_where=sa.text("event_count < last_seq_no - first_seq_no + 1 AND NOT is_open"),
        postgresql_where=sa.text("event_count < last_seq_no - first_seq_no + 1 AND NOT is_open"),
    )
    op.create_index(
        op.f("ix_transaction_id_token_key_started_at"), "transaction", ["id_token_key", "started_at"], unique=False
    )
    op.create_index(
        "ix_transaction_open",
        "transaction",
        ["station_id", "is_open", "evse"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_transaction_open_token",
        "transaction",
        ["id_token_key", "is_open"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(op.f("ix_transaction_started_at_id"), "transaction", ["started_at", "id"], unique=False)
    op.create_index(
        op.f("ix_transaction_station_id_evse_started_at"),
        "transaction",
        ["station_id", "evse", "started_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_transaction_station_id_started_at"), "transaction", ["station_id", "started_at"], unique=False
    )
    op.create_index(
        "ix_transaction_stopped",
        "transaction",
        ["station_id", "stop_key"],
        unique=False,
        sqlite_where=sa.text("stop_key IS NOT NULL"),
        postgresql_where=sa.text("stop_key IS NOT NULL"),
    )
    op.create_table(
        "variable",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("component_instance", sa.Text(), server_default="", nullable=False),
        sa.Column("evse", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("connector", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("variable", sa.Text(), nullable=False),
        sa.Column("variable_instance", sa.Text(), server_default="", nullable=False),
        sa.Column("attribute", sa.Text(), server_default="Actual", nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("mutability", sa.Text(), nullable=True),
        sa.Column("characteristics", sa.Text(), nullable=True),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_variable_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "station_id",
            "component",
            "component_instance",
            "evse",
            "connector",
            "variable",
            "variable_instance",
            "attribute",
            name=op.f("pk_variable"),
        ),
    )
    op.create_table(
        "violation",
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_violation_station_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("station_id", "rule", "action", name=op.f("pk_violation")),
    )
    op.create_table(
        "command",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("remote_start_id", sa.BigInteger(), nullable=True),
        sa.Column("id_token_key", sa.Text(), nullable=True),
        sa.Column("evse", sa.BigInteger(), nullable=True),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_command_station_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transaction.id"], name=op.f("fk_command_transaction_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_command_pending",
        "command",
        ["id"],
        unique=False,
        sqlite_where=sa.text("outcome = 'pending'"),
        postgresql_where=sa.text("outcome = 'pending'"),
    )
    op.create_index(op.f("ix_command_station_id_id"), "command", ["station_id", "id"], unique=False)
    op.create_index(op.f("ix_command_transaction_id"), "command", ["transaction_id"], unique=False)
    op.create_table(
        "meter_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("evse", sa.BigInteger(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.Column("sampled_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("energy_import_wh", sa.Float(), nullable=True),
        sa.Column("energy_export_wh", sa.Float(), nullable=True),
        sa.Column("energy_interval_import_wh", sa.Float(), nullable=True),
        sa.Column("power_import_w", sa.Float(), nullable=True),
        sa.Column("power_export_w", sa.Float(), nullable=True),
        sa.Column("power_offered_w", sa.Float(), nullable=True),
        sa.Column("current_import_a", sa.Float(), nullable=True),
        sa.Column("current_export_a", sa.Float(), nullable=True),
        sa.Column("current_offered_a", sa.Float(), nullable=True),
        sa.Column("voltage_v", sa.Float(), nullable=True),
        sa.Column("soc_percent", sa.Float(), nullable=True),
        sa.Column("temperature_c", sa.Float(), nullable=True),
        sa.Column("frequency_hz", sa.Float(), nullable=True),
        sa.Column("power_l1_w", sa.Float(), nullable=True),
        sa.Column("power_l2_w", sa.Float(), nullable=True),
        sa.Column("power_l3_w", sa.Float(), nullable=True),
        sa.Column("current_l1_a", sa.Float(), nullable=True),
        sa.Column("current_l2_a", sa.Float(), nullable=True),
        sa.Column("current_l3_a", sa.Float(), nullable=True),
        sa.Column("current_n_a", sa.Float(), nullable=True),
        sa.Column("voltage_l1_v", sa.Float(), nullable=True),
        sa.Column("voltage_l2_v", sa.Float(), nullable=True),
        sa.Column("voltage_l3_v", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_meter_value_station_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transaction.id"], name=op.f("fk_meter_value_transaction_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_value")),
        sa.UniqueConstraint(
            "station_id", "sampled_at", "evse", "digest", name=op.f("uq_meter_value_station_id_sampled_at_evse_digest")
        ),
    )
    op.create_index(
        op.f("ix_meter_value_transaction_id_sampled_at"), "meter_value", ["transaction_id", "sampled_at"], unique=False
    )
    op.create_table(
        "transaction_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("seq_no", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transaction.id"], name=op.f("fk_transaction_event_transaction_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction_event")),
        sa.UniqueConstraint(
            "transaction_id",
            "seq_no",
            "kind",
            "happened_at",
            name=op.f("uq_transaction_event_transaction_id_seq_no_kind_happened_at"),
        ),
    )

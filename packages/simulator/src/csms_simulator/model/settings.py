"""What can be configured in a station, in words that belong to no version.

Dialects write these from configuration keys (OCPP 1.6, 9) and variables (OCPP 2.0.1 Part 2, referenced components).
"""

from msgspec import Struct

from csms_simulator.model.facts import TxPoint


class Settings(Struct):
    """How a station behaves. Changes count from the next moment at which the station looks at them.

    At first all is as in OCPP 1.6: a transaction begins when cable and token are both there, and ends when either is
    gone.
    """

    # Transactions
    connection_timeout_s: float = 60.0
    """How long a token that was accepted waits for a cable."""
    tx_start_points: frozenset[TxPoint] = frozenset({TxPoint.POWER_PATH_CLOSED})
    tx_stop_points: frozenset[TxPoint] = frozenset({TxPoint.AUTHORIZED})
    """A cable that is unplugged ends the authorization, too, unless `stop_on_ev_disconnect` is off."""
    stop_on_ev_disconnect: bool = True
    """Whether a cable that is unplugged at the vehicle takes the authorization with it."""
    unlock_on_ev_disconnect: bool = True
    """Whether a cable that is unplugged at the vehicle is let go at the station, too."""
    stop_on_invalid_id: bool = True
    """Whether a token that turns out to be refused is no longer authorized; else only the energy stops."""
    max_energy_on_invalid_id_wh: float = 0.0
    """How much energy such a token gets all the same, so that its driver may leave."""
    unlock_stops_transaction: bool = True
    """OCPP 1.6 stops a transaction to unlock (5.18); OCPP 2.x refuses to unlock (F05)."""
    resume_after_power_loss: bool = False

    # Meter values
    sample_interval_s: float = 60.0
    """Between the samples of a transaction; 0 for none."""
    clock_aligned_interval_s: float = 0.0
    """Samples are taken at multiples of this since midnight UTC, with and without a transaction; 0 for none."""
    ended_sample_interval_s: float = 0.0
    """Between the samples that are kept for the end of a transaction; 0 for none."""

    # Authorization
    authorize_remote_start: bool = False
    """Whether a token that the central system names is asked for nevertheless."""
    local_pre_authorize: bool = False
    """Whether list and cache are believed without asking while online."""
    local_authorize_offline: bool = True
    """Whether list and cache are believed while offline."""
    allow_unknown_offline: bool = False
    """Whether a token that is in neither list nor cache may charge while offline."""
    is_auth_enabled: bool = True
    """Whether anybody has to be authorized at all."""
    is_auth_cache_enabled: bool = True
    auth_cache_lifetime_s: float | None = None
    is_local_list_enabled: bool = True
    max_local_list: int = 1000
    """How many entries the local list holds."""
    token_occupies: bool = True
    """Whether a connector is in use from the moment at which its driver was accepted (OCPP 1.6, 4.9: A2), or only
    with a cable in it (OCPP 2.x)."""
    free_vend_token: str | None = None
    """The token with which plugging in alone starts charging; None where charging is not free."""
    master_pass_group: str | None = None
    """Tokens of this group stop what others started, and start nothing (OCPP 2.0.1 Part 2, C16)."""

    # The station
    minimum_status_duration_s: float = 0.0
    """A status that lasted for less is not reported."""
    soft_reset_waits: bool = False
    """Whether a reset that is not immediate waits for transactions (OCPP 2.x), or ends them (OCPP 1.6, 5.14)."""
    reset_duration_s: float = 5.0
    """For how long a reset keeps the station busy."""
    max_charging_profiles: int = 50
    station_availability_cascades: bool = True
    """Whether a change of the whole station's availability changes that of all its parts for good (OCPP 1.6, 5.2);
    else each part has its own again afterwards (OCPP 2.0.1 Part 2, G03)."""
    is_reservation_enabled: bool = True
    is_unspecified_reservation_enabled: bool = True
    """Whether a reservation may leave open which EVSE it is for (ReserveConnectorZeroSupported)."""

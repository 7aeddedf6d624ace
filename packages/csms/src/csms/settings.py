"""The settings of the server. Each is declared once, here; flags, variables, help and reference follow from it."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args, get_type_hints

from msgspec import Struct

from csms.declaration import About, Network, check_database, check_host, check_station_url, check_time_zone, masked

_DAY_S = 86_400

LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]
CookieSecure = Literal["auto", "always", "never"]
DefaultSubprotocol = Literal["ocpp1.6", "ocpp2.0.1", "ocpp2.1", ""]
UnknownStations = Literal["accept", "hold", "reject"]
UnknownTokens = Literal["accept", "reject"]


class Settings(Struct, frozen=True, kw_only=True):
    """All settings of a server. Neither `repr` nor `effective` shows a secret."""

    data_dir: Annotated[
        Path,
        About(
            section="Data",
            doc="The folder for the database file, the frames, the first password of the admin user and the token of"
            " the command line. It is made if it is not there.",
            metavar="FOLDER",
        ),
    ] = Path("csms-data")
    database: Annotated[
        str,
        About(
            doc="The database: a file of SQLite, or PostgreSQL. The frames of stations go into a second file beside the"
            " first, and of PostgreSQL into the same database.",
            metavar="URL",
            expected="sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME (in the password, @ is written %40,"
            " : is %3A, / is %2F)",
            check=check_database,
            default_words="the SQLite file csms.db in the data folder",
        ),
    ] = ""
    write_queue: Annotated[
        int,
        About(
            doc="How many units of work may wait for the database. Beyond that, stations get an InternalError and"
            " repeat their message later.",
            least=1,
            most=1_000_000,
        ),
    ] = 10_000
    read_threads: Annotated[
        int, About(doc="How many threads read from the database at the same time.", least=1, most=64)
    ] = 4
    frames: Annotated[bool, About(doc="Whether the messages of stations are recorded as they went over the wire.")] = (
        True
    )
    frames_retention_days: Annotated[
        int, About(doc="After how many days recorded frames are deleted.", least=1, most=3650, metavar="DAYS")
    ] = 7
    frames_mask_id_tokens: Annotated[
        bool,
        About(
            doc="Whether id tokens are masked in recorded frames. Passwords and keys always are.",
        ),
    ] = False

    ocpp_host: Annotated[
        str,
        About(
            section="Connections of stations",
            doc="The address to listen on for stations; 0.0.0.0 is all of IPv4, :: all addresses.",
            metavar="HOST",
            expected="a host name or an IP address",
            check=check_host,
        ),
    ] = "0.0.0.0"  # noqa: S104 -- chargers are other machines
    ocpp_port: Annotated[
        int, About(doc="The port to listen on for stations; 0 is one that is free.", most=65535, metavar="PORT")
    ] = 9000
    public_url: Annotated[
        str,
        About(
            doc="What is typed into a charger, without the station's identity, where that is not this machine's"
            " address: wss://charging.example.com/ocpp.",
            metavar="URL",
            expected="a URL that begins with ws:// or wss://, without a user and a query",
            check=check_station_url,
            default_words="made from the address and the port",
        ),
    ] = ""
    tls_cert: Annotated[
        Path | None,
        About(
            doc="PEM file of the server's certificate and its chain. With it, stations connect by wss:// only.",
            metavar="FILE",
        ),
    ] = None
    tls_key: Annotated[
        Path | None, About(doc="PEM file of the private key of the server's certificate.", metavar="FILE")
    ] = None
    tls_second_cert: Annotated[
        Path | None,
        About(
            doc="PEM file of another certificate of the server, whose key is of another kind: the specification of OCPP"
            " demands one with an EC key and one with an RSA key.",
            metavar="FILE",
        ),
    ] = None
    tls_second_key: Annotated[
        Path | None, About(doc="PEM file of the private key of the second certificate.", metavar="FILE")
    ] = None
    client_ca: Annotated[
        Path | None,
        About(
            doc="PEM file of the authorities that may vouch for the certificates of stations (security profile 3).",
            metavar="FILE",
        ),
    ] = None
    client_organization: Annotated[
        str,
        About(
            doc="The organization (O) that the certificates of stations have to name: yours. If it is empty, any will"
            " do.",
            metavar="NAME",
        ),
    ] = ""
    proxy_addresses: Annotated[
        tuple[Network, ...],
        About(
            doc="The reverse proxies. Only from these addresses are the headers believed that name a station's address"
            " (X-Forwarded-For), and tell whether it came by TLS (X-Forwarded-Proto).",
        ),
    ] = ()
    proxy_certificates: Annotated[
        bool,
        About(
            doc="Whether the reverse proxies verify the certificates of stations and set X-Client-Subject and"
            " X-Client-Issuer for each request. A proxy that does not would let stations set them.",
        ),
    ] = False
    default_subprotocol: Annotated[
        DefaultSubprotocol,
        About(
            doc="What a station speaks that names no subprotocol. If it is empty, such a station is refused.",
        ),
    ] = "ocpp1.6"
    max_links: Annotated[
        int, About(doc="How many stations may be connected at the same time.", least=1, most=1_000_000)
    ] = 20_000
    max_message_bytes: Annotated[
        int,
        About(doc="The longest message that a station may send, in bytes.", least=1024, most=2**26, metavar="BYTES"),
    ] = 2**20
    ping_interval_s: Annotated[
        float,
        About(
            doc="How often a station is pinged, in seconds; 0 is never.",
            most=_DAY_S,
            metavar="SECONDS",
        ),
    ] = 30.0
    ping_timeout_s: Annotated[
        float,
        About(
            doc="How long the pong may take before the connection counts as broken, in seconds.",
            least=0.1,
            most=_DAY_S,
            metavar="SECONDS",
        ),
    ] = 30.0
    offline_after_s: Annotated[
        float,
        About(
            doc="After how many seconds without a message and without a pong a connection is given up. It has to be"
            " longer than the heartbeat interval.",
            least=1,
            most=30 * _DAY_S,
            metavar="SECONDS",
        ),
    ] = 900.0
    drain_timeout_s: Annotated[
        float,
        About(
            doc="How long the server waits for work that has begun when it is told to stop, in seconds.",
            most=3600,
            metavar="SECONDS",
        ),
    ] = 10.0

    unknown_stations: Annotated[
        UnknownStations,
        About(
            section="Dealing with stations",
            doc="What is done with a station that nobody has made known: accept it, hold it (its boot stays Pending)"
            " until somebody accepts it, or reject it.",
        ),
    ] = "hold"
    unknown_tokens: Annotated[UnknownTokens, About(doc="What is done with an id token that nobody has made known.")] = (
        "reject"
    )
    heartbeat_interval_s: Annotated[
        int,
        About(
            doc="The heartbeat interval that an accepted station is given, in seconds.",
            least=1,
            most=_DAY_S,
            metavar="SECONDS",
        ),
    ] = 300
    boot_retry_interval_s: Annotated[
        int,
        About(
            doc="After how many seconds a station that is pending or rejected is to boot again.",
            least=1,
            most=_DAY_S,
            metavar="SECONDS",
        ),
    ] = 30
    boot_wait_s: Annotated[
        float,
        About(
            doc="How long calls to a station that has just connected wait for its BootNotification, in seconds. Then"
            " the station is asked for it.",
            most=3600,
            metavar="SECONDS",
        ),
    ] = 10.0
    call_timeout_s: Annotated[
        float,
        About(
            doc="How long a station may take for its answer to a call, in seconds.",
            least=0.1,
            most=3600,
            metavar="SECONDS",
        ),
    ] = 30.0
    station_time_zone: Annotated[
        str,
        About(
            doc="The time zone of timestamps that a station sends without one, such as Europe/Berlin.",
            metavar="ZONE",
            expected="a name of the time zone database, such as UTC or Europe/Berlin",
            check=check_time_zone,
        ),
    ] = "UTC"

    http_host: Annotated[
        str,
        About(
            section="Operation",
            doc="The address to listen on for the API.",
            metavar="HOST",
            expected="a host name or an IP address",
            check=check_host,
        ),
    ] = "127.0.0.1"
    http_port: Annotated[
        int, About(doc="The port to listen on for the API; 0 is one that is free.", most=65535, metavar="PORT")
    ] = 8080
    http_cookie_secure: Annotated[
        CookieSecure,
        About(
            doc="Whether the cookie of a login is sent over https alone; auto is: if the login came by https.",
        ),
    ] = "auto"
    admin_password: Annotated[
        str,
        About(
            doc="The password of the admin user that the first start makes. Give it by the variable: a flag can be"
            " read by all users of the machine.",
            metavar="PASSWORD",
            is_secret=True,
            default_words="a random one, written into the data folder",
        ),
    ] = ""
    log_format: Annotated[LogFormat, About(doc="The form of log lines: for people, or for programs.")] = "text"
    log_level: Annotated[LogLevel, About(doc="The least severe log lines that are written.")] = "info"

    sources: dict[str, str] = {}
    """Where the value of each setting came from that is not the default, by name. It is no setting itself."""

    def __repr__(self) -> str:
        """Show the settings, secrets masked."""
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show the settings, secrets masked."""
        return [
            (name, masked(cast("object", getattr(self, name)), is_secret=about.is_secret))
            for name, (_, about) in declared_fields().items()
        ]


@cache
def declared_fields() -> dict[str, tuple[object, About]]:
    """Return the type of each setting, and what is declared about it, by name."""
    declared: dict[str, tuple[object, About]] = {}
    for name, hint in cast("dict[str, object]", get_type_hints(Settings, include_extras=True)).items():
        match get_args(hint):
            case (kind, About() as about):
                declared[name] = kind, about
            case _:  # `sources`
                continue
    return declared

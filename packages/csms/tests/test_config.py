"""Settings: which source wins, what is refused and in which words, and that no secret is shown."""

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.pretty import pretty_repr

from csms import config
from csms.config import (
    ConfigError,
    Setting,
    Settings,
    database_url,
    describe,
    effective,
    frames_url,
    load_settings,
    mask_url,
)
from csms.declaration import About, kind_of
from csms.settings import declared_fields

SECRET = "correct-horse"
BY_NAME = {setting.name: setting for setting in describe()}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def of_environment(**variables: str) -> Settings:
    return load_settings({}, {f"CSMS_{name.upper()}": text for name, text in variables.items()}, None)


def of_toml(text: str) -> Settings:
    Path("settings.toml").write_text(text)
    return load_settings({}, {}, Path("settings.toml"))


def refusal(
    *, toml: str = "", variables: Mapping[str, str] | None = None, flags: Mapping[str, str | None] | None = None
) -> str:
    """Return what is said about settings that will not do; variables by their names without `CSMS_`."""
    Path("csms.toml").write_text(toml)
    environment = {f"CSMS_{name.upper()}": text for name, text in (variables or {}).items()}
    with pytest.raises(ConfigError) as raised:
        load_settings(flags or {}, environment, None)
    return str(raised.value)


def value(settings: Settings, name: str) -> object:
    return cast("object", getattr(settings, name))


# Which source wins


def test_without_any_source_all_settings_have_their_defaults() -> None:
    settings = load_settings({}, {"PATH": "/bin"}, None)
    assert settings == Settings()
    assert {each.source for each in effective(settings).values()} == {"default"}
    assert (settings.ocpp_host, settings.ocpp_port, settings.http_host, settings.http_port) == (
        "0.0.0.0",
        9000,
        "127.0.0.1",
        8080,
    )
    assert (settings.unknown_stations, settings.unknown_tokens) == ("hold", "reject")


@given(
    toml=st.none() | st.integers(1, 65535),
    environment=st.none() | st.integers(1, 65535),
    flag=st.none() | st.integers(1, 65535),
)
def test_a_flag_wins_over_a_variable_that_over_the_file_and_that_over_the_default(
    toml: int | None, environment: int | None, flag: int | None
) -> None:
    Path("csms.toml").write_text("" if toml is None else f"ocpp_port = {toml}\n")
    settings = load_settings(
        {"ocpp_port": None if flag is None else str(flag), "http_port": "0"},
        {} if environment is None else {"CSMS_OCPP_PORT": str(environment)},
        None,
    )
    said = [
        (flag, "flag --ocpp-port"),
        (environment, "environment variable CSMS_OCPP_PORT"),
        (toml, "file csms.toml"),
        (9000, "default"),
    ]
    port, source = next((port, source) for port, source in said if port is not None)
    assert settings.ocpp_port == port
    assert effective(settings)["ocpp_port"] == config.EffectiveValue(port, source)


@pytest.mark.parametrize("source", ["file", "variable", "flag"])
@pytest.mark.parametrize("setting", describe(), ids=lambda setting: setting.name)
def test_every_setting_can_be_given_by_every_source(setting: Setting, source: str) -> None:
    example = EXAMPLES[setting.name]
    needed: dict[str, str] = {}
    if setting.name.startswith("tls_") or setting.name == "client_ca":
        needed = {"tls_cert": "c", "tls_key": "k"}
    if setting.name.startswith("tls_second_"):
        needed |= {"tls_second_cert": "c", "tls_second_key": "k"}
    if setting.name == "proxy_certificates":
        needed = {"proxy_addresses": "10.0.0.0/8"}
    needed.pop(setting.name, None)
    flags: dict[str, str | None] = dict(needed)
    environment: dict[str, str] = {}
    match source:
        case "file":
            Path("csms.toml").write_text(f"{setting.name} = {msgspec.json.encode(example).decode()}\n")
        case "variable":
            environment[setting.variable] = example
        case _:
            flags[setting.name] = example
    settings = load_settings(flags, environment, None)
    assert value(settings, setting.name) != value(Settings(), setting.name)
    assert effective(settings)[setting.name].source != "default"
    others = BY_NAME.keys() - needed.keys() - {setting.name}
    assert {name: value(settings, name) for name in others} == {name: value(Settings(), name) for name in others}


EXAMPLES = {
    "data_dir": "elsewhere",
    "database": "sqlite:///other.db",
    "write_queue": "5",
    "read_threads": "2",
    "frames": "no",
    "frames_retention_days": "3",
    "frames_mask_id_tokens": "yes",
    "ocpp_host": "::1",
    "ocpp_port": "9001",
    "public_url": "wss://charging.example.com/ocpp",
    "tls_cert": "cert.pem",
    "tls_key": "key.pem",
    "tls_second_cert": "second-cert.pem",
    "tls_second_key": "second-key.pem",
    "client_ca": "ca.pem",
    "client_organization": "Example Charging",
    "proxy_addresses": "10.0.0.0/8",
    "proxy_certificates": "true",
    "default_subprotocol": "ocpp2.0.1",
    "max_links": "7",
    "max_message_bytes": "65536",
    "ping_interval_s": "0",
    "ping_timeout_s": "12.5",
    "offline_after_s": "400",
    "drain_timeout_s": "0.5",
    "unknown_stations": "accept",
    "unknown_tokens": "accept",
    "heartbeat_interval_s": "60",
    "boot_retry_interval_s": "5",
    "boot_wait_s": "1",
    "call_timeout_s": "45",
    "station_time_zone": "Europe/Berlin",
    "http_host": "localhost",
    "http_port": "8081",
    "http_cookie_secure": "always",
    "admin_password": SECRET,
    "log_format": "json",
    "log_level": "debug",
}


def test_the_settings_file_is_the_one_given_then_the_one_of_the_variable_then_csms_toml() -> None:
    for number, name in enumerate(["csms.toml", "of_variable.toml", "given.toml"], start=1):
        Path(name).write_text(f"max_links = {number}\n")
    environment = {"CSMS_CONFIG": "of_variable.toml"}
    assert load_settings({}, environment, Path("given.toml")).max_links == 3
    assert load_settings({}, environment, None).max_links == 2
    assert load_settings({}, {"CSMS_CONFIG": ""}, None).max_links == 1


# What cannot be read


@pytest.mark.parametrize("by_variable", [True, False])
def test_a_settings_file_that_was_named_has_to_exist(by_variable: bool) -> None:
    environment = {"CSMS_CONFIG": "absent.toml"} if by_variable else {}
    with pytest.raises(ConfigError, match=r"absent\.toml does not exist"):
        load_settings({}, environment, None if by_variable else Path("absent.toml"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"ocpp_host = ::1\n", "is not TOML: .*line 1"),
        (b"max_links = 1\nmax_links = 2\n", "is not TOML"),
        (b'ocpp_host = "\xe4"\n', "is not UTF-8 at byte 13"),
        (b"max_links = " + b"9" * 5000, "is not TOML"),
    ],
)
def test_a_settings_file_that_is_not_toml_is_named(content: bytes, words: str) -> None:
    Path("csms.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=rf"csms\.toml {words}"):
        load_settings({}, {}, None)


def test_a_folder_in_place_of_a_settings_file_is_named() -> None:
    Path("csms.toml").mkdir()
    with pytest.raises(ConfigError, match=r"csms\.toml cannot be read: Is a directory"):
        load_settings({}, {}, None)


def test_a_settings_file_may_begin_with_a_byte_order_mark() -> None:
    Path("csms.toml").write_bytes(b"\xef\xbb\xbfmax_links = 5\n")
    assert load_settings({}, {}, None).max_links == 5


# Unknown names


@pytest.mark.parametrize(
    ("toml", "nearest"),
    [
        ("ocp_port = 1", "'ocpp_port'"),
        ("ocpp-port = 1", "'ocpp_port'"),
        ("OCPP_PORT = 1", "'ocpp_port'"),
        ("unknown_station = 'accept'", "'unknown_stations'"),
        ("admin_pasword = 'correct-horse'", "'admin_password'"),
        ("[ocpp]\nport = 1", "'ocpp_port'"),
        ("[log]\nformat = 'json'", "'log_format'"),
        ("[http]", "'http_"),
        ("'' = 1", "'"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(toml: str, nearest: str) -> None:
    message = refusal(toml=toml)
    assert message.startswith("file csms.toml: there is no ")
    assert f"the nearest is {nearest}" in message
    assert SECRET not in message


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("ocp_port", "CSMS_OCPP_PORT"),
        ("the_database", "CSMS_DATABASE"),
        ("admin_passwd", "CSMS_ADMIN_PASSWORD"),
        ("config_file", "CSMS_CONFIG"),
        ("port", "CSMS_"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_one(variable: str, nearest: str) -> None:
    message = refusal(variables={variable: SECRET})
    assert message.startswith(f"environment variable CSMS_{variable.upper()}: ")
    assert f"the nearest is {nearest}" in message
    assert SECRET not in message


def test_an_unknown_flag_is_refused_with_the_nearest_one() -> None:
    assert "the nearest is 'ocpp_port'" in refusal(flags={"ocpp_prt": "1"})


@given(name=st.sampled_from(sorted(BY_NAME)), data=st.data())
def test_a_setting_whose_name_lacks_one_letter_is_found(name: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(name) - 1))
    slip = name[:cut] + name[cut + 1 :]
    message = refusal(toml=f"{slip} = 1")
    nearest = message.partition("the nearest is '")[2].partition("'")[0]
    # client_ca and others that differ in little from one another may stand for each other.
    assert nearest == name or len(nearest) == len(name)


def test_variables_of_others_are_left_aside() -> None:
    settings = load_settings(
        {},
        {
            "CSMS_SERVER": "http://127.0.0.1:8080",
            "CSMS_TOKEN": "t",
            "CSMS_SIMULATOR_PASSWORD": "p",
            "CSMS_SKIP_DASHBOARD": "1",
            "CSMSX": "1",
            "MY_CSMS_PORT": "1",
        },
        None,
    )
    assert settings == Settings()


def test_what_kubernetes_sets_for_a_service_of_our_name_is_left_aside() -> None:
    of_service = {
        "SERVICE_HOST": "10.0.0.1",
        "SERVICE_PORT": "9000",
        "SERVICE_PORT_WS": "9000",
        "PORT": "tcp://10.0.0.1:9000",
        "PORT_9000_TCP": "tcp://10.0.0.1:9000",
        "PORT_9000_TCP_PROTO": "tcp",
        "PORT_9000_TCP_PORT": "9000",
        "PORT_9000_TCP_ADDR": "10.0.0.1",
    }
    variables = {f"CSMS_{infix}{name}": text for infix in ("", "OCPP_") for name, text in of_service.items()}
    assert "CSMS_OCPP_PORT" in variables
    assert load_settings({}, variables, None) == Settings()


# Wrong values


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ocpp_port", "-1"),
        ("ocpp_port", "65536"),
        ("ocpp_port", "9000.0"),
        ("ocpp_port", "9_000"),
        ("ocpp_port", "\u0669"),
        ("ocpp_port", "1" * 5000),
        ("ocpp_port", ""),
        ("max_links", "0"),
        ("heartbeat_interval_s", "0"),
        ("call_timeout_s", "0"),
        ("call_timeout_s", "-1"),
        ("call_timeout_s", "nan"),
        ("call_timeout_s", "inf"),
        ("call_timeout_s", "1e400"),
        ("call_timeout_s", "."),
        ("frames", "maybe"),
        ("frames", ""),
        ("frames", "2"),
        ("unknown_stations", "held"),
        ("unknown_stations", ""),
        ("default_subprotocol", "ocpp1.5"),
        ("proxy_addresses", "10.0.0.1/8"),
        ("proxy_addresses", "proxy.example.com"),
        ("data_dir", ""),
        ("data_dir", "~nobody-of-this-name/x"),
        ("data_dir", "a\0b"),
        ("data_dir", "a\udce4"),
        ("tls_cert", "a\nb"),
        ("ocpp_host", ""),
        ("ocpp_host", "[::1]"),
        ("ocpp_host", "ws://localhost"),
        ("public_url", "http://example.com"),
        ("public_url", "wss://user:correct-horse@example.com"),
        ("station_time_zone", "Mars/Olympus"),
        ("station_time_zone", "../zone"),
        ("station_time_zone", "Europe"),
        ("station_time_zone", ""),
        ("admin_password", "correct-horse\n"),
        ("database", "mysql://u:correct-horse@h/d"),
        ("database", "postgresql+asyncpg://u:correct-horse@h/d"),
        ("database", "postgresql:u:correct-horse@h/d"),
        ("database", "host=h password=correct-horse"),
        ("database", "postgresql://u:correct-horse@h:port/d"),
        ("database", "postgresql://u:correct@horse-correct-horse@h/d"),
        ("database", "csms.db"),
        ("database", "sqlite://"),
        ("database", "sqlite:///"),
        ("database", "sqlite:///:memory:"),
        ("database", "sqlite:///file:x?mode=memory&uri=true"),
    ],
)
def test_a_wrong_value_is_named_with_its_setting_its_source_and_what_is_expected(name: str, text: str) -> None:
    for message, source in (
        (refusal(variables={name: text}), f"environment variable {BY_NAME[name].variable}"),
        (refusal(flags={name: text}), f"flag {BY_NAME[name].flag}"),
    ):
        assert message.startswith(f"{name}: ")
        assert f"from {source} will not do; expected {BY_NAME[name].type}" in message
        assert "horse" not in message
        assert len(message) < 500
        assert message.isascii() or text == "\u0669"


@pytest.mark.parametrize(
    "toml",
    [
        "ocpp_port = true",
        "ocpp_port = 9000.0",
        "ocpp_port = []",
        "ocpp_port = {a = 1}",
        "max_links = 0x" + "f" * 5000,
        "[ocpp_port]",
        "frames = 1",
        "[frames]\nretention_days = 3",
        "call_timeout_s = inf",
        "call_timeout_s = nan",
        "call_timeout_s = false",
        "ocpp_host = 1",
        "ocpp_host = 2026-01-01",
        "unknown_stations = true",
        "data_dir = 1",
        "admin_password = 12345678",
        "admin_password = ['12345678']",
        "database = ['postgresql://u:12345678@h/d']",
        "proxy_addresses = [1]",
        "proxy_addresses = 1",
        "proxy_addresses = [['10.0.0.1']]",
    ],
)
def test_a_value_of_the_wrong_toml_type_is_refused(toml: str) -> None:
    message = refusal(toml=toml)
    assert "from file csms.toml will not do; expected " in message
    assert "12345678" not in message
    assert len(message) < 500


def test_all_that_is_wrong_is_said_at_once() -> None:
    message = refusal(
        toml="ocp_port = 1\nlog_level = 'loud'", variables={"frame": "1", "max_links": "0"}, flags={"http_port": "x"}
    )
    assert [line.split(":")[0] for line in message.splitlines()] == [
        "file csms.toml",
        "environment variable CSMS_FRAME",
        "log_level",
        "max_links",
        "http_port",
    ]


@given(text=st.text(st.characters(exclude_categories=[])))
def test_whatever_a_variable_holds_either_gives_settings_or_a_config_error(text: str) -> None:
    for setting in describe():
        try:
            shown = effective(load_settings({}, {setting.variable: text}, None))[setting.name].value
        except ConfigError as error:
            shown = str(error).partition(setting.name)[2]
        assert shown is not None or text == ""
        assert "\n" not in str(shown)


# Values that contradict each other


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"tls_cert": "c"}, "needs tls_key as well"),
        ({"tls_key": "k"}, "needs tls_cert as well"),
        ({"client_ca": "a"}, "needs tls_cert as well"),
        ({"tls_second_cert": "c", "tls_cert": "c", "tls_key": "k"}, "needs tls_second_key as well"),
        ({"tls_second_key": "k", "tls_cert": "c", "tls_key": "k"}, "needs tls_second_cert as well"),
        ({"tls_second_cert": "c", "tls_second_key": "k"}, "needs tls_cert as well"),
        ({"proxy_certificates": "true"}, "needs proxy_addresses as well"),
        ({"ocpp_port": "8080"}, "are both 8080 on one address"),
        ({"ocpp_port": "8080", "ocpp_host": "127.0.0.1"}, "are both 8080 on one address"),
        ({"heartbeat_interval_s": "900"}, "offline_after_s (default) is 900; expected more than"),
        ({"data_dir": "a?b"}, "expected a path without ? and %"),
    ],
)
def test_values_that_contradict_each_other_are_refused_with_their_sources(
    variables: dict[str, str], words: str
) -> None:
    message = refusal(variables=variables)
    assert words in message
    assert f"environment variable CSMS_{next(iter(variables)).upper()}" in message


def test_certificate_and_key_may_come_from_different_sources() -> None:
    settings = load_settings({"tls_cert": "c.pem"}, {"CSMS_TLS_KEY": "k.pem"}, None)
    assert (settings.tls_cert, settings.tls_key) == (Path("c.pem"), Path("k.pem"))


def test_a_folder_that_no_url_can_name_will_do_if_the_database_is_elsewhere() -> None:
    assert of_environment(data_dir="a?b", database="postgresql:///csms").data_dir == Path("a?b")


def test_both_ports_may_be_free_ones_and_one_port_may_serve_on_two_addresses() -> None:
    assert of_environment(ocpp_port="0", http_port="0").ocpp_port == 0
    assert of_environment(ocpp_port="8080", ocpp_host="192.0.2.1").ocpp_port == 8080


# Types


@pytest.mark.parametrize("word", ["true", "True", "YES", " on ", "1"])
def test_words_for_yes(word: str) -> None:
    assert of_environment(frames_mask_id_tokens=word).frames_mask_id_tokens is True


@pytest.mark.parametrize("word", ["false", "FALSE", "no", "Off", "0"])
def test_words_for_no(word: str) -> None:
    assert of_environment(frames=word).frames is False


@given(port=st.integers(-70_000, 140_000))
def test_ports_go_from_0_to_65535(port: int) -> None:
    try:
        settings = load_settings({"ocpp_port": str(port)}, {"CSMS_HTTP_PORT": "0"}, None)
    except ConfigError:
        assert not 0 <= port <= 65535
    else:
        assert settings.ocpp_port == port


@given(timeout_s=st.floats(0.1, 3600))
def test_durations_are_numbers_in_toml_and_decimal_text_elsewhere(timeout_s: float) -> None:
    text = f"{timeout_s:.6f}"
    assert of_environment(call_timeout_s=text).call_timeout_s == float(text)
    assert of_toml(f"call_timeout_s = {timeout_s!r}").call_timeout_s == timeout_s


def test_a_whole_number_of_toml_becomes_a_duration() -> None:
    timeout_s = of_toml("call_timeout_s = 45").call_timeout_s
    assert isinstance(timeout_s, float)
    assert timeout_s == 45


def test_networks_are_an_array_in_toml_and_separated_by_commas_elsewhere() -> None:
    networks = (IPv4Network("10.0.0.0/8"), IPv6Network("fd00::1/128"))
    assert of_toml('proxy_addresses = ["10.0.0.0/8", "fd00::1"]').proxy_addresses == networks
    assert of_environment(proxy_addresses="10.0.0.0/8, fd00::1,").proxy_addresses == networks
    assert of_environment(proxy_addresses="").proxy_addresses == ()


def test_an_empty_text_takes_a_path_and_a_subprotocol_away() -> None:
    Path("csms.toml").write_text('tls_cert = "c"\ntls_key = "k"\n')
    settings = load_settings({}, {"CSMS_TLS_CERT": "", "CSMS_TLS_KEY": "", "CSMS_DEFAULT_SUBPROTOCOL": ""}, None)
    assert (settings.tls_cert, settings.tls_key, settings.default_subprotocol) == (None, None, "")


def test_paths_are_relative_to_the_working_folder_and_know_the_home_folder() -> None:
    assert of_environment(data_dir="x/../y").data_dir == Path("x/../y")
    assert of_environment(data_dir="~/csms").data_dir == Path(os.path.expanduser("~/csms"))  # noqa: PTH111


@pytest.mark.parametrize("setting", describe(), ids=lambda setting: setting.name)
def test_every_default_is_a_value_that_could_be_given(setting: Setting) -> None:
    default = value(Settings(), setting.name)
    kind = kind_of(*declared_fields()[setting.name])
    given_text = "" if default in {None, ()} else str(default)
    assert kind.read(given_text) == default
    assert isinstance(kind.read(given_text), type(default))


def test_a_setting_of_a_type_that_cannot_be_read_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="no setting can have the type"):
        kind_of(bytes, About(doc="x"))


# Databases


@pytest.mark.parametrize(
    ("database", "url", "frames"),
    [
        ("", "sqlite:///csms-data/csms.db", "sqlite:///csms-data/csms-frames.db"),
        ("sqlite:////var/a.b.sqlite", "sqlite:////var/a.b.sqlite", "sqlite:////var/a.b-frames.sqlite"),
        ("sqlite+pysqlite:///x?timeout=5", "sqlite:///x?timeout=5", "sqlite:///x-frames?timeout=5"),
        ("postgresql://u:p%40w@h:5432/d", "postgresql+psycopg://u:p%40w@h:5432/d", None),
        ("postgres:///d?host=/run/pg", "postgresql+psycopg:///d?host=/run/pg", None),
        ("postgresql+psycopg://u@[::1]/d", "postgresql+psycopg://u@[::1]/d", None),
    ],
)
def test_urls_of_the_databases(database: str, url: str, frames: str | None) -> None:
    settings = of_environment(database=database)
    assert database_url(settings) == url
    assert frames_url(settings) == (frames or url)


def test_the_database_file_is_in_the_data_folder() -> None:
    assert database_url(of_environment(data_dir="/srv/csms")) == "sqlite:////srv/csms/csms.db"


# Secrets


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("postgresql://u:correct-horse@h:1/d", "postgresql://u:***@h:1/d"),
        ("postgresql://:correct-horse@h/d", "postgresql://:***@h/d"),
        ("postgresql://u:a@correct-horse/b?c@h/d", "postgresql://u:***@h/d"),
        ("postgresql://a@b:correct-horse@h/d", "postgresql://a@b:***@h/d"),
        ("postgresql://h/d?password=correct-horse&x=1", "postgresql://h/d?password=***&x=1"),
        ("postgresql://h/d?x=1&sslPassword=correct-horse", "postgresql://h/d?x=1&sslPassword=***"),
        ("host=h password=correct-horse", "***"),
        ("u:correct-horse@h", "***"),
        ("postgresql://u@h:5432/d", "postgresql://u@h:5432/d"),
        ("sqlite:////var/lib/csms.db", "sqlite:////var/lib/csms.db"),
        ("", ""),
    ],
)
def test_passwords_in_urls_are_masked(url: str, masked: str) -> None:
    assert mask_url(url) == masked


@given(password=st.from_regex(r"[a-z0-9%!/?#@:&=]{0,9}QQQ[a-z0-9%!/?#@:&=]{0,9}", fullmatch=True))
def test_whatever_a_password_is_made_of_it_is_masked(password: str) -> None:
    assert "QQQ" not in mask_url(f"postgresql://user:{password}@host/name")


def test_no_output_of_the_settings_shows_a_secret() -> None:
    settings = of_environment(admin_password=SECRET, database=f"postgresql://u:{SECRET}@h/d")
    assert settings.admin_password == SECRET
    assert SECRET in database_url(settings)
    shown = msgspec.json.encode(effective(settings)).decode()
    for output in (shown, repr(settings), str(settings), f"{settings}", pretty_repr(settings)):
        assert SECRET not in output
        assert "***" in output
    assert effective(settings)["admin_password"].value == "***"
    assert effective(Settings())["admin_password"].value == ""


def test_effective_values_can_be_written_as_json_and_tell_what_a_program_has_set() -> None:
    settings = Settings(max_links=3, proxy_addresses=(IPv4Network("10.0.0.0/8"),), data_dir=Path("user@host"))
    values = effective(settings)
    assert list(values) == list(BY_NAME)
    assert msgspec.json.decode(msgspec.json.encode(values["max_links"])) == {"value": 3, "source": "program"}
    assert values["proxy_addresses"].value == ["10.0.0.0/8"]
    assert values["data_dir"].value == "user@host"
    assert values["database"].value == "sqlite:///user@host/csms.db"


# What is said of the settings


def test_every_field_but_the_sources_is_a_setting_with_a_doc_line() -> None:
    assert [*BY_NAME, "sources"] == [field.name for field in msgspec.structs.fields(Settings)]
    for setting in describe():
        assert setting.doc.endswith(".")
        assert setting.section
        assert setting.type
        assert setting.default
        assert setting.metavar


def test_names_follow_from_one_another() -> None:
    port = BY_NAME["ocpp_port"]
    assert (port.flag, port.variable, port.type, port.default, port.metavar) == (
        "--ocpp-port",
        "CSMS_OCPP_PORT",
        "a whole number from 0 to 65535",
        "9000",
        "PORT",
    )
    assert BY_NAME["unknown_stations"].choices == ("accept", "hold", "reject")
    assert [setting.name for setting in describe() if setting.is_secret] == ["admin_password"]
    assert [setting.name for setting in describe() if setting.is_switch] == [
        "frames",
        "frames_mask_id_tokens",
        "proxy_certificates",
    ]


def test_no_setting_has_the_name_of_a_variable_of_others() -> None:
    variables = {setting.variable for setting in describe()}
    assert not variables & config.OTHER_VARIABLES
    assert not [variable for variable in variables if variable.startswith(config.OTHER_PREFIXES)]

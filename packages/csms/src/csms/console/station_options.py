"""Arguments and options that say which station, and how it is let in and taken."""

from typing import Annotated

import typer

from csms.console.arguments import STANDARD_INPUT, read_password

StationArgument = Annotated[str, typer.Argument(help="Identity of the station.", metavar="STATION")]
ProfileOption = Annotated[
    int | None,
    typer.Option(
        "--security-profile",
        min=0,
        max=3,
        help="The lowest it may come in with. 0: anybody, 1: password, 2: password over TLS, 3: client certificate.",
        metavar="0..3",
    ),
]
PasswordOption = Annotated[
    str | None,
    typer.Option(
        "--password",
        help="The password that the charger has. - asks for it, or reads it from the standard input; generate makes one"
        " and shows it once.",
        metavar="PASSWORD",
    ),
]
SiteOption = Annotated[
    str | None,
    typer.Option("--site", help="Name or number of the site where it stands; '' for none.", metavar="SITE"),
]
NoteOption = Annotated[str | None, typer.Option("--note", help="What people should know of it.", metavar="TEXT")]
FreeOption = Annotated[
    bool | None, typer.Option("--free/--not-free", help="Whether everybody may charge there.", show_default=False)
]
StrictOption = Annotated[
    bool | None,
    typer.Option("--strict/--tolerant", help="Whether what breaks a rule is refused.", show_default=False),
]
DelayOption = Annotated[
    float | None,
    typer.Option("--response-delay", min=0, help="How long its answers are held back, in seconds.", metavar="SECONDS"),
]
ZoneOption = Annotated[
    str | None,
    typer.Option("--time-zone", help="Of timestamps that it sends without one, as Europe/Berlin.", metavar="ZONE"),
]
SubprotocolOption = Annotated[
    str | None,
    typer.Option(
        "--subprotocol",
        help="What it has to speak: ocpp1.6, ocpp2.0.1 or ocpp2.1; '' lets it choose.",
        metavar="NAME",
    ),
]
CertificateNameOption = Annotated[
    str | None,
    typer.Option(
        "--certificate-name",
        help="Common name of its certificate, if that is not its identity; '' for the identity.",
        metavar="NAME",
    ),
]
IssuerOption = Annotated[
    str | None,
    typer.Option(
        "--certificate-issuer",
        help="Common name of who has to have issued its certificate; '' for anybody that client-ca names.",
        metavar="NAME",
    ),
]
TolerancesOption = Annotated[
    str | None,
    typer.Option(
        "--tolerances",
        help="What is repaired in its messages: names with commas between them, all, or none.",
        metavar="NAMES",
    ),
]


def password_of(given: str | None) -> str | None:
    """Return what was given for `--password`; `-` stands for what is typed, or is on the standard input."""
    return read_password("Password of the station") if given == STANDARD_INPUT else given

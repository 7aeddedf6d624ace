"""Whether the server lives, and how it does: for those who run it."""

from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from litestar import get
from litestar.di import NamedDependency
from litestar.enums import MediaType
from msgspec import Meta, Struct

from csms.storage.engine import StorageError
from csms.web.metrics import render
from csms.web.problems import Problem
from csms.web.services import Web


class Health(Struct, frozen=True):
    """How the server is."""

    status: Annotated[str, Meta(description="`ok`; anything else is an error.")]


@get("/healthz", tags=["Operation"])
async def get_health() -> Health:
    """Tell whether the process is alive.

    It does not ask the database: a server that waits for its database is not to be restarted.
    """
    return Health("ok")


@get("/readyz", tags=["Operation"])
async def get_readiness(web: NamedDependency[Web]) -> Health:
    """Tell whether the server can do its work: the database answers, and stations can connect."""
    if not web.is_listening():
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Stations cannot connect")
    try:
        await web.store.read(_ask)
    except StorageError:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer") from None
    return Health("ok")


@get("/metrics", tags=["Operation"], media_type=MediaType.TEXT)
async def get_metrics(web: NamedDependency[Web]) -> str:
    """Return what is counted, in the text format of Prometheus."""
    return render(web)


def _ask(connection: sa.Connection) -> None:
    connection.execute(sa.select(1)).one()

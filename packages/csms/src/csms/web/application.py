"""The web application: what is asked is let in, checked, handled and answered here."""

from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope

from csms.web.access import make_guard
from csms.web.api import (
    access,
    actions,
    commands,
    csv_files,
    events,
    frames,
    health,
    inbox,
    now,
    server,
    sites,
    stations,
    timelines,
    tokens,
    transactions,
)
from csms.web.bodies import LONGEST_BODY_BYTES, check_body
from csms.web.dashboard import POLICY, make_assets, make_page
from csms.web.document import config
from csms.web.fields import provide_period
from csms.web.head import HeadingLitestar
from csms.web.pages import PAGES, make_plugins
from csms.web.paging import provide_paging
from csms.web.problems import HANDLERS
from csms.web.queries import check_query
from csms.web.services import Web, provided

API_PATH = "/api/v1"

API = [
    now.NowController,
    inbox.InboxController,
    sites.SitesController,
    server.ServerController,
    events.EventsController,
    frames.FramesController,
    access.AccessController,
    stations.StationsController,
    timelines.get_timeline,
    tokens.TokensController,
    tokens.list_decisions,
    transactions.TransactionsController,
    csv_files.export_transactions,
    csv_files.export_tokens,
    csv_files.import_tokens,
    commands.CommandsController,
    actions.ActionsController,
]
"""Everything below `/api/v1`."""

SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def make_web(services: Web) -> Litestar:
    """Return the web application."""
    api = Router(
        API_PATH,
        route_handlers=API,
        guards=[make_guard(services)],
        security=[{"key": []}, {"session": []}],
        before_request=_check,
    )
    return HeadingLitestar(
        [api, health.get_health, health.get_readiness, health.get_metrics, make_assets(), *PAGES],
        dependencies={
            "web": provided(services),
            "store": provided(services.store),
            "bus": provided(services.bus),
            "now": Provide(services.now, sync_to_thread=False),
            "paging": Provide(provide_paging, sync_to_thread=False),
            "period": Provide(provide_period, sync_to_thread=False),
        },
        before_send=[_add_security_headers, _name_methods],
        exception_handlers=HANDLERS | {NotFoundException: make_page()},
        logging_config=None,
        openapi_config=config(make_plugins()),
        request_max_body_size=LONGEST_BODY_BYTES,
    )


async def _check(request: Request[Any, Any, Any]) -> None:
    """Refuse what Litestar would read leniently. Raises: Problem."""
    check_query(request)
    await check_body(request)


async def _add_security_headers(message: Message, scope: Scope) -> None:
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in SECURITY_HEADERS.items():
        if name not in headers:
            headers[name] = value
    if scope["path"].startswith(API_PATH) and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"


async def _name_methods(message: Message, scope: Scope) -> None:
    """Say which methods there are: to OPTIONS Litestar forgets handlers, and it knows nothing of HEAD."""
    if message["type"] != "http.response.start" or scope["type"] != "http":
        return
    headers = MutableScopeHeaders.from_message(message)
    methods = set(headers.get("Allow", "").split(", ")) - {""}
    if scope["method"] == HttpMethod.OPTIONS:
        here = scope.get("path_template")
        routes = [route for route in scope["litestar_app"].routes if isinstance(route, HTTPRoute)]
        methods |= {method for route in routes if route.path_format == here for method in route.methods}
    if HttpMethod.GET in methods:
        methods.add(HttpMethod.HEAD)
    if methods:
        headers["Allow"] = ", ".join(sorted(methods))

"""The dashboard: files that the build of the package has put beside this module, under a strict policy."""

import gzip
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from http import HTTPMethod, HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from csms.web.access import PUBLIC
from csms.web.problems import not_found, tell

BUILT = files("csms.web") / "static" / "dashboard"
"""Where the build puts it."""

NONCE_PLACE = "CSMS-CSP-NONCE"
"""What stands in the page where the nonce belongs, as `vite.config.ts` says."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What a page may do: nothing but use this server."""

_HTML = "text/html"
_FOREVER = "public, max-age=31536000, immutable"
_SMALLEST_COMPRESSED_BYTES = 1000
_MOST_ASSETS = 500

_NOT_BUILT = b"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>csms</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<main>
<h1>The dashboard is not in this installation</h1>
<p>It was left out when csms was built (CSMS_SKIP_DASHBOARD). All else works: stations, the command <code>csms</code>,
and the API, which is described at <a href="/docs">/docs</a>.</p>
<p>In a clone of the repository, <code>make dashboard</code> builds it; then load this page anew. Elsewhere, install
csms from its wheel, which has it.</p>
</main>
</body>
</html>
"""

Handler = Callable[[Request[Any, Any, Any], Any], Response[Any]]


def make_page(folder: Traversable = BUILT) -> Handler:
    """Return what answers where nothing else does: people get the dashboard, which knows what is there; programs a 404.

    Args:
        folder: with the built dashboard. It is read anew each time, so that a new build needs no restart.
    """

    def page(request: Request[Any, Any, Any], error: NotFoundException) -> Response[bytes]:
        if not _is_asked_for_page(request):
            return tell(request, error)
        index = folder / "index.html"
        if not index.is_file():
            return Response(_NOT_BUILT, status_code=HTTPStatus.NOT_FOUND, media_type=_HTML)
        nonce = secrets.token_urlsafe(16)
        policy = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
        return Response(
            index.read_text(encoding="utf-8").replace(NONCE_PLACE, nonce).encode(),
            status_code=HTTPStatus.OK,
            media_type=_HTML,
            headers={"Cache-Control": "no-cache", "Content-Security-Policy": policy},
        )

    return page


def make_assets(folder: Traversable = BUILT) -> HTTPRouteHandler:
    """Return the handler of the dashboard's scripts, styles and pictures.

    Their names hold a hash of what is in them, so that a browser may keep them for good.

    Args:
        folder: with the built dashboard.
    """

    @lru_cache(_MOST_ASSETS)
    def read(name: str) -> tuple[bytes, bytes | None]:
        """Return a file, and it compressed if that is worth it."""
        text = (folder / "assets" / name).read_bytes()
        packed = gzip.compress(text, 9, mtime=0) if len(text) >= _SMALLEST_COMPRESSED_BYTES else text
        return text, packed if len(packed) < len(text) else None

    @get("/assets/{name:str}", include_in_schema=False, opt={PUBLIC: True}, sync_to_thread=True)
    def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        """Return a file of the dashboard."""
        try:
            text, packed = read(_checked(name))
        except OSError:
            raise not_found(f"file {name}") from None
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        media_type = guess_type(name)[0] or "application/octet-stream"
        if packed is None or "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(text, media_type=media_type, headers=headers)
        return Response(packed, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})

    return asset


def _checked(name: str) -> str:
    """Return the name of a file, which leads nowhere else. Raises: Problem."""
    if not re.fullmatch(r"\w[\w.-]*", name, re.ASCII):
        raise not_found(f"file {name}")
    return name


def _is_asked_for_page(request: Request[Any, Any, Any]) -> bool:
    path = request.url.path
    if request.method != HTTPMethod.GET or path.startswith(("/api/", "/assets/", "/docs/")):
        return False
    return path == "/" or "text/html" in request.headers.get("accept", "")

"""The pages for people who read the API's description: they need nothing from elsewhere."""

from importlib.resources import files
from typing import Any

from litestar import Litestar, Request, get
from litestar.enums import MediaType
from litestar.openapi.plugins import OpenAPIRenderPlugin

from csms.web.access import PUBLIC
from csms.web.document import make_document

_STATIC = files("csms.web") / "static"
_DOCUMENT = "openapi_document"


class Page(OpenAPIRenderPlugin):
    """The page at `/docs`."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """Return the page; its script reads the document."""
        return (_STATIC / "docs.html").read_bytes()


class Document(OpenAPIRenderPlugin):
    """The document beside its page."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """Return the document, not Litestar's reading of it."""
        return document_of(request.app)


def document_of(app: Litestar) -> bytes:
    """Return the document, made when it is first asked for."""
    if _DOCUMENT not in app.state:
        app.state[_DOCUMENT] = make_document(app)
    return app.state[_DOCUMENT]


@get("/openapi.json", media_type=MediaType.JSON, include_in_schema=False, opt={PUBLIC: True}, sync_to_thread=False)
def openapi_document(request: Request[Any, Any, Any]) -> bytes:
    """Return the OpenAPI document."""
    return document_of(request.app)


@get("/docs/docs.js", media_type="text/javascript", include_in_schema=False, opt={PUBLIC: True}, sync_to_thread=False)
def docs_script() -> bytes:
    """Return what makes a page of the document."""
    return (_STATIC / "docs.js").read_bytes()


@get("/docs/docs.css", media_type=MediaType.CSS, include_in_schema=False, opt={PUBLIC: True}, sync_to_thread=False)
def docs_style() -> bytes:
    """Return how that page looks."""
    return (_STATIC / "docs.css").read_bytes()


PAGES = [openapi_document, docs_script, docs_style]


def make_plugins() -> list[OpenAPIRenderPlugin]:
    """Return what Litestar has to serve at `/docs`."""
    return [Page(path="/"), Document(path="/openapi.json", media_type=MediaType.JSON)]

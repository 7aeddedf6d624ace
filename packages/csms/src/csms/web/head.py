"""HEAD is answered as GET is, without the body (RFC 9110, 9.3.2): for all addresses at once."""

from http import HTTPMethod

from litestar import Litestar
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent


class HeadingLitestar(Litestar):
    """Litestar that knows HEAD wherever it knows GET."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Serve a request."""
        if scope["type"] == "http" and scope["method"] == HTTPMethod.HEAD:
            await super().__call__({**scope, "method": HTTPMethod.GET}, receive, _without_body(send))
        else:
            await super().__call__(scope, receive, send)


def _without_body(send: Send) -> Send:
    """Return what sends the headers, and ends the answer where its body begins: a stream then ends as well."""
    has_ended = False

    async def send_head(message: Message) -> None:
        nonlocal has_ended
        if message["type"] != "http.response.body":
            await send(message)
        elif not has_ended:
            has_ended = True
            await send(HTTPResponseBodyEvent(type="http.response.body", body=b"", more_body=False))

    return send_head

"""Requests to open a WebSocket and the answers to them, good and bad."""
# pyright: basic

import base64

from hypothesis import strategies as st

KEY = base64.b64encode(bytes(range(16)))

GOOD_LINE = b"GET /CP-1 HTTP/1.1"
GOOD_FIELDS = [
    b"Host: example.com",
    b"Upgrade: websocket",
    b"Connection: keep-alive, Upgrade",
    b"Sec-WebSocket-Key: " + KEY,
    b"Sec-WebSocket-Version: 13",
    b"Sec-WebSocket-Protocol: ocpp2.0.1, ocpp1.6",
]

PATHS = [
    b"/CP-1",
    b"/ocpp/CP%201",
    b"/a/b/CP-1/?x=1&y=/z",
    b"/",
    b"//",
    b"/?",
    b"*",
    b"CP-1",
    b"http://example.com/CP-1",
    b"http://[::1/CP-1",
    b"http://example.com",
    b"/%",
    b"/%00",
    b"/%ff",
    b"/%C3%A4",
    b"/%252F",
    b"/\xc3\xa4",
    b"/CP 1",
    b"/CP\x001",
    b"/" + b"x" * 300,
    b"",
]
METHODS = [b"GET", b"POST", b"get", b"CONNECT", b"", b"G\x00T", b"\xc3\xa4"]
VERSIONS = [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/1.10", b"http/1.1", b"", b"HTTP/1.1 "]

LINES = st.one_of(
    st.just(GOOD_LINE),
    st.just(GOOD_LINE),
    st.builds(lambda path: b"GET " + path + b" HTTP/1.1", st.sampled_from(PATHS)),
    st.builds(
        lambda *words: b" ".join(words), st.sampled_from(METHODS), st.sampled_from(PATHS), st.sampled_from(VERSIONS)
    ),
    st.sampled_from([b"", b"\r\n" + GOOD_LINE, GOOD_LINE + b"\r", b"\x16\x03\x01\x02", b"PRI * HTTP/2.0"]),
    st.binary(max_size=20),
)

ODD_FIELDS = [
    b"Upgrade: WebSocket",
    b"Upgrade: h2c, websocket",
    b"Upgrade: ,websocket,",
    b"Upgrade:",
    b'Upgrade: websocket "',
    b"Connection: close",
    b"Connection: upgrade",
    b"Connection: ,,",
    b"Connection: \xe4",
    b"Connection:",
    b"Sec-WebSocket-Key: short",
    b"Sec-WebSocket-Key: " + KEY[:-2],
    b"Sec-WebSocket-Key: " + KEY[:-3] + b"\xe4==",
    b"Sec-WebSocket-Key: " + KEY + b", " + KEY,
    b"Sec-WebSocket-Key:",
    b"Sec-WebSocket-Version: 8",
    b"Sec-WebSocket-Version: 13, 8",
    b"Sec-WebSocket-Version: \xb2",
    b"Sec-WebSocket-Version:13",
    b"Sec-WebSocket-Protocol:",
    b"Sec-WebSocket-Protocol: ,",
    b"Sec-WebSocket-Protocol: ocpp1.6",
    b"Sec-WebSocket-Protocol: ocpp1.6,,ocpp2.0.1",
    b"Sec-WebSocket-Protocol: soap",
    b"Sec-WebSocket-Protocol: \xe4, ocpp1.6",
    b'Sec-WebSocket-Protocol: "ocpp1.6"',
    b"Sec-WebSocket-Extensions: permessage-deflate",
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10; server_max_window_bits=8",
    b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9",
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99999999999999999999",
    b"Sec-WebSocket-Extensions: permessage-deflate; x=\xe4, permessage-deflate",
    b"Sec-WebSocket-Extensions: ;",
    b"Sec-WebSocket-Extensions: permessage-deflate;;",
    b'Sec-WebSocket-Extensions: x; a="b',
    b'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits="10"',
    b"Sec-WebSocket-Extensions:",
    b"Origin: null",
    b"Authorization: Basic Q1AtMTpzZWNyZXQ=",
    b"Authorization: Basic \xe4",
    b"Authorization: Basic " + b"A" * 2000,
    b"Authorization: Bearer x",
    b"Authorization: Basic",
    b"Authorization:",
    b"Content-Length: 0",
    b"Content-Length: 5",
    b"Content-Length: \xb2",
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked",
    b"Expect: 100-continue",
    b"X-Name: \xc3\xa4\xff",
    b"X-Null: \x00",
    b"X-Bell: \x07",
    b"X-Tab:\tvalue\t",
    b"X-Return: a\rb",
    b"X-Long: " + b"x" * 9000,
    b" folded",
    b"\tfolded",
    b"X-Space : value",
    b"no colon",
    b": no name",
    b"N\xc3\xa4me: value",
    b"(comment): value",
    b"\x00: null",
]


@st.composite
def heads(draw: st.DrawFn, line: bytes, fields: list[bytes], odd: list[bytes]) -> bytes:
    """Draw the head of a message, some things of which may be wrong."""
    fields = list(fields)
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 4]))):
        place = draw(st.integers(0, len(fields)))
        match draw(st.sampled_from(["drop", "double", "case", "odd", "odd", "odd instead", "swap"])):
            case "odd":
                fields.insert(place, draw(st.sampled_from(odd)))
            case _ if place == len(fields):
                pass
            case "drop":
                del fields[place]
            case "double":
                fields.insert(draw(st.integers(0, len(fields))), fields[place])
            case "case":
                fields[place] = draw(st.sampled_from([bytes.lower, bytes.upper]))(fields[place])
            case "swap":
                fields.append(fields.pop(place))
            case "odd instead":
                name = fields[place].partition(b":")[0]
                values = [field for field in odd if field.startswith(name + b":")]
                if values:
                    fields[place] = draw(st.sampled_from(values))
    if draw(st.integers(0, 15)) == 0:
        fields += [b"X-%d: x" % number for number in range(draw(st.sampled_from([50, 94, 95, 130, 200])))]
    head = bytearray(b"\r\n".join([line, *fields, b"", b""]))
    if draw(st.integers(0, 5)) == 0:
        for _ in range(draw(st.integers(1, 3))):
            place = draw(st.integers(0, len(head)))
            head[place : place + draw(st.integers(0, 2))] = draw(
                st.sampled_from([b"", b"\r", b"\n", b"\x00", b" ", b":", b",", b"\xff", b"\r\n", b"\r\n\r\n"])
            )
    return bytes(head)


def requests() -> st.SearchStrategy[bytes]:
    """Draw the head of a request."""
    return LINES.flatmap(lambda line: heads(line, GOOD_FIELDS, ODD_FIELDS))


GOOD_ANSWER = b"HTTP/1.1 101 Switching Protocols"
ACCEPT = b"{accept}"
"""Stands for the answer to the key of the request."""

ANSWER_FIELDS = [
    b"Upgrade: websocket",
    b"Connection: Upgrade",
    b"Sec-WebSocket-Accept: " + ACCEPT,
    b"Sec-WebSocket-Protocol: ocpp1.6",
]

ODD_ANSWER_FIELDS = [
    *(field for field in ODD_FIELDS if not field.startswith((b"Authorization", b"Origin"))),
    b"Sec-WebSocket-Accept: wrong",
    b"Sec-WebSocket-Accept: " + ACCEPT + b"x",
    b"Sec-WebSocket-Accept: \xe4",
    b"Sec-WebSocket-Accept:",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: 3",
    b"Content-Length: 2000000",
    b"Content-Type: text/html; charset=none",
    b"Transfer-Encoding: gzip",
    b"Transfer-Encoding: chunked, chunked",
    b"Retry-After: 10",
]

ANSWER_LINES = st.one_of(
    st.just(GOOD_ANSWER),
    st.just(GOOD_ANSWER),
    st.builds(
        lambda *words: b" ".join(words),
        st.sampled_from([b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"http/1.1", b""]),
        st.sampled_from(
            [b"101", b"0101", b"200", b"204", b"304", b"401", b"503", b"100", b"99", b"600", b"x", b"\xb2", b""]
        ),
        st.sampled_from([b"OK", b"", b"\xe4", b"a\x00b", b"a b"]),
    ),
    st.sampled_from([b"", b"HTTP/1.1 101", b"HTTP/1.1", b"SSH-2.0-OpenSSH", b"\x15\x03\x01\x00\x02\x02\x16"]),
    st.binary(max_size=20),
)


def answers() -> st.SearchStrategy[bytes]:
    """Draw the head of an answer."""
    return ANSWER_LINES.flatmap(lambda line: heads(line, ANSWER_FIELDS, ODD_ANSWER_FIELDS))


BODIES = [
    b"",
    b"no",
    b"3\r\nabc\r\n0\r\n\r\n",
    b"3\r\nabc",
    b"x\r\n",
    b"ffffffffffffffffff\r\n",
    b"-1\r\n",
    b"5;x=y\r\n",
]

"""What a peer reads whose request was not taken in: one sentence, written without any thread."""

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "This was not a request that can be read.",
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of this request are too large.",
}


def refusal(status: HTTPStatus, *, headers: list[tuple[bytes, bytes]]) -> bytes:
    """Return a whole answer, with the headers that every answer has."""
    sentence = f"{_SENTENCES[status]}\n".encode()
    own = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(sentence)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    lines = b"".join(b"%s: %s\r\n" % header for header in [*headers, *own])
    return b"%s%s\r\n%s" % (STATUS_LINE[status], lines, sentence)

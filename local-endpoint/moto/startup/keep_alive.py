"""The HTTP side of moto's server, for the endpoint that is its only client: connections stay open.

werkzeug 3.1 closes every connection, so that each call costs a connection and a thread, and waits up to 10 ms for what
may still come on it (findings/werkzeug-keep-alive.sh). It does so because an application may leave a part of a body unread. Here the body, whose length is
always known, is read first.
"""

import io
import sys
import time
from urllib.parse import unquote

import endpoint_clock

MAX_LINE = 65536
MAX_HEADERS = 200
STATUSES_WITHOUT_BODY = ("1", "204", "304")


class BadRequest(Exception):
    pass


def keep_alive(handler_class, prefix, is_secret):
    """A request handler of werkzeug that answers several requests on a connection, if their paths have the secret."""

    class KeepAliveHandler(handler_class):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one_request(self):
            self.close_connection = True
            try:
                request = read_request(self.rfile)
            except BadRequest as error:
                return send(self.wfile, "400 Bad Request", [], str(error).encode())
            if request is None:
                return
            method, path, headers, body = request
            if not is_secret(path):
                return send(self.wfile, "403 Forbidden", [], b"")
            endpoint_clock.begin_request(headers)
            environ = environ_of(self, method, path[len(prefix) - 1 :], headers, body)
            status, answered, content = run(self.server, environ)
            self.close_connection = headers.get("connection", "").lower() == "close"
            send(self.wfile, status, answered, content, not self.close_connection, method == "HEAD")
            log(method, path[len(prefix) - 1 :], status)

    return KeepAliveHandler


def read_request(stream):
    line = read_line(stream)
    if not line:
        return None
    words = line.split(" ")
    if len(words) != 3:
        raise BadRequest("the request line must have three words")
    headers = {}
    for _ in range(MAX_HEADERS):
        line = read_line(stream)
        if not line:
            break
        name, _, value = line.partition(":")
        name = name.strip().lower()
        if "_" in name:
            continue  # in an environment it would be another header, one that the endpoint has not authorized
        value = value.strip()
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    else:
        raise BadRequest("too many headers")
    if "transfer-encoding" in headers:
        raise BadRequest("a body must have its length announced")
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise BadRequest("content-length must be a number")
    body = stream.read(int(length))
    return None if len(body) < int(length) else (words[0], words[1], headers, body)


def read_line(stream):
    line = stream.readline(MAX_LINE + 1)
    if len(line) > MAX_LINE:
        raise BadRequest("a line is too long")
    return line.decode("latin-1").rstrip("\r\n")


def environ_of(handler, method, path, headers, body):
    """https://peps.python.org/pep-3333/#environ-variables; the rest is what werkzeug adds, and moto uses."""
    raw, _, query = path.partition("?")
    host, port = handler.server.server_address[:2]
    environ = {
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": handler.server.multithread,
        "wsgi.multiprocess": handler.server.multiprocess,
        "wsgi.run_once": False,
        "werkzeug.socket": handler.connection,
        "SERVER_SOFTWARE": "werkzeug",
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(raw).encode().decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        "REQUEST_URI": path,
        "RAW_URI": path,
        "REMOTE_ADDR": handler.client_address[0],
        "REMOTE_PORT": handler.client_address[1],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if name in ("content-type", "content-length") else f"HTTP_{key}"] = value
    return environ


def run(server, environ):
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]
        return chunks.append

    chunks = []
    try:
        answer = server.app(environ, start_response)
        chunks.extend(answer)
        if hasattr(answer, "close"):
            answer.close()
        return started[0], started[1], b"".join(chunks)
    except Exception:
        import traceback

        server.log("error", "Error on request:\n%s", traceback.format_exc())
        return "500 Internal Server Error", [("Content-Type", "text/plain")], b""


def send(stream, status, headers, content, keeps=False, is_head=False):
    """In one write: the second of two would wait for the acknowledgement of the first."""
    lines = [f"HTTP/1.1 {status}"]
    lines.extend(f"{name}: {value}" for name, value in headers if name.lower() != "connection")
    names = {name.lower() for name, _ in headers}
    if "date" not in names:
        lines.append(time.strftime("Date: %a, %d %b %Y %H:%M:%S GMT", time.gmtime()))
    without_body = is_head or status.startswith(STATUSES_WITHOUT_BODY)
    if "content-length" not in names and not without_body:
        lines.append(f"Content-Length: {len(content)}")
    lines.append("Connection: keep-alive\r\n\r\n" if keeps else "Connection: close\r\n\r\n")
    stream.write("\r\n".join(lines).encode("latin-1") + (b"" if without_body else content))


def log(method, path, status):
    moment = time.strftime("%d/%b/%Y %H:%M:%S")
    sys.stderr.write(f'127.0.0.1 - - [{moment}] "{method} {path!r} HTTP/1.1" {status[:3]} -\n')

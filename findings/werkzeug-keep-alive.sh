#!/usr/bin/env bash
# Does werkzeug's server keep connections open once its protocol is HTTP/1.1?
#
# Guess: yes; `protocol_version = "HTTP/1.1"` on the request handler is what Python's http.server needs for it, and werkzeug
# sets it itself for a server with threads.
# No: it answers as HTTP/1.1, but writes `Connection: close` into every answer, also to a client that asks for keep-alive
# and an application that gives the length of what it sends. Python's own server, with the same line, keeps the connection.
#
# werkzeug 3.1.8 and 3.1.9, Python 3.11, 2026-11-28. Where it matters: local-endpoint/moto/startup/keep_alive.py.
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
case "$(python3 -c 'from importlib.metadata import version; print(version("werkzeug"))' 2>/dev/null)" in
  3.1.8 | 3.1.9) ;;
  *)
    python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check werkzeug==3.1.9 2>/dev/null \
      || { echo "werkzeug cannot be installed"; exit 2; }
    python=venv/bin/python
    ;;
esac

"$python" - <<'PYTHON'
import logging
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from threading import Thread

from werkzeug.serving import WSGIRequestHandler, make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


class Plain(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


def answer(server):
    """The version of the answer, its header `Connection`, and whether the client may send another request on it."""
    Thread(target=server.serve_forever, daemon=True).start()
    client = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    client.request("GET", "/", headers={"Connection": "keep-alive"})
    response = client.getresponse()
    response.read()
    found = (response.version, response.getheader("Connection"), client.sock is not None)
    client.close()
    server.shutdown()
    return found


found = {
    "werkzeug, with threads": answer(make_server("127.0.0.1", 0, application, threaded=True)),
    "werkzeug, HTTP/1.1": answer(make_server("127.0.0.1", 0, application, request_handler=Handler)),
    "werkzeug, HTTP/1.1, with threads": answer(
        make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler)
    ),
    "http.server, HTTP/1.1": answer(ThreadingHTTPServer(("127.0.0.1", 0), Plain)),
}
print("werkzeug", version("werkzeug"))
for server, (protocol, connection, is_open) in found.items():
    print(f"{server}: HTTP/{protocol / 10}, Connection: {connection}, {'open' if is_open else 'closed'}")
*closing, plain = found.values()
raise SystemExit(0 if set(closing) == {(11, "close", False)} and plain == (11, None, True) else 1)
PYTHON

"""Python runs this before the moto server, because its folder is in PYTHONPATH.

moto 5.2 lists the folders of its package, and asks the system for the kind of each, at every request. They are the same
as long as it runs, and this takes a quarter of its time away.

moto answers whoever finds its port, pages in a browser included. Here every path begins with a secret that only the
endpoint knows, and moto gets the rest of it.
"""

import hmac
import os

try:
    from moto import backends
    from werkzeug import serving
except ImportError:  # another Python on the way to the one that has moto
    pass
else:
    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules

    prefix = f"/{os.environ['LOCAL_MOTO_SECRET']}/"
    run_wsgi = serving.WSGIRequestHandler.run_wsgi

    def run_with_secret(handler):
        given = handler.path[: len(prefix)]
        if not hmac.compare_digest(given.encode(), prefix.encode()):
            handler.send_error(403)
            return
        handler.path = handler.path[len(prefix) - 1 :]
        run_wsgi(handler)

    serving.WSGIRequestHandler.run_wsgi = run_with_secret

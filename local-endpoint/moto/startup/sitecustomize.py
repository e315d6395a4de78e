"""Python runs this before the moto server, because its folder is in PYTHONPATH.

moto 5.2 works out anew at every request what stays the same as long as it runs: the folders of its package, the names of
a class's methods, and which of some 300 patterns a host name matches. Together they take half of its time.

moto answers whoever finds its port, pages in a browser included. Here every path begins with a secret that only the
endpoint knows, and moto gets the rest of it.
"""

import functools
import hmac
import importlib.util
import os

import endpoint_clock

if importlib.util.find_spec("moto"):
    endpoint_clock.follow()  # before moto takes what it needs of datetime

try:
    from moto import backends
    from moto.core import responses
    from moto.iam import models as iam
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication
    from moto.utilities import utils
    from werkzeug import serving
except ImportError:  # another Python on the way to the one that has moto
    pass
else:
    from identity import only_what_is_there, read_once
    from keep_alive import keep_alive
    from offerings import loaded_when_asked

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    DomainDispatcherApplication.get_backend_for_host = functools.lru_cache(maxsize=1000)(
        DomainDispatcherApplication.get_backend_for_host
    )

    iam.get_account_id_from = only_what_is_there(iam)
    iam.IAMBackend._init_aws_policies = read_once(iam.IAMBackend._init_aws_policies)

    utils.load_resource = loaded_when_asked(utils.load_resource)  # before EC2's modules take it

    prefix = f"/{os.environ['LOCAL_MOTO_SECRET']}/"

    def is_secret(path):
        return hmac.compare_digest(path[: len(prefix)].encode(), prefix.encode())

    serving.WSGIRequestHandler = keep_alive(serving.WSGIRequestHandler, prefix, is_secret)

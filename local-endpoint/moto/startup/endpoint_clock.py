"""moto's time is that of the endpoint's clock, which each request has with it.

Whatever moto dates, an image or a parameter, is then of the time that everybody else has, and an event of a log is never
far ahead of it, which moto refuses.
"""

import datetime
import threading
import time

from clock_datetime import clock_datetime

HEADER = "x-local-time"  # milliseconds since 1970

machine_time = time.time
request = threading.local()


def follow():
    """From now on `time.time` and the `datetime` of modules that are loaded later follow the endpoint's clock."""
    time.time = current_time
    datetime.datetime = clock_datetime(current_time)


def begin_request(headers):
    """The time of what this thread answers next."""
    milliseconds = headers.get(HEADER)
    request.time = int(milliseconds) / 1000 if milliseconds else None


def current_time():
    given = getattr(request, "time", None)
    return machine_time() if given is None else given

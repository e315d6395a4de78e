"""What `time.time` and `datetime` show to a function: the endpoint's time. Sleeps keep the machine's pace, and have time
pass where it stands still else.
"""

import datetime
import time

from clock_datetime import clock_datetime

machine_time = time.time
machine_sleep = time.sleep
begun = {"time": machine_time(), "machine": machine_time()}
stands_still = False


def now():
    """Seconds since 1970."""
    return begun["time"] + (0 if stands_still else machine_time() - begun["machine"])


def set_time(seconds, stands):
    """An invocation begins."""
    global stands_still
    begun.update(time=seconds, machine=machine_time())
    stands_still = stands


def sleep(seconds):
    machine_sleep(seconds)
    if stands_still:
        begun["time"] += seconds


def follow_clock():
    """For modules that are loaded from now on."""
    time.time = now
    time.time_ns = lambda: int(now() * 1e9)
    time.sleep = sleep
    datetime.datetime = clock_datetime(now)

"""A `datetime` that follows another clock than the machine's, for Python that takes its time from the endpoint."""

import datetime

MachineDatetime = datetime.datetime


class AnyDatetime(type):
    """Those that other modules made are as good."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, MachineDatetime)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, MachineDatetime)


def clock_datetime(now):
    """A class to stand in for `datetime.datetime`, which modules find that are loaded afterwards.

    `now` returns seconds since 1970.
    """

    class ClockDatetime(MachineDatetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(now())

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)

    return ClockDatetime

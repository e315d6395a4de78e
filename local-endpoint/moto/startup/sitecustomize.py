"""Python runs this before the moto server, because its folder is in PYTHONPATH.

moto 5.2 lists the folders of its package, and asks the system for the kind of each, at every request. They are the same
as long as it runs, and this takes a quarter of its time away.
"""

try:
    from moto import backends
except ImportError:  # another Python on the way to the one that has moto
    pass
else:
    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules

"""Which instance types EC2 offers in which zone of the world: 40 MB, of which an endpoint asks for one region, if at all.

moto 5.2 loads all of them before its first call of EC2.
"""

import os

FOLDER = "instance_type_offerings"


def loaded_when_asked(load_resource):
    """A function that loads resources as moto's does, but the offerings of a region only when somebody reads them."""

    def load(package, resource):
        if FOLDER not in resource:
            return load_resource(package, resource)
        return Offerings(lambda: load_resource(package, resource), os.path.basename(os.path.dirname(resource)))

    return load


class Offerings:
    def __init__(self, load, location_type):
        self.load = load
        self.location_type = location_type
        self.rows = None

    def __iter__(self):
        if self.rows is None:  # moto itself, which adds the location type to each row, before anybody can ask
            self.rows = ()
        elif self.rows == ():
            self.rows = [{**row, "LocationType": self.location_type} for row in self.load()]
        return iter(self.rows)

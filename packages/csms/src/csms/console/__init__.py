"""The commands of `csms`."""

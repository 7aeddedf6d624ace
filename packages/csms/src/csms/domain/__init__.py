"""The rules of a central system, pure: no clock, no network, no database."""

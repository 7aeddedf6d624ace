"""What all tests of the server share."""

from packages.csms.tests.databases import (
    backend,
    database_url,
    empty_database_url,
    migrated_sqlite_file,
    postgresql,
    published,
    sqlite_store,
    store,
)

__all__ = [
    "backend",
    "database_url",
    "empty_database_url",
    "migrated_sqlite_file",
    "postgresql",
    "published",
    "sqlite_store",
    "store",
]

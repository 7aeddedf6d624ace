"""Use cases: each function runs inside one transaction of the database and may be run again."""

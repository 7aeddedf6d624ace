"""`python -m csms` is the command `csms`."""

from csms.cli import main

main()

"""`python -m csms_simulator` does what the command `csms-simulator` does."""

from csms_simulator.cli import main

if __name__ == "__main__":
    main()

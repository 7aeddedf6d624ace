"""Run the programs of the dashboard: `python -m tools.dashboard build`, or a script of its package.json."""

import sys

from packages.dashboard.building import BuildError, build, run


def main(script: str, *arguments: str) -> int:
    """Run a script; return its exit code, or 1 after having said why it could not be run."""
    try:
        if script == "build":
            print("The dashboard is built" if build() else "The dashboard is up to date")
            return 0
        return run(script, *arguments)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

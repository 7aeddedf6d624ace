"""What the tests in a browser share."""

from packages.dashboard.tests.browser.fixtures import (
    anonymous,
    browser,
    built,
    device,
    logged_in,
    server,
    server_settings,
)

__all__ = ["anonymous", "browser", "built", "device", "logged_in", "server", "server_settings"]

"""Tests of `ocpp.tolerance`: golden frames per quirk, and properties."""

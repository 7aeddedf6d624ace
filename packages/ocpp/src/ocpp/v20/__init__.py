"""OCPP 2.0 was withdrawn before anybody used it; `ocpp.v201` replaced it."""

raise ImportError("OCPP 2.0 was withdrawn and replaced by 2.0.1: import ocpp.v201 instead of ocpp.v20")

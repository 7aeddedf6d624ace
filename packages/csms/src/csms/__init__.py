"""A central system for charging stations that speak OCPP."""

"""A central system for tests, of any version: it accepts everybody, and notes what it was told."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from ocpp.charge_point import ChargePoint
from ocpp.routing import on
from ocpp.server import HandshakeRequest, Link, RefusedConnection, Server, accept, refuse, serve
from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call_result as result16
from ocpp.v21 import ChargePoint as ChargePoint21
from ocpp.v21 import call_result as result21
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call_result as result201

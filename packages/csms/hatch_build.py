"""Builds the dashboard into the package, where its sources are beside it.

The sdist holds the built files, so that a wheel is made of it without Node.
"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SKIP = "CSMS_SKIP_DASHBOARD"


class CustomBuildHook(BuildHookInterface[BuilderConfig]):
    """What hatchling asks before it packs."""

    def dependencies(self) -> list[str]:
        """Return what the build needs: a wheel with Node, where the machine has none that is new enough."""
        building = self._building()
        if building is None or building.is_built() or building.find_node() is not None:
            return []
        return [building.WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the dashboard, if it is out of date."""
        building = self._building()
        if building is None:
            return
        try:
            if building.build():
                self.app.display_info(f"The dashboard is built into {building.TARGET}")
        except building.BuildError as error:
            self.app.abort(str(error))

    def _building(self) -> ModuleType | None:
        """Return the program that builds it; None: there is nothing to build, or nobody wants it."""
        file = Path(self.root).parent / "dashboard" / "building.py"
        if os.environ.get(_SKIP, "0") not in {"", "0"} or not file.exists():
            return None
        spec = importlib.util.spec_from_file_location("csms_dashboard_building", file)
        if spec is None or spec.loader is None:
            raise ImportError(str(file))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

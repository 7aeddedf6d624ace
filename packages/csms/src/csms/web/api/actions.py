"""What stations can be asked in the words of their version: forms are made of this."""

from typing import Annotated, Any

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from msgspec import Meta

from csms.domain.messages import SendableAction
from csms.web.api.station_models import Version
from csms.web.paging import Page
from csms.web.problems import not_found
from csms.web.services import Web

VersionInPath = Annotated[Version, PathParameter(description="The version of OCPP.")]
ActionInPath = Annotated[str, PathParameter(max_length=100, description="Of the request: `GetCompositeSchedule`.")]


class ActionForm(SendableAction, frozen=True, kw_only=True):
    """A request that a central system may send, with all that may stand in it."""

    version: Annotated[str, Meta(description="The version of OCPP.")]
    request_schema: Annotated[
        dict[str, Any],
        Meta(description="JSON schema (2020-12) of its payload; fields that are required come first."),
    ]


class ActionsController(Controller):
    """What stations can be asked in the words of their version."""

    path = "/actions"
    tags = ("Commands",)

    @get("/{version:str}")
    async def list_actions(self, web: NamedDependency[Web], version: VersionInPath) -> Page[SendableAction]:
        """List what stations of a version can be asked, in alphabetical order; all on one page."""
        return Page(web.messages.sendable_actions(version), None)

    @get("/{version:str}/{action:str}")
    async def get_action(self, web: NamedDependency[Web], version: VersionInPath, action: ActionInPath) -> ActionForm:
        """Return what may stand in a request, as a JSON schema.

        What the schema allows, `POST /stations/{identity}/calls/{action}` takes for stations of this version.
        """
        schema = web.messages.request_schema(version, action)
        described = next((each for each in web.messages.sendable_actions(version) if each.action == action), None)
        if schema is None or described is None:
            raise not_found(f"request {action} to stations in OCPP {version}")
        return ActionForm(
            version=version,
            action=action,
            block=described.block,
            summary=described.summary,
            request_schema=schema,
        )

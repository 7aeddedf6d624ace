"""Messages in the words of a version of OCPP, as far as operators send them."""

from typing import Annotated

from msgspec import Meta, Struct


class SendableAction(Struct, frozen=True, kw_only=True):
    """A request that a central system may send to stations of one version of OCPP."""

    action: Annotated[str, Meta(description="Its name: `GetCompositeSchedule`.")]
    block: Annotated[str, Meta(description="The functional block that it belongs to: `smart_charging`.")]
    summary: Annotated[str, Meta(description="What it is for, in a sentence.")]

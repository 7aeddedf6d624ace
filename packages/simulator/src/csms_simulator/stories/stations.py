"""The station that a story happens to."""

import msgspec

from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.stories.story import StationOptions


def check_station(options: StationOptions) -> None:
    """Check that there can be such a station. Raises: ValueError, naming the field."""
    for name in ("evses", "connectors"):
        if not 1 <= getattr(options, name) <= 100:
            raise ValueError(f"station.{name} must be 1 to 100")
    settings_for(options)


def layout_for(options: StationOptions) -> Layout:
    """Return what the station is built of."""
    connector = ConnectorLayout(type="cCCS2" if options.dc else "sType2", has_fixed_cable=options.fixed_cable)
    return Layout(evses=(EvseLayout(connectors=(connector,) * options.connectors, is_dc=options.dc),) * options.evses)


def settings_for(options: StationOptions) -> Settings:
    """Return how the station behaves. Raises: ValueError for a setting, or a value of one, that there is not."""
    names = Settings.__struct_fields__
    for name in options.settings:
        if name not in names:
            raise ValueError(f"station.settings: there is no {name}; take one of {', '.join(names)}")
    try:
        return msgspec.convert(options.settings, Settings)
    except msgspec.ValidationError as error:
        raise ValueError(str(error).replace("`$.", "`$.station.settings.")) from None

"""What handlers and what they depend on declare as parameters of a request."""

from collections.abc import Iterator

from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg
from litestar.typing import FieldDefinition


def parameters_of(handler: HTTPRouteHandler) -> Iterator[tuple[str, str, FieldDefinition]]:
    """Yield each parameter: how the code calls it, how requests call it, and what it is."""
    signatures = [handler.parsed_fn_signature]
    signatures += [provider.parsed_fn_signature for provider in handler.resolve_dependencies().values()]
    for signature in signatures:
        for inside, field in signature.parameters.items():
            if isinstance(field.kwarg_definition, ParameterKwarg):
                yield inside, field.kwarg_definition.name or inside, field

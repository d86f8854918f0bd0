"""The JSON Schema of the files, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.book.schema import AccountDocument

if TYPE_CHECKING:
    from pydantic import (
        BaseModel,
    )


def schema(model: type[BaseModel] = AccountDocument) -> dict[str, Any]:
    """JSON Schema of a file for editors: empty values are nothing, text may look like a number."""
    return finished(model.model_json_schema(by_alias=True))


def finished(made: dict[str, Any]) -> dict[str, Any]:
    """Allow nothing wherever a key may be absent, as the reader does."""
    for node in (made, *made.get("$defs", {}).values()):
        _allow_nothing(node)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _allow_nothing(node: dict[str, Any]) -> None:
    for inner in (node.get("items"), *node.get("anyOf", ())):
        if inner:
            _allow_nothing(inner)
    needed = node.get("required", ())
    properties = node.get("properties", {})
    for name, inner in properties.items():
        _allow_nothing(inner)
        if name not in needed:
            properties[name] = _or_nothing(inner)
    others = node.get("additionalProperties")
    if isinstance(others, dict):
        _allow_nothing(others)
        node["additionalProperties"] = _or_nothing(others)


def _or_nothing(node: dict[str, Any]) -> dict[str, Any]:
    nothing = {"type": "null"}
    if nothing in node.get("anyOf", ()):
        return node
    about: dict[str, Any] = {
        key: node[key] for key in ("title", "description", "default") if key in node
    }
    rest = {key: value for key, value in node.items() if key not in about}
    choices = rest.pop("anyOf") if set(rest) == {"anyOf"} else [rest]
    return {"anyOf": [*choices, nothing], **about}

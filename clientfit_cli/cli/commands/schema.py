"""Command `schema`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, workspace

PANEL = "Files"


def schema(
    what: Annotated[str, typer.Argument(help="account, settings or mapping.")] = "account",
    output: options.Output = None,
) -> None:
    """JSON Schema of the files, for editors.

    Example: clientfit schema settings --output settings.schema.json
    """
    from clientfit_cli.book import jsonschema, settings
    from clientfit_cli.engine.advice.method import numbers_of
    from clientfit_cli.importing import mapping

    schemas: dict[str, Callable[[], dict[str, Any]]] = {
        "account": jsonschema.schema,
        "settings": lambda: settings.schema(numbers_of),
        "mapping": mapping.schema,
    }
    if what not in schemas:
        raise UserError(f"there is no schema `{what}`", f"schemas: {', '.join(schemas)}")
    found = schemas[what]()
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        workspace.put(output, text.encode())

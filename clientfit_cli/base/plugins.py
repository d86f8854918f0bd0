"""A folder of members: the folder is the registry, a file is a member.

Every file of the folder defines one object with the file's own name. Adding a member is adding
its file; nothing else is edited.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

FOLDERS = {
    "signals": "clientfit_cli.method.signals",
    "alarms": "clientfit_cli.method.alarms",
    "actions": "clientfit_cli.method.actions",
    "checks": "clientfit_cli.book.checks",
    "formats": "clientfit_cli.rendering.formats",
    "importers": "clientfit_cli.importing.formats",
    "commands": "clientfit_cli.cli.commands",
}


@cache
def members(folder: str) -> dict[str, Any]:
    """Load all members of a folder of `clientfit_cli`, by name, in alphabetical order."""
    package = import_module(FOLDERS[folder])
    found: dict[str, Any] = {}
    for name in names(folder):
        module = import_module(f"{package.__name__}.{name}")
        found[name] = getattr(module, name)
    return found


@cache
def names(folder: str) -> tuple[str, ...]:
    """List the members of a folder without loading them."""
    package = import_module(FOLDERS[folder])
    return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__)))

"""Members: what stands in the folders of this program, and what installed plug-ins add to it.

A folder is a registry, a file is a member: it defines one object with the file's own name. Adding
a member is adding its file; nothing else is edited. A distribution adds members from outside by
entry points of the groups `clientfit.signals`, `clientfit.alarms` and so on, each with the name of
its object. CLIENTFIT_NO_PLUGINS=1 leaves them out.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import EntryPoint

OFF = "CLIENTFIT_NO_PLUGINS"
FOLDERS = {
    "signals": "clientfit_cli.method.signals",
    "alarms": "clientfit_cli.method.alarms",
    "actions": "clientfit_cli.method.actions",
    "checks": "clientfit_cli.book.checks",
    "formats": "clientfit_cli.rendering.formats",
    "importers": "clientfit_cli.importing.formats",
    "commands": "clientfit_cli.cli.commands",
}
WITHOUT = f"{OFF}=1 leaves plug-ins out"


class Plugin(NamedTuple):
    """A member that an installed distribution brings."""

    distribution: str  # name and version
    entry: EntryPoint


@cache
def names(group: str) -> tuple[str, ...]:
    """List the members of a group without loading them; a clash of names is a UserError."""
    built_in = _built_in(group)
    return tuple(sorted([*built_in, *added(group, built_in)]))


@cache
def members(group: str, kind: type = object) -> dict[str, Any]:
    """Load all members of a group, by name, in alphabetical order."""
    built_in = _built_in(group)
    found: dict[str, Any] = {
        name: getattr(import_module(f"{FOLDERS[group]}.{name}"), name) for name in built_in
    }
    found |= {name: loaded(group, plugin, kind) for name, plugin in added(group, built_in).items()}
    return dict(sorted(found.items()))


def added(group: str, taken: Iterable[str]) -> dict[str, Plugin]:
    """Find what plug-ins add to a group; a name that is taken is a UserError naming both."""
    found: dict[str, Plugin] = {}
    for plugin in sorted(_plugins().get(group, ()), key=lambda plugin: plugin.distribution):
        name = plugin.entry.name
        if name in taken or name in found:
            other = found[name].distribution if name in found else "clientfit"
            message = f"{group[:-1]} `{name}` is brought by {other} and by {plugin.distribution}"
            raise UserError(message, f"uninstall one of the two; {WITHOUT}")
        found[name] = plugin
    return found


def loaded(group: str, plugin: Plugin, kind: type) -> Any:
    """Load a member of a plug-in; what is wrong with it is a UserError naming the distribution."""
    name, whose = plugin.entry.name, f"{group[:-1]} `{plugin.entry.name}` of {plugin.distribution}"
    try:
        member = plugin.entry.load()
    except Exception as error:  # a plug-in may raise anything
        message = f"{whose} cannot be loaded: {type(error).__name__}: {error}"
        raise UserError(message, WITHOUT) from error
    if not isinstance(member, kind):
        raise UserError(f"{whose} is no {kind.__name__.lower()}", WITHOUT)
    called = getattr(member, "name", None) or getattr(member, "__name__", name)
    if called != name:
        raise UserError(f"{whose} calls itself `{called}`", WITHOUT)
    return member


def distribution_of(group: str, name: str) -> str:
    """Name the distribution that brought a member, with its version; nothing for our own."""
    found = [one.distribution for one in _plugins().get(group, ()) if one.entry.name == name]
    return found[0] if found else ""


def distributions() -> list[str]:
    """List the distributions that bring members, with their versions."""
    return sorted({one.distribution for group in _plugins().values() for one in group})


@cache
def _built_in(group: str) -> tuple[str, ...]:
    """List the files of a folder."""
    if group not in FOLDERS:
        return ()
    package = import_module(FOLDERS[group])
    return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__)))


@cache
def _plugins() -> dict[str, list[Plugin]]:
    """Find all members that installed distributions bring, by group."""
    found: dict[str, list[Plugin]] = {}
    if os.environ.get(OFF) or not any(_announcements()):
        return found
    from importlib.metadata import entry_points

    every = entry_points()
    for group in (*FOLDERS, "facts", "mappings"):
        for entry in every.select(group=f"clientfit.{group}"):
            whose = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "a distribution"
            found.setdefault(group, []).append(Plugin(whose, entry))
    return found


def _announcements() -> Iterator[bool]:
    """Look for entry points of ours in the files that say them.

    Nearly nobody has any, and `importlib.metadata` takes 40 ms to load, this one.
    """
    for folder in dict.fromkeys(sys.path):
        try:
            entries = list(os.scandir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith((".dist-info", ".egg-info")):
                try:
                    with open(f"{entry.path}/entry_points.txt", "rb") as file:  # noqa: PTH123
                        yield b"[clientfit." in file.read()
                except OSError:  # it says none
                    continue

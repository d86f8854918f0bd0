"""The face of a package: what others may import of it, loaded when it is first asked for.

A package lists its names for type checkers as imports, and for the running program here:

    if TYPE_CHECKING:
        from clientfit_cli.engine.algebra.events import Events as Events
    else:
        __getattr__, __dir__, __all__ = lazily(__name__, {"algebra.events": "Events"})
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazily(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], tuple[str, ...]]:
    """Make `__getattr__`, `__dir__` and `__all__` of a package from its names, by module."""
    homes = {name: module for module, listed in names.items() for name in listed.split()}

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next one need not ask
        return value

    return get, lambda: sorted({*vars(sys.modules[package]), *homes}), tuple(sorted(homes))

"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import textwrap
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from comparison import WIDTH

PACKAGES = ("clientfit", "pydantic", "PyYAML", "numpy", "pandas", "pyarrow")
PROGRAMS = ("ledger", "hledger", "bean-check")


def machine() -> dict[str, Any]:
    """Say what the machine is, how busy it is with other things, and what is installed."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": _processor(),
        "cores": cores,
        "memory_gb": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "programs": {name: found for name in PROGRAMS if (found := _program(name))},
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def lines(found: dict[str, Any]) -> list[str]:
    """Say it in lines."""
    packages = ", ".join(f"{name} {number}" for name, number in found["packages"].items())
    programs = ", ".join(found["programs"].values())
    said = (
        f"machine: {found['processor']}, {found['cores']} cores, {found['memory_gb']:.0f} GB",
        f"{found['system']}, load before {found['load']}, Python {found['python']}",
        packages,
        programs,
    )
    return [line for one in said for line in textwrap.wrap(one, WIDTH)]


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _program(name: str) -> str:
    """Say which version of a program is installed; nothing where it is not."""
    if not (at := shutil.which(name)):
        return ""
    said = subprocess.run([at, "--version"], capture_output=True, text=True, check=False).stdout
    return said.partition("\n")[0].partition(",")[0].strip() or name


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

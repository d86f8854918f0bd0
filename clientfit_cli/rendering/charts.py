"""Charts as inline SVG: how health and bands moved, small enough to stand in a table cell.

Colours are classes (`red`, `yellow`, `green`, `unknown`), so that a page has both a light and a
dark theme. Only numbers, days and words of the program go into a chart, never a text from a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

# From the bottom up: red stands on the ground, where its movement is easiest to see.
STACK = ("red", "unknown", "yellow", "green")
TEXT = 11  # height of a line of labels
LEAST_SPAN = 24.0  # points of health from the foot of a sparkline to its top


def sparkline(values: Sequence[float | None], band: str) -> Markup:
    """Draw how health moved week by week, with a dot of the band's colour on today.

    Each has a scale of its own, of `LEAST_SPAN` points at least, so that small moves stay small.
    """
    width, height, edge = 96, 24, 3
    known = [one for one in values if one is not None]
    low, high = min(known, default=0.0), max(known, default=100.0)
    room = max(LEAST_SPAN - (high - low), 0.0) / 2
    points = _points(values, (width, height), edge, (low - room, high + room))
    parts = [f'<polyline points="{_path(run)}"/>' for run in _runs(points) if len(run) > 1]
    if points and points[-1]:
        x, y = points[-1]
        parts.append(f'<circle class="f-{band}" cx="{_n(x)}" cy="{_n(y)}" r="2.6"/>')
    body = "".join(parts)
    return _markup(
        f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">{body}</svg>'
    )


def trend(
    values: Sequence[float | None], days: Sequence[dt.date], band: str, lines: Mapping[str, float]
) -> Markup:
    """Draw health week by week, up to 100, with a line at each of `lines` (a word, a health)."""
    width, height, edge, foot, side = 340, 132, 6, 18, 58
    known = [one for one in (*values, *lines.values()) if one is not None]
    scale = (max(0.0, min(known, default=0.0) - 10.0), 100.0)
    points = _points(values, (width - side, height - foot), edge, scale)
    parts = []
    for word, at in lines.items():
        y = _n(_y(at, height - foot, edge, scale))
        parts.append(f'<path class="grid" d="M0 {y}H{width - side}"/>')
        parts.append(f'<text x="{width - side + 6}" y="{y}" dy=".35em">{word} {at:g}</text>')
    parts += [f'<polyline points="{_path(run)}"/>' for run in _runs(points) if len(run) > 1]
    for point in points[:-1]:
        if point:
            parts.append(f'<circle class="pt" cx="{_n(point[0])}" cy="{_n(point[1])}" r="1.6"/>')
    if points and points[-1]:
        x, y2 = points[-1]
        parts.append(f'<circle class="f-{band}" cx="{_n(x)}" cy="{_n(y2)}" r="4"/>')
    if days:
        parts.append(f'<text x="0" y="{height - 4}">{short(days[0])}</text>')
        parts.append(
            f'<text x="{width - side}" y="{height - 4}" text-anchor="end">{short(days[-1])}</text>'
        )
    said = f"Health over {len(values) - 1} weeks: {_said(values)}"
    return _figure("trend", width, height, said, parts)


def stack(
    days: Sequence[dt.date],
    bands: Mapping[str, Sequence[float]],
    shown: Callable[[float], str],
    what: str,
) -> Markup:
    """Draw how much of the book was in each band, a column a week; today's is labelled."""
    width, height, foot, side = 340, 190, 18, 92
    floor, plot = height - foot, width - side
    most = max((sum(bands[band][at] for band in STACK) for at in range(len(days))), default=0)
    scale = (floor - 8) / most if most else 0.0
    step = plot / max(len(days), 1)
    parts, labels = [], []
    for at in range(len(days)):
        y, last = float(floor), at == len(days) - 1
        for band in STACK:
            tall = bands[band][at] * scale
            if tall <= 0:
                continue
            gap = 1.2 if tall > 3 else 0.0  # a thin slice keeps all it has
            parts.append(
                f'<rect class="f-{band}{"" if last else " past"}" x="{_n(at * step + step * 0.1)}" '
                f'y="{_n(y - tall + gap)}" width="{_n(step * 0.8)}" height="{_n(tall - gap)}"/>'
            )
            y -= tall
            if last:
                labels.append((y + tall / 2, band))
    for y, band in _spread(labels, floor):
        text = f"{shown(bands[band][-1])} {band}"
        parts.append(f'<text class="t-{band}" x="{plot + 8}" y="{_n(y)}" dy=".35em">{text}</text>')
    parts.append(f'<path class="axis" d="M0 {floor}.5H{plot}"/>')
    if days:
        parts.append(f'<text x="0" y="{height - 4}">{short(days[0])}</text>')
        end = f'x="{plot}" y="{height - 4}" text-anchor="end"'
        parts.append(f"<text {end}>{short(days[-1])}</text>")
    said = f"{what}: " + ", ".join(
        f"{band} from {shown(bands[band][0])} to {shown(bands[band][-1])}"
        for band in STACK
        if len(days) and (bands[band][0] or bands[band][-1])
    )
    return _figure("stack", width, height, said, parts)


def bar(share: float) -> Markup:
    """Draw a share of 0-1 as a bar; the number itself stands beside it."""
    wide = min(max(share, 0.0), 1.0) * 100
    # The track is the ground of the picture: pages of a thousand bars count their elements.
    return _markup(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{_n(wide)}" height="6"/></svg>'
    )


def short(day: dt.date) -> str:
    """Write a day briefly: 16 Nov."""
    return f"{day:%d %b}".lstrip("0")


Point = tuple[float, float]


def _points(
    values: Sequence[float | None],
    size: tuple[float, float],
    edge: float,
    scale: tuple[float, float],
) -> list[Point | None]:
    width, height = size
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    return [
        None if one is None else (edge + at * step, _y(one, height, edge, scale))
        for at, one in enumerate(values)
    ]


def _y(value: float, height: float, edge: float, scale: tuple[float, float]) -> float:
    low, high = scale
    share = (min(max(value, low), high) - low) / (high - low)
    return height - edge - share * (height - 2 * edge)


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Break a line where nothing is known."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs


def _spread(labels: Sequence[tuple[float, str]], floor: float) -> list[tuple[float, str]]:
    """Move labels apart that would stand on each other, from the bottom up and back down."""
    room = TEXT + 3
    placed: list[tuple[float, str]] = []
    below = floor + TEXT / 2
    for y, band in labels:
        below = min(y, below - room)
        placed.append((below, band))
    above = -room / 2
    down: list[tuple[float, str]] = []
    for y, band in reversed(placed):
        above = max(y, above + room)
        down.append((above, band))
    return down


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _said(values: Sequence[float | None]) -> str:
    known = [one for one in values if one is not None]
    return f"from {known[0]:.0f} to {known[-1]:.0f}" if known else "not known"


def _figure(name: str, width: int, height: int, said: str, parts: Sequence[str]) -> Markup:
    return _markup(
        f'<svg class="{name}" viewBox="0 0 {width} {height}" role="img" aria-label="{said}">'
        f"{''.join(parts)}</svg>"
    )


def _markup(text: str) -> Markup:
    # Everything in it is a number, a day or a word of this module's callers in the program.
    return Markup(text)  # noqa: S704

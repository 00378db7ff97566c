"""A reliability diagram as SVG: how sure a model was, how often it was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Bin = Mapping[str, float]
_SIZE, _LEFT, _TOP = 320, 48, 24
_COLOURS = ("#1f6f8b", "#c0562f")


def diagram(title: str, series: Mapping[str, Sequence[Bin]]) -> str:
    """The diagram of some series of bins (``confidence``, ``right``, ``rows``) as SVG.

    The dotted line is where a model is as often right as it says.

    >>> diagram("a", {"held": [{"confidence": 0.5, "right": 0.4, "rows": 9}]}).startswith("<svg")
    True
    """
    width, height = _LEFT + _SIZE + 16, _TOP + _SIZE + 64
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="11" role="img">',
        f"<title>{_plain(title)}: reliability</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" fill="none" '
        'stroke="#999"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="3 3"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{_x(tick)}" y="{_TOP + _SIZE + 14}" text-anchor="middle">'
                     f"{tick:g}</text>")  # fmt: skip
        parts.append(f'<text x="{_LEFT - 5}" y="{_y(tick)}" dy="4" text-anchor="end">'
                     f"{tick:g}</text>")  # fmt: skip
    parts.append(f'<text x="{_x(0.5)}" y="{_TOP + _SIZE + 30}" text-anchor="middle">'
                 "how sure</text>")  # fmt: skip
    parts.append(f'<text x="{_LEFT}" y="{_TOP - 8}">how often right</text>')
    for at, (name, bins) in enumerate(series.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        line = "L".join(f"{_x(each['confidence'])} {_y(each['right'])}" for each in bins)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{_x(each["confidence"])}" cy="{_y(each["right"])}" r="3" '
            f'fill="{colour}"><title>{each["rows"]} rows</title></circle>'
            for each in bins
        ]
        parts.append(f'<text x="{_LEFT + at * 170}" y="{_TOP + _SIZE + 50}" fill="{colour}">'
                     f"{_plain(name)}</text>")  # fmt: skip
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> str:
    return f"{_LEFT + _SIZE * value:.1f}"


def _y(value: float) -> str:
    return f"{_TOP + _SIZE * (1 - value):.1f}"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

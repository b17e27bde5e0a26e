"""Grouped bars as SVG, without a drawing library."""

from __future__ import annotations

from html import escape

COLOURS = ("#14456b", "#3f86b8", "#c98a2b", "#8b6db0", "#5f9e6e", "#b35c5c", "#7a7a7a", "#a39a5b")
BAR, GAP, LEFT, TOP, HEIGHT = 13, 26, 44, 64, 240


def draw(results: dict[str, dict[str, float]]) -> str:
    """``{input: {tool: F1 in percent}}`` → an SVG picture, one group of bars for each input."""
    tools = list(dict.fromkeys(tool for row in results.values() for tool in row))
    group = len(tools) * BAR + GAP
    width = max(LEFT + group * len(results) + 20, 720)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{TOP + HEIGHT + 40}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT}" y="16" font-size="13">Term lists: F1 in percent at the best length of each (surface forms, '
        "names included)</text>",
    ]
    for index, tool in enumerate(tools):
        x, y = LEFT + 165 * (index % 4), 26 + 16 * (index // 4)
        out.append(f'<rect x="{x}" y="{y}" width="10" height="10" fill="{COLOURS[index % len(COLOURS)]}"/>')
        out.append(f'<text x="{x + 14}" y="{y + 9}">{escape(tool)}</text>')
    scale = HEIGHT / 80
    for mark in range(0, 81, 20):
        y = TOP + HEIGHT - mark * scale
        out.append(
            f'<path d="M{LEFT} {y}H{width - 10}" stroke="#ddd"/><text x="{LEFT - 24}" y="{y + 4}">{mark}</text>'
        )
    for place, (name, row) in enumerate(results.items()):
        start = LEFT + GAP / 2 + place * group
        for index, tool in enumerate(tools):
            value = row.get(tool, 0.0)
            x, y = start + index * BAR, TOP + HEIGHT - value * scale
            colour = COLOURS[index % len(COLOURS)]
            out.append(
                f'<rect x="{x}" y="{y:.1f}" width="{BAR - 2}" height="{value * scale:.1f}" fill="{colour}">'
                f"<title>{escape(f'{name}, {tool}: {value:.1f}')}</title></rect>"
            )
            if value:
                out.append(f'<text x="{x}" y="{y - 3:.1f}" font-size="8">{value:.0f}</text>')
        out.append(f'<text x="{start}" y="{TOP + HEIGHT + 18}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>", ""])

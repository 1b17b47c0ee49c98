"""Bars from the JSON on standard input ({title, unit, bars: {name: value}}), as an SVG on standard output.

pygal draws plain SVG without a numeric library beneath it. No script and nothing of other sites is in the picture.
"""

import json
import sys

import pygal
from pygal.style import Style

OURS, THEIRS, MEASURE = "#2f6fde", "#b9c2cf", "#6c7a8c"

wanted = json.load(sys.stdin)
chart = pygal.HorizontalBar(
    js=(),
    title=wanted["title"],
    show_legend=False,
    print_values=True,
    print_values_position="top",
    height=60 + 44 * len(wanted["bars"]),
    width=860,
    margin=16,
    range=(0, max(wanted["bars"].values()) * 1.12),
    value_formatter=lambda value: f"{value:.2f} \N{MULTIPLICATION SIGN}",
    style=Style(background="white", plot_background="white", colors=(OURS,), value_font_size=13, label_font_size=13),
)
names = [*reversed(wanted["bars"])]
chart.x_labels = names
chart.add(
    "",
    [{"value": wanted["bars"][name], "color": OURS if name in wanted["ours"] else THEIRS} for name in names],
)
sys.stdout.buffer.write(chart.render())

"""Bars from the JSON on standard input ({title, unit, bars: {name: value}}), as an SVG on standard output.

pygal draws plain SVG without a numeric library beneath it. Its scripts, for pointing at bars, are left out.
"""

import json
import re
import sys

import pygal
from pygal.style import Style

OURS, THEIRS, MEASURE = "#2f6fde", "#b9c2cf", "#6c7a8c"

wanted = json.load(sys.stdin)
chart = pygal.HorizontalBar(
    js=(),
    title=wanted["title"],
    show_legend=False,
    show_x_labels=True,
    show_x_guides=False,
    show_y_guides=False,
    height=60 + 44 * len(wanted["bars"]),
    width=860,
    margin=16,
    range=(0, max(wanted["bars"].values()) * 1.12),
    value_formatter=lambda value: f"{value:.2f} \N{MULTIPLICATION SIGN}",
    style=Style(background="white", plot_background="white", colors=(OURS,), label_font_size=13),
)
names = [*reversed(wanted["bars"])]
chart.x_labels = [f"{name}  {wanted['bars'][name]:.2f} \N{MULTIPLICATION SIGN}" for name in names]
chart.add(
    "",
    [{"value": wanted["bars"][name], "color": OURS if name in wanted["ours"] else THEIRS} for name in names],
)
sys.stdout.buffer.write(re.sub(rb"<script.*?</script>", b"", chart.render(), flags=re.DOTALL))

"""One visit of a sign-in page on a slow phone: CPU four times slower, 150 ms of latency, 1.6 Mbit/s."""

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page

CPU_SLOWDOWN = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}  # bytes/s
PHONE = {"width": 412, "height": 823}
LONG_TASK_MILLISECONDS = 50
SETTLE_MILLISECONDS = 1500
"""How long to observe long tasks after the field has appeared."""

_WATCH = """
window.bench = { longTasks: [], field: null, largest: 0, shift: 0 };
new PerformanceObserver((list) => bench.longTasks.push(...list.getEntries().map((e) => [e.startTime, e.duration])))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => { bench.largest = list.getEntries().at(-1).startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) bench.shift += e.value; })
  .observe({ type: "layout-shift", buffered: true });
const look = () => {
  if (document.querySelector(FIELD)) bench.field = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
_READ = """() => ({
  ...bench,
  first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  bytes: performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
    .reduce((sum, entry) => sum + entry.transferSize, 0),
})"""


@dataclass(frozen=True)
class Visit:
    """Times in milliseconds since the navigation; `transferred` in kB on the wire."""

    transferred: float
    first_paint: float
    largest_paint: float
    field_usable: float
    blocked: float
    layout_shift: float


def first_and_second(browser: Browser, url: str, field: str) -> tuple[Visit, Visit]:
    """Visit with an empty cache, and again with the cache of the first visit."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    context.add_init_script(_WATCH.replace("FIELD", repr(field)))
    try:
        return _visit(context, url), _visit(context, url)
    finally:
        context.close()


def _visit(context: BrowserContext, url: str) -> Visit:
    page = context.new_page()
    try:
        _slow_down(page)
        page.goto(url, wait_until="commit", timeout=60_000)
        page.wait_for_function("() => window.bench?.field", timeout=60_000)
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        return _read(page)
    finally:
        page.close()


def _slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def _read(page: Page) -> Visit:
    seen = page.evaluate(_READ)
    tasks: list[tuple[float, float]] = seen["longTasks"]
    return Visit(
        transferred=seen["bytes"] / 1000,
        first_paint=seen["first"],
        largest_paint=seen["largest"],
        field_usable=_free_from(seen["field"], tasks),
        blocked=sum(max(0, duration - LONG_TASK_MILLISECONDS) for _, duration in tasks),
        layout_shift=seen["shift"],
    )


def _free_from(time: float, tasks: list[tuple[float, float]]) -> float:
    """When the main thread is free, at `time` or later: a visible field accepts no key press during a long task.

    A pause between long tasks counts from 50 ms on. `tasks` are starts and durations.
    """
    for start, duration in sorted(tasks):
        if start <= time + LONG_TASK_MILLISECONDS:
            time = max(time, start + duration)
    return time


def medians(visits: list[Visit]) -> dict[str, float]:
    """The median of each figure."""
    names = Visit.__dataclass_fields__
    return {name: median(getattr(visit, name) for visit in visits) for name in names}

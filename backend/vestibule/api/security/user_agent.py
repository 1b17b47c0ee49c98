"""A short description of the browser that sent a request, for people: `Firefox on Linux`.

Only known names appear, never text of the header, which anybody can choose. The first match of each table decides.
"""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari", "Safari"),
    ("curl", "curl"),
    ("python", "Python"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
MAX_CHARACTERS = 1000


def describe_browser(user_agent: str) -> str:
    """`Firefox on Linux`, or as much of it as is known; an empty text if nothing is."""
    text = user_agent[:MAX_CHARACTERS]
    known = (next((name for token, name in table if token in text), None) for table in (BROWSERS, SYSTEMS))
    return " on ".join(name for name in known if name)

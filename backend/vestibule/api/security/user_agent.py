"""A short description of the browser that sent a request, in every language: `Firefox (Linux)`.

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
    """`Firefox (Linux)`, or as much of it as is known; an empty text if nothing is."""
    text = user_agent[:MAX_CHARACTERS]
    browser, system = (next((name for token, name in table if token in text), "") for table in (BROWSERS, SYSTEMS))
    return f"{browser} ({system})" if browser and system else browser or system

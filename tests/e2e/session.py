"""What a test sees of a session: the stored token, requests, and everything that was shown meanwhile."""

from playwright.sync_api import Page

HOUR = 3600
REFRESH = "/api/auth/refresh"
ME = "/api/me"

# Records every main heading and every loading state that was ever on the page.
REMEMBER_WHAT_IS_SHOWN = """
  window.shown = [];
  new MutationObserver(() => {
    const seen = [...document.querySelectorAll("h1, nav a, [role=status]")].map((element) => element.textContent);
    window.shown.push(...seen.filter((text) => !window.shown.includes(text)));
  }).observe(document, { childList: true, subtree: true, characterData: true });
"""

# Fills the storage completely.
FILL_STORAGE = """() => {
  for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
    for (let index = 0; index < 50; index++) {
      try { localStorage.setItem(`fill-${size}-${index}`, "x".repeat(size)); } catch { break; }
    }
  }
}"""


def token(page: Page) -> str | None:
    kept: str | None = page.evaluate("localStorage.getItem('user_token')")
    return kept


def requests_to(page: Page, path: str) -> list[str]:
    """A list of the requests to `path` from all tabs of this browser."""
    made: list[str] = []
    page.context.on("request", lambda request: made.append(request.url) if request.url.endswith(path) else None)
    return made

"""The outbox as an HTML page, which reloads itself, or as JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from local_cognito.context import Context
from local_cognito.mail.outbox import Message, messages

REFRESH_SECONDS = 3
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

STYLE = """
:root { color-scheme: light dark; --faint: light-dark(#667085, #98a2b3); --line: light-dark(#e4e7ec, #344054);
  --card: light-dark(#fff, #1d2430); --page: light-dark(#f6f7f9, #12161d); --ink: light-dark(#1d2939, #f2f4f7); }
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
p { color: var(--faint); margin: .25rem 0 1.5rem; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; align-items: center; margin-bottom: .75rem;
  padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
strong, small { grid-column: 1; overflow-wrap: anywhere; }
code { grid-area: 1 / 2 / span 2; font: 600 1.5rem ui-monospace, monospace; letter-spacing: .08em; user-select: all; }
small { color: var(--faint); }
pre { grid-column: 1 / -1; margin: .5rem 0 0; font: inherit; font-size: .875rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{seconds}">
<title>Outbox of local Cognito</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Outbox</h1>
<p>The messages that Cognito would have sent, and the application's mails, newest first. This page reloads itself.</p>
{content}
</main>
</body>
</html>
"""

ENTRY = """<li><strong>{to}</strong>{code}
<small>{subject} · {kind} · <time datetime="{iso}">{time}</time></small>{text}</li>"""
CODE = "<code>{code}</code>"
TEXT = "<pre>{text}</pre>"


class OutboxPage:
    """GET /outbox."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, request: Request) -> Response:
        """HTML, or JSON for `Accept: application/json`. `?to=` filters by address."""
        with self._context.storage.read() as db:
            found = messages(db, request.query_params.get("to"))
        headers = {"Cache-Control": "no-store", "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
        headers |= {"Cross-Origin-Resource-Policy": "same-origin"}
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([message.document() for message in found], headers=headers)
        return HTMLResponse(render(found), headers=headers | {"Content-Security-Policy": CONTENT_SECURITY_POLICY})


def render(messages: Iterable[Message]) -> str:
    """The HTML page with these messages, in this order."""
    entries = "\n".join(map(_entry, messages))
    content = f"<ol>\n{entries}\n</ol>" if entries else "<p>No messages yet.</p>"
    return PAGE.format(seconds=REFRESH_SECONDS, style=STYLE, content=content)


def _entry(message: Message) -> str:
    shown = {name: escape(value) for name, value in message.document().items()}
    time = datetime.fromtimestamp(message.sent, UTC).strftime("%H:%M:%S UTC, %d %B %Y")
    code = CODE.format(**shown) if message.code else ""
    text = TEXT.format(**shown) if message.text else ""
    kind = "{purpose}, by {medium}".format(**shown).replace("_", " ") if message.code else shown["medium"]
    return ENTRY.format(**(shown | {"code": code, "text": text}), kind=kind, iso=shown["sent_at"], time=time)

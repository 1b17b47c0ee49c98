"""The outbox for people: one page, no scripts, up to date by itself."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from local_cognito.mail.outbox import Message

REFRESH_SECONDS = 3
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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
strong { overflow-wrap: anywhere; }
code { grid-row: span 2; font: 600 1.5rem ui-monospace, monospace; letter-spacing: .08em; user-select: all; }
small { color: var(--faint); }
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
<p>What Cognito would have sent. Newest first; this page keeps itself up to date.</p>
{content}
</main>
</body>
</html>
"""

ENTRY = """<li><strong>{to}</strong><code>{code}</code>
<small>{subject} · {purpose} by {medium} · <time datetime="{iso}">{time}</time></small></li>"""


def render(messages: Iterable[Message]) -> str:
    """The page that shows messages, in the order given."""
    entries = "\n".join(map(_entry, messages))
    content = f"<ol>\n{entries}\n</ol>" if entries else "<p>Nothing was sent yet.</p>"
    return PAGE.format(seconds=REFRESH_SECONDS, style=STYLE, content=content)


def _entry(message: Message) -> str:
    shown = {name: escape(value) for name, value in message.document().items()}
    time = datetime.fromtimestamp(message.sent, UTC).strftime("%H:%M:%S UTC, %d %B %Y")
    return ENTRY.format(**(shown | {"purpose": shown["purpose"].replace("_", " ")}), iso=shown["sent_at"], time=time)

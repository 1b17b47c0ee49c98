"""Who may call: bearer tokens, the refresh cookie, same-origin checks, client addresses."""

"""Authentication and protection: bearer tokens, guards, the refresh cookie, same-origin checks, client IPs."""

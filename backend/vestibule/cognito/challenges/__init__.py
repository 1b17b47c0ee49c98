"""One file per challenge kind, and the encrypted sessions between them."""

"""Stopping without loss: what is on its way over an open connection is still answered."""

from vestibule.server.protocol import RefusingProtocol

LINGER_SECONDS = 1.0


class DrainingProtocol(RefusingProtocol):
    """HTTP/1.1 whose idle connections outlive the order to stop by a moment.

    uvicorn closes them at once, and with them a request that the other side has just sent: a proxy must not repeat
    that one if it changes something. Here it is answered, with `Connection: close`, so that the next goes elsewhere.
    """

    draining = False

    def shutdown(self) -> None:
        """Told to stop: close when idle, but not at once."""
        self.draining = True
        self.loop.call_later(LINGER_SECONDS, super().shutdown)

    def on_headers_complete(self) -> None:
        """A request begins; while draining, it is this connection's last."""
        super().on_headers_complete()
        if self.draining:
            self.cycle.keep_alive = False

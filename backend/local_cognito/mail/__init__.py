"""Messages and where they are sent."""

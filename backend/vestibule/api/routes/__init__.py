"""One file a topic: a router, its request models, its endpoints."""

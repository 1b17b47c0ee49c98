"""uvicorn as production runs it."""

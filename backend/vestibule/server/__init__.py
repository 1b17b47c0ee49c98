"""The production server: uvicorn with a guarded protocol."""

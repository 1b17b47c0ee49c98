"""The checks, by topic. `registry.py` lists them."""

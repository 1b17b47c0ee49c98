"""Authentication flows and challenges, one module each. `registry` lists them; `attempt` is what they build on."""

"""The documents of AWS's API that `pool.toml` asks for."""

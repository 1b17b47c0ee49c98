"""A user pool and its parts as a whole: read, compared with `pool.toml`, changed."""

"""`pool.toml`: one declarative file for a user pool, validated strictly."""

from vestibule.pool_file.file import PoolFile
from vestibule.pool_file.loading import PoolFileError, load_pool_file, parse_pool_file
from vestibule.pool_file.secret import SecretReference, SecretUnavailable

__all__ = ["PoolFile", "PoolFileError", "SecretReference", "SecretUnavailable", "load_pool_file", "parse_pool_file"]

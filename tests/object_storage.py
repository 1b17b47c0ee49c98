"""A local S3, served by moto over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "uploads"


@contextmanager
def local_s3() -> Iterator[str]:
    """Serve S3 with an empty bucket on an ephemeral port during the block; yields its URL."""
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="s3", daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        client = s3_client(url, {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
        client.create_bucket(Bucket=BUCKET)
        client.close()
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def s3_client(url: str, environment: dict[str, str]) -> "S3Client":
    """A client of S3 with the credentials of environment variables."""
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
    )

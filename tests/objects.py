"""A real S3 server on loopback, and buckets in it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest


@contextmanager
def s3_server() -> Iterator[None]:
    """Serve S3 on a free port, and point this process and all that it starts at it."""
    from moto.server import ThreadedMotoServer  # takes a second; few tests need it

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "tests")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        try:
            yield
        finally:
            server.stop()


def make_bucket() -> str:
    """Make a bucket of its own and return the URL of a folder in it."""
    import s3fs

    name = f"runs-{uuid4().hex}"
    s3fs.S3FileSystem(use_listings_cache=False).mkdir(name)
    return f"s3://{name}/book"

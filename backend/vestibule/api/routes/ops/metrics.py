"""Metrics for Prometheus. Not below `/api`, because proxies in front of the API must not publish it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST

from vestibule.api.http.routing import TopicRouter
from vestibule.api.services import ServicesDep
from vestibule.services import Services

UPDATE_SECONDS = 1.0

router = TopicRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(services: ServicesDep) -> Response:
    """Return the metrics of all workers."""
    services.update_gauges()
    return Response(services.metrics.render(), media_type=CONTENT_TYPE_LATEST)


@asynccontextmanager
async def current_gauges(services: Services) -> AsyncIterator[None]:
    """Keep the gauges up to date during the block: another worker may answer `/metrics`."""

    async def update() -> None:
        while True:
            services.update_gauges()
            await asyncio.sleep(UPDATE_SECONDS)

    task = asyncio.create_task(update())
    try:
        yield
    finally:
        task.cancel()

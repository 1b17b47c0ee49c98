"""Metrics for Prometheus. Not under `/api`: what is in front of the API does not pass it on."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Tell how many requests there were, and how long they took."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)

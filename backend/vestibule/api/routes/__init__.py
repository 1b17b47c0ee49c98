"""One file a topic: a router, its request models, its endpoints."""

from fastapi import APIRouter

from vestibule.api.problems import problems
from vestibule.api.routes import auth_test, config, health, me, password, session, sign_up, token, users

router = APIRouter(prefix="/api", responses=problems())
for topic in (config, sign_up, session, token, password, me, users, auth_test, health):
    router.include_router(topic.router)

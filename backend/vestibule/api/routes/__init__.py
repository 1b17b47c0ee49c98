"""One file a topic: a router, its request models, its endpoints."""

from fastapi import APIRouter

from vestibule.api.http.problems import problems
from vestibule.api.routes import protected as auth_test
from vestibule.api.routes.admin import users
from vestibule.api.routes.auth import config, password, session, sign_up, token
from vestibule.api.routes.me import profile as me
from vestibule.api.routes.ops import health

router = APIRouter(prefix="/api", responses=problems())
for topic in (config, sign_up, session, token, password, me, users, auth_test, health):
    router.include_router(topic.router)

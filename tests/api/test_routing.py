"""Every route is found by its exact path, and no other path is."""

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.apps import assert_problem


def test_every_path_is_routed(client: TestClient) -> None:
    routes = [route for route in client.app.routes if isinstance(route, APIRoute) and route.path.startswith("/api/")]

    assert len(routes) > 20
    for route in routes:
        for method in route.methods - {"HEAD"}:
            answer = client.request(method, route.path.replace("{name}", "email"))
            assert answer.status_code not in (404, 405), route.path


@pytest.mark.parametrize("path", ["/api/me/", "/api//me", "/api/ME", "/api/auth_test/x", "/api"])
def test_other_spellings_of_a_path_are_not_found(client: TestClient, path: str) -> None:
    assert_problem(client.get(path), 404, "not-found")


def test_unknown_methods_share_one_metrics_label(client: TestClient) -> None:
    for number in range(20):
        client.request(f"METHOD{number}", "/api/auth_test")

    metrics = client.get("/metrics").text
    assert 'method="-"' in metrics
    assert "METHOD" not in metrics

"""The methods and fields of uvicorn that the server protocol overrides or uses still exist."""

import gc
import inspect
from contextlib import suppress

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from tests.apps import settings_for
from vestibule.server.gc_pause import paused_collection
from vestibule.server.protocol import USED_INTERNALS, GuardedProtocol
from vestibule.server.serve import server_config

PROTOCOL_FIELDS = {
    *("app", "loop", "parser", "transport", "flow", "pipeline", "cycle", "scope", "headers"),
    *("logger", "access_logger", "server_state"),
}
CYCLE_FIELDS = {"disconnected", "keep_alive", "message_event", "more_body", "response_started", "response_complete"}


def parameters(method: object) -> tuple[str, ...]:
    return tuple(inspect.signature(method).parameters)[1:]


@pytest.mark.parametrize("owner", USED_INTERNALS, ids=lambda owner: owner.__name__)
def test_uvicorn_has_the_methods_that_the_protocol_relies_on(owner: type) -> None:
    assert {name: parameters(getattr(owner, name)) for name in USED_INTERNALS[owner]} == USED_INTERNALS[owner]


@pytest.mark.parametrize(
    ("owner", "fields"), [(HttpToolsProtocol, PROTOCOL_FIELDS), (RequestResponseCycle, CYCLE_FIELDS)]
)
def test_uvicorn_sets_the_fields_that_the_protocol_relies_on(owner: type, fields: set[str]) -> None:
    assert fields <= set(owner.__init__.__code__.co_names)


def test_every_overridden_method_is_listed() -> None:
    own = {name for name, value in vars(GuardedProtocol).items() if inspect.isfunction(value)}

    assert {name for name in own if hasattr(HttpToolsProtocol, name)} <= set(USED_INTERNALS[HttpToolsProtocol])


def test_the_supervisor_gives_workers_time_to_start_on_a_busy_machine() -> None:
    """The five seconds of uvicorn pass while Python imports the application: it would kill them again and again."""
    settings = settings_for("http://127.0.0.1:9", api_workers=2, store_url="sqlite:///unused.sqlite3")

    assert server_config(settings).timeout_worker_healthcheck >= 30


def test_uvicorn_serves_the_api_alone_behind_a_proxy() -> None:
    settings = settings_for(
        "http://127.0.0.1:9", api_host="192.0.2.1", api_port=8123, api_workers=3, store_url="sqlite:///unused.sqlite3"
    )

    config = server_config(settings)

    assert (config.app, config.factory) == ("vestibule.server.worker:create_app", True)
    assert (config.host, config.port, config.workers) == ("192.0.2.1", 8123, 3)
    assert (config.http, config.ws) == (GuardedProtocol, "none")
    assert not any((config.access_log, config.server_header, config.proxy_headers, config.log_config))
    assert (config.timeout_keep_alive, config.timeout_graceful_shutdown) == (75, 20)


def test_collection_is_paused_while_modules_are_imported_and_then_leaves_them_alone() -> None:
    gc.unfreeze()  # the tests' own pause has left all modules alone already
    states = [gc.isenabled()]
    with suppress(ImportError), paused_collection():
        states.append(gc.isenabled())
        raise ImportError
    states.append(gc.isenabled())

    assert states == [True, False, True]
    assert gc.get_freeze_count() > 1000

"""Forms and JSON of requests: what is ambiguous is refused; and the deadline of endpoints."""

import asyncio
import gc
import threading

import anyio.to_thread
import pytest

from vestibule.api.http.deadline import within
from vestibule.api.http.strict_route import parse, refuse_ambiguous_form
from vestibule.errors import CognitoTimeout, InvalidCredentials, MalformedRequest

pytestmark = pytest.mark.anyio


async def hang(ended: asyncio.Event) -> None:
    """Wait forever; tell when that is cancelled."""
    try:
        await asyncio.Event().wait()
    finally:
        ended.set()


class TestForm:
    @pytest.mark.parametrize(
        "body", [b"", b"a=1", b"a=&b=", b"a=%C3%A9&b=+", b"&".join(b"p%d=1" % number for number in range(100))]
    )
    def test_plain_form_is_accepted(self, body: bytes) -> None:
        refuse_ambiguous_form(body)

    @pytest.mark.parametrize(
        "body",
        [
            *(b"a=1&a=1", b"a=1&a=", b"a=&a=1", b"a=%FF", b"a=\xc3\xa9", b"a=%00", b"%00=1", b"a=1&%61=2"),
            b"&".join(b"p%d=1" % number for number in range(101)),
        ],
    )
    def test_ambiguous_form_is_refused(self, body: bytes) -> None:
        with pytest.raises(MalformedRequest):
            refuse_ambiguous_form(body)


class TestJson:
    @pytest.mark.parametrize("body", [b'{"a": "\\\\u0000"}', b'{"a": "\\\\\\\\u0000"}', b'{"a": "u0000"}', b"{}"])
    def test_text_that_only_looks_like_nul_is_accepted(self, body: bytes) -> None:
        assert isinstance(parse(body), dict)

    @pytest.mark.parametrize("body", [b'{"a": "\\u0000"}', b'{"a": "\\\\\\u0000"}', b'{"\\u0000": 1}', b"[]", b"x"])
    def test_nul_and_what_is_no_object_are_refused(self, body: bytes) -> None:
        with pytest.raises(MalformedRequest):
            parse(body)


class TestDeadline:
    async def test_work_that_ends_in_time_returns_or_raises(self) -> None:
        async def fail() -> None:
            raise InvalidCredentials

        assert await within(5, asyncio.sleep(0, "done")) == "done"
        with pytest.raises(InvalidCredentials):
            await within(5, fail())

    async def test_work_that_does_not_is_cancelled(self) -> None:
        ended = asyncio.Event()

        with pytest.raises(CognitoTimeout):
            await within(0.01, hang(ended))

        await asyncio.wait_for(ended.wait(), 5)

    async def test_failure_of_abandoned_work_is_not_reported(self) -> None:
        reported: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
        go_on, others = threading.Event(), asyncio.all_tasks()

        def fail_later() -> None:
            go_on.wait()
            raise RuntimeError("abandoned")

        with pytest.raises(CognitoTimeout):
            await within(0.01, anyio.to_thread.run_sync(fail_later))
        go_on.set()
        await asyncio.wait(asyncio.all_tasks() - others)
        gc.collect()  # asyncio reports an exception that nobody has retrieved when its task is collected

        assert reported == []

    async def test_work_ends_with_the_request(self) -> None:
        ended = asyncio.Event()

        request = asyncio.create_task(within(60, hang(ended)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        request.cancel()

        with pytest.raises(asyncio.CancelledError):
            await request
        await asyncio.wait_for(ended.wait(), 5)

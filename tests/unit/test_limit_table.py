"""How much each endpoint's limit allows, by client IP and by account, and when a refusal says to retry."""

from ipaddress import ip_network

import pytest

from tests.limiters import ALICE, KNOWN_IP, UNKNOWN_IP, error_of_attempt, limiter_at, outcome, wrong
from tests.servers import Clock
from vestibule.errors import CodeMismatch, InvalidCredentials, TooManyAttempts, TooManyRequests
from vestibule.limits import LIMITS, Limiter, is_trusted, real_peer

MINUTE, WINDOW = 60, 15 * 60
REQUESTS = {
    "sign-up": (100, 10, WINDOW),
    "resend": (100, 10, WINDOW),
    "forgot": (100, 10, WINDOW),
    "first-code": (100, 10, WINDOW),
    "second-factor": (100, 10, WINDOW),
    "custom": (100, 50, WINDOW),
    "refresh": (6000, None, MINUTE),
    "aws-credentials": (600, 30, MINUTE),
    "guest-credentials": (100, None, WINDOW),
}
WRONG_GUESSES = {
    **dict.fromkeys(("sign-in", "token", "begin", "password"), 10),
    **dict.fromkeys(("challenge", "codes", "callback"), 20),
}


@pytest.fixture
def clock() -> Clock:
    return Clock(1_000_000.5)


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return limiter_at("memory://", max_wait=0, clock=clock)


def admitted(limiter: Limiter, name: str, *, client_ip: str = UNKNOWN_IP, account: str | None = None) -> bool:
    try:
        limiter.admit(name, client_ip=client_ip, account=account)
    except TooManyRequests:
        return False
    return True


def refusal(limiter: Limiter, account: str | None, client_ip: str = UNKNOWN_IP, name: str = "sign-in") -> int | None:
    """The `retry_after` of a wrong attempt that is one too many; None for one that is only wrong."""
    error = error_of_attempt(limiter, InvalidCredentials(), client_ip=client_ip, account=account, name=name)
    return error.retry_after if isinstance(error, TooManyAttempts) else None


def test_every_limit_has_its_numbers_here() -> None:
    assert {*REQUESTS, *WRONG_GUESSES} == {*LIMITS}


def test_wrong_guesses_count_for_fifteen_minutes() -> None:
    guesses = {limit.guesses for limit in LIMITS.values() if limit.guesses}
    limits = [limit for kind in guesses for limit in (kind.limit, kind.pair_limit, kind.client_ip_limit)]

    assert [limit.get_expiry() for limit in limits] == [WINDOW] * 6


class TestRequests:
    @pytest.mark.parametrize("name", REQUESTS)
    def test_a_client_ip_has_its_number_of_requests_in_a_window(
        self, limiter: Limiter, clock: Clock, name: str
    ) -> None:
        amount, _, window = REQUESTS[name]

        assert all(admitted(limiter, name) for _ in range(amount))
        with pytest.raises(TooManyRequests) as refused:
            limiter.admit(name, client_ip=UNKNOWN_IP)
        assert refused.value.retry_after == window
        assert admitted(limiter, name, client_ip=KNOWN_IP)
        clock.advance(window)
        assert admitted(limiter, name)

    @pytest.mark.parametrize("name", [name for name, (_, amount, _) in REQUESTS.items() if amount])
    def test_an_account_has_its_number_of_requests_at_each_endpoint(self, limiter: Limiter, name: str) -> None:
        _, amount, _ = REQUESTS[name]
        assert amount

        outcomes = [admitted(limiter, name, client_ip=f"203.0.113.{n}", account=ALICE) for n in range(amount + 1)]

        assert outcomes == [True] * amount + [False]
        others = [other for other, (_, per_account, _) in REQUESTS.items() if per_account and other != name]
        assert all(admitted(limiter, other, account=" Alice@example.COM") for other in others)

    def test_the_owner_has_requests_of_his_own_where_he_is_known(self, limiter: Limiter) -> None:
        limiter.remember(KNOWN_IP, ALICE)
        for number in range(11):
            admitted(limiter, "forgot", client_ip=f"203.0.113.{number}", account=ALICE)

        outcomes = [admitted(limiter, "forgot", client_ip=KNOWN_IP, account=ALICE) for _ in range(11)]

        assert outcomes == [True] * 10 + [False]

    def test_a_client_ip_that_users_know_can_cause_a_thousand_second_factors(self, limiter: Limiter) -> None:
        accounts = [f"user{number}@example.com" for number in range(1001)]
        for account in accounts:
            limiter.remember(KNOWN_IP, account)

        outcomes = [admitted(limiter, "second-factor", client_ip=KNOWN_IP, account=account) for account in accounts]

        assert outcomes == [True] * 1000 + [False]

    def test_other_recipients_are_counted_like_accounts(self, limiter: Limiter) -> None:
        for number in range(10):
            limiter.admit("sign-up", client_ip=f"203.0.113.{number}", recipients=["other@example.com", ALICE])

        with pytest.raises(TooManyRequests):
            limiter.admit("sign-up", client_ip=UNKNOWN_IP, recipients=["new@example.com", ALICE])
        assert not admitted(limiter, "sign-up", account=ALICE)

    def test_no_request_is_counted_where_the_limits_are_off(self) -> None:
        limiter = limiter_at("memory://", enabled=False)

        assert all(admitted(limiter, "forgot", account=ALICE) for _ in range(11))


class TestGuesses:
    @pytest.mark.parametrize("name", WRONG_GUESSES)
    @pytest.mark.parametrize("account", [ALICE, None])
    def test_one_wrong_guess_more_than_the_number_is_refused(
        self, limiter: Limiter, name: str, account: str | None
    ) -> None:
        amount = WRONG_GUESSES[name]

        outcomes = [refusal(limiter, account, name=name) for _ in range(amount + 1)]

        assert outcomes == [None] * amount + [WINDOW]

    def test_trying_codes_of_many_accounts_is_stopped_after_a_hundred(self, limiter: Limiter) -> None:
        outcomes = [
            outcome(limiter, CodeMismatch(), name="codes", account=f"user{number}@example.com") for number in range(100)
        ]

        assert outcomes == [CodeMismatch] * 20 + [TooManyAttempts] * 80
        assert outcome(limiter, None, name="codes", account="another@example.com") is TooManyAttempts

    def test_an_exhausted_client_ip_has_two_codes_of_another_account(self, limiter: Limiter) -> None:
        for _ in range(20):
            refusal(limiter, None, name="codes")

        assert [outcome(limiter, None, name="codes") for _ in range(2)] == [None, None]
        assert [refusal(limiter, "bob@example.com", name="codes") for _ in range(2)] == [1, WINDOW]
        assert outcome(limiter, None, name="codes", account="bob@example.com") is TooManyAttempts

    def test_an_attempt_that_may_be_wrong_counts_as_a_wrong_one(self, limiter: Limiter) -> None:
        for _ in range(10):
            with limiter.attempt("sign-in", client_ip=UNKNOWN_IP, account=ALICE) as attempt:
                attempt.may_be_wrong()

        assert wrong(limiter, 1) == [TooManyAttempts]
        assert not limiter.is_known_address(UNKNOWN_IP, ALICE)

    def test_a_right_attempt_without_an_account_does_not_count(self, limiter: Limiter) -> None:
        for _ in range(30):
            with limiter.attempt("callback", client_ip=UNKNOWN_IP) as attempt:
                assert not attempt.known_address

        assert refusal(limiter, None, name="callback") is None


class TestRetryAfter:
    def test_the_last_attempt_of_the_reserve_says_when_its_window_ends(self, limiter: Limiter, clock: Clock) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")
        clock.advance(100)

        assert [refusal(limiter, ALICE), refusal(limiter, ALICE)] == [1, WINDOW]
        clock.advance(0.4)
        assert refusal(limiter, ALICE) == WINDOW
        clock.advance(0.7)
        assert refusal(limiter, ALICE) == WINDOW - 1

    def test_a_known_user_whose_colleagues_mistyped_can_retry_at_once(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=KNOWN_IP)
        for number in range(10):
            outcome(limiter, InvalidCredentials(), client_ip=KNOWN_IP, account=f"colleague{number}@example.com")

        assert [refusal(limiter, ALICE, KNOWN_IP) for _ in range(10)] == [1] * 9 + [WINDOW]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "real"),
    [
        ("203.0.113.1", "203.0.113.1", "127.0.0.1"),
        ("203.0.113.1", "1.1.1.1, 203.0.113.1", "127.0.0.1"),
        ("203.0.113.1", "203.0.113.1, 127.0.0.1", "127.0.0.1"),
        ("203.0.113.1", "203.0.113.1:4711", "127.0.0.1"),
        ("203.0.113.1:4711", "203.0.113.1:4711", "127.0.0.1"),
        ("2001:db8::1", "[2001:db8::1]:443", "127.0.0.1"),
        ("nonsense", "nonsense", "127.0.0.1"),
        ("203.0.113.1", "203.0.113.1, 203.0.113.2", "203.0.113.1"),
        ("203.0.113.1", "127.0.0.1", "203.0.113.1"),
        ("203.0.113.1", "", "203.0.113.1"),
        ("", "127.0.0.1", ""),
    ],
)
def test_peer_that_uvicorn_replaced_by_a_header_is_its_own_machine(peer: str, forwarded_for: str, real: str) -> None:
    assert real_peer(peer, forwarded_for) == real


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [("10.0.0.1", True), ("::ffff:10.0.0.1", True), ("10.0.0.1%eth0", True), ("11.0.0.1", False), ("unix", False)],
)
def test_proxies_are_trusted_by_their_address(peer: str, trusted: bool) -> None:
    assert is_trusted(peer, [ip_network("192.0.2.0/24"), ip_network("10.0.0.0/8")]) is trusted

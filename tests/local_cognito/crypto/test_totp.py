import pytest

from local_cognito.crypto import totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # that of RFC 6238, appendix B


@pytest.mark.parametrize(("moment", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_rfc_6238(moment: float, code: str) -> None:
    assert totp.code(SECRET, moment) == code


def test_a_secret_has_32_bytes_in_base32_without_padding() -> None:
    secret = totp.new_secret()

    assert len(secret) == 52
    assert secret.isalnum()
    assert totp.code(secret, 0).isdigit()


@pytest.mark.parametrize(("offset", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_one_step_of_drift_is_accepted(offset: int, accepted: bool) -> None:
    step = totp.matching_step(SECRET, totp.code(SECRET, 3000 + offset), 3000)

    assert step == ((3000 + offset) // 30 if accepted else None)


@pytest.mark.parametrize("given", ["", "12345", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16"])
def test_a_malformed_code_matches_no_step(given: str) -> None:
    assert totp.matching_step(SECRET, given, 3000) is None

"""Every token of the corpus gets the one answer that it must get; nothing else is raised, and no order matters."""

from contextlib import nullcontext

import pytest

from tests.unit.tokens.case import Case
from tests.unit.tokens.corpus import algorithms, claims, encodings, headers, keys, structure, times
from tests.unit.tokens.forge import token
from tests.unit.tokens.verify import verify
from vestibule.tokens.verifier import TokenVerifier

pytestmark = pytest.mark.anyio

CORPUS = [
    pytest.param(case, id=f"{module.__name__.rpartition('.')[2]}: {case.name}".encode("unicode_escape").decode())
    for module in (structure, algorithms, headers, encodings, claims, times, keys)
    for case in module.CASES
]


@pytest.mark.parametrize("case", CORPUS)
async def test_each_token_gets_its_answer(case: Case, verifier: TokenVerifier) -> None:
    text = case.build()
    await verify(verifier, token())  # so that what is like a good one comes the quick way

    for _ in range(2):  # what was decided once does not change the next decision
        with pytest.raises(case.error) if case.error else nullcontext() as raised:
            await verify(verifier, text)
        assert case.error is None or raised is None or raised.type is case.error

    await verify(verifier, token())


def test_the_corpus_is_large_and_names_each_case_once() -> None:
    names = [parameters.id for parameters in CORPUS]

    assert len(names) >= 300
    assert len(names) == len(set(names))

"""Every token of the corpus gets the expected result, in any order, and nothing else is raised."""

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
async def test_each_token_of_the_corpus_gets_its_result(case: Case, verifier: TokenVerifier) -> None:
    text = case.build()
    await verify(verifier, token())  # fills the caches, so that similar tokens take the fast path

    for _ in range(2):  # a cached decision does not change the next one
        with pytest.raises(case.error) if case.error else nullcontext() as raised:
            await verify(verifier, text)
        assert case.error is None or raised is None or raised.type is case.error

    await verify(verifier, token())


def test_the_corpus_is_large_and_has_unique_names() -> None:
    names = [parameters.id for parameters in CORPUS]

    assert len(names) >= 300
    assert len(names) == len(set(names))

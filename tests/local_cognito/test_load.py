import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from local_cognito.crypto.passwords import Passwords
from local_cognito.model import pools, users
from local_cognito.model.users import User
from local_cognito.storage import Storage
from tests.cognito import create_cognito
from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn, boto3_client, refused
from tests.servers import Clock, serve

MANY = 5000


class TestParallelRequests:
    def test_fifty_users_sign_up_confirm_and_sign_in_at_once(self, stand_in: StandIn) -> None:
        crowd = replace(stand_in, client=boto3_client(stand_in.url, connections=50))
        people = [Person(crowd) for _ in range(50)]

        with ThreadPoolExecutor(50) as threads:
            results = list(threads.map(lambda person: person.sign_up().confirm().sign_in(), people))

        assert len({result["AccessToken"] for result in results}) == 50
        for person, result in zip(people, results, strict=True):
            assert person.attributes(result["AccessToken"])["email"] == person.email

    def test_one_of_fifty_parallel_sign_ups_gets_an_address(self, stand_in: StandIn) -> None:
        crowd = replace(stand_in, client=boto3_client(stand_in.url, connections=50))
        email = f"{uuid.uuid4().hex}@example.com"

        with ThreadPoolExecutor(50) as threads:
            attempts = [threads.submit(Person(crowd, email=email).sign_up) for _ in range(50)]

        taken = [one.exception() for one in attempts]
        assert taken.count(None) == 1
        assert {type(error).__name__ for error in taken if error} == {"UsernameExistsException"}

    def test_one_of_twenty_parallel_confirmations_uses_the_code(self, stand_in: StandIn) -> None:
        crowd = replace(stand_in, client=boto3_client(stand_in.url, connections=20))
        person = Person(crowd).sign_up()
        code = person.code

        with ThreadPoolExecutor(20) as threads:
            attempts = [threads.submit(person.confirm, code) for _ in range(20)]

        assert [one.exception() for one in attempts].count(None) == 1

    def test_parallel_guesses_do_not_bypass_the_lockout(self, alice: Person) -> None:
        crowd = replace(alice.stand_in, client=boto3_client(alice.stand_in.url, connections=20))
        guesser = replace(alice, stand_in=crowd)

        with ThreadPoolExecutor(20) as threads:
            attempts = [threads.submit(guesser.initiate, "Wrong-horse-1") for _ in range(20)]

        told = [str(one.exception()) for one in attempts]
        assert sum("Incorrect username or password." in message for message in told) == 5
        with refused("NotAuthorizedException", "Password attempts exceeded"):
            alice.initiate()


class TestManyUsers:
    def test_thousands_of_users_do_not_slow_operations_down(self, tmp_path: Path) -> None:
        few, many = tmp_path / "few.sqlite3", tmp_path / "many.sqlite3"
        with serve(create_cognito(few)) as quiet, serve(create_cognito(many)) as busy:
            add_users(many, MANY)
            alices = [Person(StandIn(url, Clock(), boto3_client(url))).sign_up().confirm() for url in (quiet, busy)]
            found = fastest_of_each(*alices)
            pool = alices[1].client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]

        assert pool["EstimatedNumberOfUsers"] > MANY
        for name, (fast, slow) in found.items():
            assert slow < 2 * fast + 0.02, f"{name} takes {slow} s rather than {fast} s"


CALLS: dict[str, Callable[[Person], object]] = {
    "sign-in": lambda person: person.sign_in(),
    "sign-up": lambda person: Person(person.stand_in).sign_up(),
    "a page of users": lambda person: person.client.list_users(UserPoolId=POOL_ID, Limit=1),
    "finding a user": lambda person: person.client.list_users(UserPoolId=POOL_ID, Filter=f'email = "{person.email}"'),
}


def fastest_of_each(*people: Person) -> dict[str, list[float]]:
    """The fastest of several runs of each call, per person. They take turns, so that other load affects them alike."""
    return {name: [min(times) for times in zip(*rounds(call, people), strict=True)] for name, call in CALLS.items()}


def rounds(call: Callable[[Person], object], people: Sequence[Person]) -> Iterator[list[float]]:
    for _ in range(9):
        yield [seconds(call, person) for person in people]


def seconds(call: Callable[[Person], object], person: Person) -> float:
    start = time.perf_counter()
    call(person)
    return time.perf_counter() - start


def add_users(data: Path, count: int) -> None:
    storage, password = Storage(data), Passwords().hash(PASSWORD)
    with storage.write() as db:
        pool = pools.find(db, POOL_ID)
        for number in range(count):
            sub, attributes = str(uuid.uuid4()), {"email": f"user{number}@example.com", "email_verified": "true"}
            users.insert(db, pool, User(sub, pool.id, sub, "CONFIRMED", password, attributes, number, number))
    storage.close()

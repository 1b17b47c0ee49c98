import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_cognito.migrations import MIGRATIONS, DataFileTooNewError, migrate
from local_cognito.storage import Storage
from tests.cognito import create_cognito
from tests.local_cognito.people import Person, StandIn, boto3_client
from tests.servers import Clock, serve

RELEASE_0_1 = Path(__file__).with_name("release_0_1.sql")


def version(data: Path) -> int:
    with sqlite3.connect(data) as db:
        (number,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    return int(number)


@pytest.fixture
def old_data(tmp_path: Path) -> Path:
    data = tmp_path / "old.sqlite3"
    db = sqlite3.connect(data)
    db.executescript(RELEASE_0_1.read_text())
    db.close()
    return data


class TestMigrations:
    def test_a_new_data_file_has_the_latest_version(self, tmp_path: Path) -> None:
        Storage(tmp_path / "new.sqlite3").close()

        assert version(tmp_path / "new.sqlite3") == len(MIGRATIONS)

    def test_a_data_file_of_release_0_1_is_upgraded_and_keeps_its_users(self, old_data: Path) -> None:
        with serve(create_cognito(old_data)) as url:
            client = boto3_client(url)
            ada = client.admin_get_user(UserPoolId="us-east-1_Older", Username="ada")
            person = Person(StandIn(url, Clock(), client)).sign_up().confirm()

            assert {"Name": "email", "Value": "ada@example.com"} in ada["UserAttributes"]
            assert person.sign_in()["AccessToken"]
        assert version(old_data) == len(MIGRATIONS)

    def test_an_upgraded_data_file_opens_again_unchanged(self, old_data: Path) -> None:
        for _ in range(2):
            Storage(old_data).close()

        assert version(old_data) == len(MIGRATIONS)

    def test_processes_that_start_together_upgrade_once(self, old_data: Path) -> None:
        with ThreadPoolExecutor(8) as threads:
            for storage in threads.map(Storage, [old_data] * 8):
                storage.close()

        assert version(old_data) == len(MIGRATIONS)

    def test_a_migration_that_fails_is_not_counted(self, tmp_path: Path) -> None:
        db = sqlite3.connect(tmp_path / "other.sqlite3", isolation_level=None)
        db.execute("PRAGMA user_version = 1")  # without the tables of that version

        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            migrate(db)

        assert not db.in_transaction
        db.close()
        assert version(tmp_path / "other.sqlite3") < len(MIGRATIONS)

    def test_a_server_that_stops_leaves_one_file_with_everything(self, tmp_path: Path) -> None:
        data = tmp_path / "pool.sqlite3"
        with serve(create_cognito(data)) as url:
            Person(StandIn(url, Clock(), boto3_client(url))).sign_up()
            while_running = {file.name for file in tmp_path.iterdir()}

        assert "pool.sqlite3-wal" in while_running
        assert [file.name for file in tmp_path.iterdir()] == ["pool.sqlite3"]

    def test_a_data_file_of_a_later_release_is_refused(self, tmp_path: Path) -> None:
        data = tmp_path / "later.sqlite3"
        db = sqlite3.connect(data)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        db.close()

        with pytest.raises(DataFileTooNewError, match=f"schema version {len(MIGRATIONS) + 1}"):
            Storage(data)

"""What is in the images, and how they are run."""

import json
from typing import Any

import pytest

from tests.compose.stack import Stack, docker

IMAGES = ("vestibule-api", "vestibule-web", "vestibule-store", "vestibule-local-cognito")
PYTHON_IMAGES = ("vestibule-api", "vestibule-local-cognito")


def in_image(image: str, *command: str) -> str:
    return docker("run", "--rm", "--network", "none", "--entrypoint", command[0], image, *command[1:])


@pytest.fixture
def containers(stack: Stack) -> list[dict[str, Any]]:
    return stack.containers()


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("image", IMAGES)
def test_image_runs_as_nobody_and_says_what_it_is(image: str) -> None:
    config = json.loads(docker("image", "inspect", image))[0]["Config"]

    assert config["User"] == "10001:10001"
    assert config["Labels"]["org.opencontainers.image.licenses"] == "MIT"
    assert {"title", "version"} <= {label.rpartition(".")[2] for label in config["Labels"]}


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("image", PYTHON_IMAGES)
def test_no_installer_compiler_or_test_is_left_inside(image: str) -> None:
    tools = "find /app /usr/local -name pip -o -name ensurepip; command -v gcc cc make npm git || true"
    modules = "import importlib.util as u; print([m for m in ('pip', 'pytest', 'moto', 'hatchling') if u.find_spec(m)])"

    assert in_image(image, "sh", "-c", tools) == ""
    assert in_image(image, "python", "-c", modules).strip() == "[]"


@pytest.mark.usefixtures("images")
def test_api_knows_nothing_of_the_stand_in_nor_the_stand_in_of_the_api() -> None:
    find = "import importlib.util as u; print([m for m in ('vestibule', 'local_cognito') if u.find_spec(m)])"

    assert in_image("vestibule-api", "python", "-c", find).strip() == "['vestibule']"
    assert in_image("vestibule-local-cognito", "python", "-c", find).strip() == "['local_cognito']"
    assert in_image("vestibule-api", "find", "/app", "-name", "*local_cognito*").strip() == ""


@pytest.mark.usefixtures("images")
def test_web_holds_the_built_app_and_nothing_it_was_built_from() -> None:
    names = in_image("vestibule-web", "find", "/srv", "-type", "f").split()

    assert "/srv/index.html" in names
    assert not [name for name in names if name.endswith((".ts", ".tsx", ".map", "manifest.json"))]


def test_containers_can_write_nowhere_and_gain_nothing(containers: list[dict[str, Any]]) -> None:
    hosts = [container["HostConfig"] for container in containers]

    assert len(hosts) >= len(IMAGES)
    assert all(host["ReadonlyRootfs"] for host in hosts)
    assert all(host["CapDrop"] == ["ALL"] for host in hosts)
    assert all("no-new-privileges:true" in host["SecurityOpt"] for host in hosts)


def test_containers_have_limits_and_are_started_again(containers: list[dict[str, Any]]) -> None:
    hosts = [container["HostConfig"] for container in containers]

    assert all(host["Memory"] and host["NanoCpus"] and host["PidsLimit"] for host in hosts)
    assert {host["RestartPolicy"]["Name"] for host in hosts} == {"unless-stopped"}


def test_only_the_front_door_and_the_outbox_are_published_and_only_here(containers: list[dict[str, Any]]) -> None:
    published = {
        (container["Config"]["Labels"]["com.docker.compose.service"], binding["HostIp"])
        for container in containers
        for bindings in container["HostConfig"]["PortBindings"].values()
        for binding in bindings
    }

    assert published == {("web", "127.0.0.1"), ("cognito", "127.0.0.1")}

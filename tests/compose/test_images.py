"""What the images contain, and how they run."""

import json
from typing import Any

import pytest

from tests.compose.stack import Stack, docker

IMAGES = ("vestibule-api", "vestibule-web", "vestibule-site", "vestibule-store", "vestibule-local-cognito")
PYTHON_IMAGES = ("vestibule-api", "vestibule-local-cognito")


def in_image(image: str, *command: str) -> str:
    return docker("run", "--rm", "--network", "none", "--entrypoint", command[0], image, *command[1:])


@pytest.fixture
def containers(stack: Stack) -> list[dict[str, Any]]:
    return stack.containers()


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("image", IMAGES)
def test_image_runs_without_root_and_is_labelled(image: str) -> None:
    config = json.loads(docker("image", "inspect", image))[0]["Config"]

    assert config["User"] == "10001:10001"
    assert config["Labels"]["org.opencontainers.image.licenses"] == "MIT"
    assert {"title", "version"} <= {label.rpartition(".")[2] for label in config["Labels"]}


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("image", PYTHON_IMAGES)
def test_images_contain_no_installer_compiler_or_test(image: str) -> None:
    tools = "find /app /usr/local -name pip -o -name ensurepip; command -v gcc cc make npm git || true"
    modules = "import importlib.util as u; print([m for m in ('pip', 'pytest', 'moto', 'hatchling') if u.find_spec(m)])"

    assert in_image(image, "sh", "-c", tools) == ""
    assert in_image(image, "python", "-c", modules).strip() == "[]"


@pytest.mark.usefixtures("images")
def test_api_and_local_cognito_do_not_contain_each_other() -> None:
    find = "import importlib.util as u; print([m for m in ('vestibule', 'local_cognito') if u.find_spec(m)])"

    assert in_image("vestibule-api", "python", "-c", find).strip() == "['vestibule']"
    assert in_image("vestibule-local-cognito", "python", "-c", find).strip() == "['local_cognito']"
    assert in_image("vestibule-api", "find", "/app", "-name", "*local_cognito*").strip() == ""


@pytest.mark.usefixtures("images")
def test_site_contains_the_built_app_and_no_sources() -> None:
    names = in_image("vestibule-site", "find", "/srv", "-type", "f").split()

    assert "/srv/index.html" in names
    assert not [name for name in names if name.endswith((".ts", ".tsx", ".map", "manifest.json"))]


def test_containers_are_read_only_and_without_capabilities(containers: list[dict[str, Any]]) -> None:
    hosts = [container["HostConfig"] for container in containers]

    assert len(hosts) >= len(IMAGES)
    assert all(host["ReadonlyRootfs"] for host in hosts)
    assert all(host["CapDrop"] == ["ALL"] for host in hosts)
    assert all("no-new-privileges:true" in host["SecurityOpt"] for host in hosts)


def test_containers_have_limits_and_restart(containers: list[dict[str, Any]]) -> None:
    hosts = [container["HostConfig"] for container in containers]

    assert all(host["Memory"] and host["NanoCpus"] and host["PidsLimit"] for host in hosts)
    assert {host["RestartPolicy"]["Name"] for host in hosts} == {"unless-stopped"}


def test_only_caddy_and_the_outbox_are_published_on_loopback(
    containers: list[dict[str, Any]],
) -> None:
    published = {
        (container["Config"]["Labels"]["com.docker.compose.service"], binding["HostIp"])
        for container in containers
        for bindings in container["HostConfig"]["PortBindings"].values()
        for binding in bindings
    }

    assert published == {("web", "127.0.0.1"), ("cognito", "127.0.0.1")}


def test_networks_connect_only_services_that_communicate(containers: list[dict[str, Any]]) -> None:
    networks: dict[str, set[str]] = {}
    for container in containers:
        service = container["Config"]["Labels"]["com.docker.compose.service"]
        for name in container["NetworkSettings"]["Networks"]:
            networks.setdefault(name.rpartition("_")[2], set()).add(service)

    assert networks == {
        "public": {"web"},
        "web-api": {"web", "api"},
        "api-store": {"api", "store"},
        "outgoing": {"api", "cognito"},
        "none": {"site"},
    }


def test_networks_of_the_api_have_no_route_outside(stack: Stack) -> None:
    inspected = json.loads(docker("network", "inspect", f"{stack.name}_web-api", f"{stack.name}_api-store"))

    assert [network["Internal"] for network in inspected] == [True, True]


def test_store_password_is_not_in_any_command_line_or_environment(stack: Stack) -> None:
    password = stack.compose("exec", "-T", "store", "cat", "/run/store/password").stdout
    without = stack.compose("exec", "-T", "store", "valkey-cli", "ping", check=False).stdout
    processes = stack.compose("top", "store").stdout

    assert len(password) == 64  # 256 bits in hexadecimal digits
    assert "NOAUTH" in without
    assert password not in processes + json.dumps(stack.containers("store", "api"))

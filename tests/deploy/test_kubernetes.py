"""The Kubernetes manifests: built by kustomize, valid by Kubernetes's schemas, and with the probes that the API has."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

ROOT = Path(__file__).resolve().parents[2]
MANIFESTS = ROOT / "docs" / "deploy" / "kubernetes"
KUBECTL = shutil.which("kubectl") or shutil.which("kubectl", path=ROOT / ".programs" / "usr" / "bin")

Manifest = dict[str, Any]


@pytest.fixture(scope="module")
def built() -> list[Manifest]:
    """What `kubectl apply -k` sends."""
    if KUBECTL is None:
        pytest.skip("kubectl is not installed")
    output = subprocess.run([KUBECTL, "kustomize", MANIFESTS], check=True, capture_output=True, text=True).stdout
    return list(yaml.safe_load_all(output))


def containers(manifests: list[Manifest]) -> list[tuple[Manifest, Manifest]]:
    """Each container with the specification of its pod."""
    pods = [manifest["spec"]["template"]["spec"] for manifest in manifests if manifest["kind"] == "Deployment"]
    return [(pod, container) for pod in pods for container in pod["containers"]]


def test_every_manifest_is_valid(built: list[Manifest]) -> None:
    import kubernetes_validate

    for manifest in built:
        kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)

    assert {manifest["kind"] for manifest in built} >= {
        "Deployment",
        "Service",
        "Ingress",
        "NetworkPolicy",
        "ConfigMap",
    }


def test_the_probes_are_answered(built: list[Manifest], client: TestClient) -> None:
    probes = [
        container[probe]["httpGet"]["path"]
        for _, container in containers(built)
        for probe in ("startupProbe", "readinessProbe", "livenessProbe")
        if "httpGet" in container.get(probe, {})
    ]
    while client.get("/api/health/ready").status_code != 200:
        pass

    assert {path: client.get(path).status_code for path in probes} == {
        "/api/health/live": 200,
        "/api/health/ready": 200,
    }


def test_a_pod_ends_after_its_requests(built: list[Manifest]) -> None:
    for pod, container in containers(built):
        assert container["lifecycle"]["preStop"]
        assert pod["terminationGracePeriodSeconds"] >= 5 + 20 + 5


def test_no_container_can_do_more_than_it_needs(built: list[Manifest]) -> None:
    for pod, container in containers(built):
        security = container["securityContext"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        assert security["readOnlyRootFilesystem"]
        assert security["capabilities"]["drop"] == ["ALL"]
        assert not security["allowPrivilegeEscalation"]


def test_selectors_find_the_pods(built: list[Manifest]) -> None:
    labels = [
        manifest["spec"]["template"]["metadata"]["labels"] for manifest in built if manifest["kind"] == "Deployment"
    ]
    selectors = [manifest["spec"]["selector"] for manifest in built if manifest["kind"] == "Service"]

    assert selectors
    for selector in selectors:
        assert sum(selector.items() <= found.items() for found in labels) == 1


def test_no_secret_is_among_the_settings(built: list[Manifest]) -> None:
    settings = next(manifest["data"] for manifest in built if manifest["kind"] == "ConfigMap")

    assert {name for name in settings if name in {"SECRET_KEY", "COGNITO_CLIENT_SECRET", "STORE_URL"}} == set()

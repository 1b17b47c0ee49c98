"""The user's AWS credentials: shown, copied, and used."""

import json
import re

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.by_hand import button, choose_language, heading, open_profile
from tests.object_storage import BUCKET, local_s3, s3_client


def copied(page: Page, name: str) -> str:
    """Copy by a button; returns what is in the clipboard."""
    button(page, name).click()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_credentials_are_shown_masked_copied_and_used_at_s3(browsers: Browsers, alice: Person) -> None:
    page = browsers.open(alice, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    open_profile(page)
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="AWS credentials").click()

    expect(heading(page)).to_have_text("AWS credentials")
    expect(page.get_by_text("arn:aws:iam::000000000000:role/vestibule-user")).to_be_visible()
    secret = page.get_by_test_id("secret_access_key")
    expect(secret).to_contain_text("Hidden")
    button(page, "Show the keys").click()
    expect(secret.get_by_role("code")).to_have_text(re.compile(r"^[\w-]{40}$"))
    button(page, "Show the keys").click()
    expect(secret.get_by_role("code")).to_have_count(0)

    environment = dict(re.findall(r"^export (\w+)=(\S+)$", copied(page, "Copy as environment variables"), re.MULTILINE))
    profile = copied(page, "Copy as CLI profile")
    process = json.loads(copied(page, "Copy as credential_process JSON"))
    prefix = copied(page, "Copy prefix")
    assert f"aws_secret_access_key = {environment['AWS_SECRET_ACCESS_KEY']}" in profile
    assert process["Version"] == 1
    assert process["SessionToken"] == environment["AWS_SESSION_TOKEN"]
    with local_s3() as url:
        s3 = s3_client(url, environment)
        s3.put_object(Bucket=BUCKET, Key=f"{prefix}notes.txt", Body=b"mine")
        listed = s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]
        s3.close()
    assert [entry["Key"] for entry in listed] == [f"{prefix}notes.txt"]

    page.reload()
    expect(page.get_by_text(prefix.removesuffix("/")).first).to_be_visible()
    assert copied(page, "Copy as environment variables").count(environment["AWS_ACCESS_KEY_ID"]) == 1
    kept: str = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert environment["AWS_SECRET_ACCESS_KEY"] not in kept

    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    choose_language(page, "Français")
    expect(heading(page)).to_have_text("Identifiants AWS")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]

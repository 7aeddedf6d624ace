"""How the server is, the keys of programs, and one's own password."""

import re

import httpx
from playwright.async_api import expect

from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import PASSWORD, Seat


async def test_how_the_server_is_can_be_seen(logged_in: Seat) -> None:
    page = logged_in.page
    await logged_in.go("/access")
    for group in ("Database", "Writer queue", "Links of stations", "Loop", "Message log", "Versions"):
        await expect(page.get_by_role("region", name=group)).to_be_visible()
    database = page.get_by_role("region", name="Database")
    await expect(database.get_by_text("Answers", exact=True)).to_be_visible()
    await expect(database.get_by_text(re.compile("[0-9] (K|M)iB$"))).to_be_visible()
    await expect(page.get_by_text("Stations can connect")).to_be_visible()
    first = await page.get_by_text(re.compile("^As of")).inner_text()
    # It is looked at again by itself.
    await expect(page.get_by_text(re.compile("^As of"))).not_to_have_text(first)
    await logged_in.fits()
    await logged_in.picture("health")
    await check_accessibility(page)
    await logged_in.picture("dark")


async def test_a_key_is_made_used_and_deleted(logged_in: Seat) -> None:
    page = logged_in.page
    logged_in.expect("409 POST .*/api-keys")
    await logged_in.go("/access")
    await page.get_by_role("button", name="Make a key").click()
    making = page.get_by_role("dialog")
    await making.get_by_label("Name").fill("cli")
    await making.get_by_role("button", name="Make it").click()
    await expect(making.get_by_text("There is a key with the name cli")).to_be_visible()
    await making.get_by_label("Name").fill("Billing")
    await making.get_by_role("button", name="Make it").click()
    await expect(making.get_by_role("heading", name="The key Billing")).to_be_visible()
    key = await making.get_by_text(re.compile("^csms_")).inner_text()
    await logged_in.picture("key")
    async with httpx.AsyncClient(base_url=logged_in.url, headers={"Authorization": f"Bearer {key}"}) as program:
        assert (await program.get("/api/v1/me")).json()["name"] == "Billing"
        await making.get_by_role("button", name="I have it").click()
        await expect(page.get_by_text(key)).to_have_count(0)
        await page.get_by_role("button", name="Delete Billing").click()
        question = page.get_by_role("dialog")
        await expect(question.get_by_text("Programs that use it are refused at once")).to_be_visible()
        await logged_in.picture("delete")
        await question.get_by_role("button", name="Delete the key").click()
        await expect(page.get_by_role("button", name="Delete Billing")).to_have_count(0)
        assert (await program.get("/api/v1/me")).status_code == 401


async def test_the_password_is_changed(logged_in: Seat) -> None:
    page = logged_in.page
    logged_in.expect("401 PUT .*/me/password")
    await logged_in.go("/access")
    current, new, again = (
        page.get_by_role("textbox", name=re.compile(f"^{name}( \\*)?$"))
        for name in ("Current password", "New password", "New password once more")
    )
    change = page.get_by_role("button", name="Change the password")
    await current.fill("wrong")
    await new.fill("short")
    await again.fill("short")
    await change.click()
    await expect(page.get_by_text("It has to have at least 8 characters")).to_be_visible()
    await new.fill("a better password")
    await again.fill("a better passwort")
    await expect(page.get_by_text("The two are not the same")).to_be_visible()
    await again.fill("a better password")
    await change.click()
    await expect(page.get_by_text("This is not your password")).to_be_visible()
    await logged_in.picture("wrong")
    await current.fill(PASSWORD)
    await change.click()
    await expect(page.get_by_text("The password is changed.")).to_be_visible()
    await logged_in.fits()
    async with httpx.AsyncClient(base_url=f"{logged_in.url}/api/v1") as other:
        for password, status in ((PASSWORD, 401), ("a better password", 200)):
            assert (await other.post("/login", json={"name": "admin", "password": password})).status_code == status
        assert (await other.get("/me")).status_code == 200
        await page.get_by_role("button", name="Log out everywhere else").click()
        await page.get_by_role("dialog").get_by_role("button", name="Log out everywhere else").click()
        await expect(page.get_by_text("Your other logins have ended", exact=True)).to_be_visible()
        assert (await other.get("/me")).status_code == 401
    await page.reload()
    await expect(page.get_by_role("heading", level=1, name="Health and access")).to_be_visible()

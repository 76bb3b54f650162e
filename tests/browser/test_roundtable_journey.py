"""A roundtable for five zones on three continents: one accepts, another waits and moves up."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown, Site
from tests.support.make import Make
from tests.support.reading import fits, press

TITLE = "Who pays for data stewardship?"
CITIES = {
    "Wellington": ("NZ", "oceania", "Pacific/Auckland", 174.8, -41.3),
    "Fukuoka": ("JP", "asia", "Asia/Tokyo", 130.4, 33.6),
    "Gothenburg": ("SE", "europe", "Europe/Stockholm", 12.0, 57.7),
    "Bristol": ("GB", "europe", "Europe/London", -2.6, 51.5),
    "Bogotá": ("CO", "latin_america", "America/Bogota", -74.1, 4.7),
}


def plans(page: Page) -> None:
    page.goto("/roundtables/new")
    page.get_by_label("The question in one line").fill(TITLE)
    page.get_by_label("Why do you meet?").fill("To compare who carries the cost, and for how long.")
    page.get_by_label("Open data").check()
    page.get_by_label("Joining link").fill("https://meet.example/stewardship")
    page.get_by_label("Seats at each sitting").fill("1")
    fits(page)
    press(page, "Keep it and choose the cities")
    for city in CITIES:
        page.get_by_role("searchbox", name="Name of a city").fill(city)
        press(page, "Find")
        page.get_by_role("button", name=f"Add {city}").first.click()
        expect(page.get_by_role("button", name=f"Leave out {city}")).to_be_visible()
    expect(page.get_by_text("5 cities")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Find a fair time").click()
    expect(page.get_by_role("heading", name="Find a time that is fair to everyone")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Offer this time").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Look it over, and invite")).to_be_visible()
    fits(page)
    press(page, "Invite 5 cities")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    fits(page)


def test_one_member_accepts_and_another_waits_and_moves_up(site: Site, sit_down: SitDown) -> None:
    with site.sessions() as db:
        make = Make(db)
        make.topic("Open data")
        people = {}
        for name, (country, region, zone, longitude, latitude) in CITIES.items():
            city = make.city(
                name,
                country=country,
                region=region,
                zone=zone,
                longitude=longitude,
                latitude=latitude,
            )
            people[name] = make.member(f"Somebody of {name}", city_id=city.id, zone=zone)
        convener = make.convener(name="Ruth Adeyemi", city_id=None)
    plans(sit_down(convener))

    first, second = sit_down(people["Bogotá"]), sit_down(people["Wellington"])
    for page in (first, second):
        page.goto("/roundtables")
        page.get_by_role("link", name=TITLE).click()
    press(first, "I’ll be there")
    expect(first.get_by_text("You have a seat")).to_be_visible()
    expect(first.get_by_role("link", name="Join the meeting")).to_be_visible()
    fits(first)

    second.reload()
    press(second, "Wait for a seat")
    expect(second.get_by_text("You are number 1 in line")).to_be_visible()
    expect(second.get_by_role("link", name="Join the meeting")).to_have_count(0)
    fits(second)

    press(first, "Can’t make it")
    expect(first.get_by_text("You have a seat")).to_have_count(0)
    second.reload()
    expect(second.get_by_text("You have a seat")).to_be_visible()
    expect(second.get_by_role("link", name="Join the meeting")).to_be_visible()
    second.goto("/notifications")
    expect(second.get_by_text(TITLE).first).to_be_visible()
    calendar = second.request.get(
        f"{second.url.rsplit('/', 1)[0]}/roundtables/who-pays-for-data-stewardship.ics"
    )
    assert "BEGIN:VEVENT" in calendar.text()

"""First visit of any learner page: one TCP first flight, one request, text readable after it."""

from __future__ import annotations

import re
from statistics import median

import pytest
from built_sites import BuiltSite
from kiosk_server import KIOSK, Server
from playwright.sync_api import Browser, Route
from visiting import Request, first_visits, open_page

#: docs: design, "Learner page: promises": ten segments of 1,460 bytes (RFC 6928).
FIRST_FLIGHT_BYTES = 14_600
#: What half of the pages stay under, so that the limit is an exception and no target.
USUAL_BYTES = 8_000

#: Pages on which little is to be seen before their scripts.
MADE_OF_SCRIPT = {"find", "mine", "offline"}

Visits = dict[str, list[Request]]


def visit_all(browser: Browser, server: Server, site: BuiltSite, host: str) -> Visits:
    """Every page of a site, each visited with an empty cache."""
    with first_visits(browser) as visit:
        return {page.url: visit(server.url(page.url, host=host)) for page in site.pages}


@pytest.fixture(scope="session")
def gzip_visits(browser: Browser, kiosk: Server, shipped: BuiltSite) -> Visits:
    return visit_all(browser, kiosk, shipped, KIOSK)


@pytest.fixture(scope="session")
def brotli_visits(browser: Browser, kiosk: Server, shipped: BuiltSite) -> Visits:
    return visit_all(browser, kiosk, shipped, "localhost")


@pytest.fixture(scope="session")
def rare_visits(browser: Browser, other_kiosk: Server, languages: BuiltSite) -> Visits:
    """The site of many languages, over plain http."""
    return visit_all(browser, other_kiosk, languages, KIOSK)


@pytest.fixture(params=["gzip", "brotli"])
def visits(request: pytest.FixtureRequest) -> Visits:
    """The shipped site in either compression."""
    return dict(request.getfixturevalue(f"{request.param}_visits"))


def first_visit_bytes(requests: list[Request]) -> int:
    """What a page costs before its lazy pictures."""
    return sum(one.wire_bytes for one in requests if one.kind != "Image")


def count_first_visits(visits: Visits) -> dict[str, int]:
    """Every page's cost; told as well, with `pytest -s`."""
    costs = {url: first_visit_bytes(visit) for url, visit in visits.items()}
    worst = max(costs, key=lambda url: costs[url])
    print(f"worst {worst} {costs[worst]}, median {median(costs.values())}")
    return costs


def negotiated(visits: Visits) -> set[tuple[bool, str]]:
    """Whether the browser offered brotli, and what it got, of every page."""
    documents = (one for visit in visits.values() for one in visit if one.kind == "Document")
    return {("br" in one.accepted.replace(",", "").split(), one.encoding) for one in documents}


def test_browsers_ask_a_plain_http_kiosk_for_gzip_alone(
    gzip_visits: Visits, brotli_visits: Visits
) -> None:
    assert negotiated(gzip_visits) == {(False, "gzip")}
    assert negotiated(brotli_visits) == {(True, "br")}


def test_first_visit_of_every_page_fits_in_one_first_flight(visits: Visits) -> None:
    costs = count_first_visits(visits)
    assert {url: cost for url, cost in costs.items() if cost > FIRST_FLIGHT_BYTES} == {}


def test_half_of_the_pages_cost_far_less_than_the_limit(visits: Visits) -> None:
    assert median(first_visit_bytes(visit) for visit in visits.values()) < USUAL_BYTES


def test_a_page_is_one_request_and_its_lazy_pictures(visits: Visits, shipped: BuiltSite) -> None:
    for url, visit in visits.items():
        kinds = {one.kind for one in visit if one.kind != "Image"}
        alone = shipped.page(url).kind not in MADE_OF_SCRIPT
        assert kinds == ({"Document"} if alone else {"Document", "Script"}), url


def test_every_picture_of_every_page_waits_until_it_is_near(shipped: BuiltSite) -> None:
    for page in shipped.pages:
        html = (shipped.folder / page.url).read_text("utf-8")
        eager = [tag for tag in re.findall(r"<img\b[^>]*>", html) if 'loading="lazy"' not in tag]
        assert not eager, page.url


def test_page_with_a_font_fits_in_one_first_flight_and_is_two_requests(rare_visits: Visits) -> None:
    assert max(count_first_visits(rare_visits).values()) <= FIRST_FLIGHT_BYTES
    for url, visit in rare_visits.items():
        kinds = [one.kind for one in visit if one.kind != "Image"]
        if not url.endswith("offline.html"):
            assert kinds == ["Document", "Font"], url


@pytest.mark.parametrize(
    ("site_name", "visits_name"), [("shipped", "gzip_visits"), ("languages", "rare_visits")]
)
def test_catalogue_tells_what_a_first_visit_over_plain_http_costs(
    site_name: str, visits_name: str, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(site_name)
    visits: Visits = request.getfixturevalue(visits_name)
    costs = {url: first_visit_bytes(visit) for url, visit in visits.items()}
    told = {page.url: page.first_visit_bytes for page in site.pages}
    wrong = {url: (told[url], cost) for url, cost in costs.items()
             if abs(told[url] - cost) > 0.05 * cost}  # fmt: skip
    assert not wrong


def test_text_is_painted_while_everything_but_the_page_is_still_unanswered(
    browser: Browser, kiosk: Server, other_kiosk: Server, shipped: BuiltSite
) -> None:
    urls = [kiosk.url(page.url) for page in shipped.page_types("vi")]
    urls.append(other_kiosk.url("blt/lessons/bang-chu.html"))
    painted = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
    for url in urls:
        with open_page(browser, begins=False) as page:
            page.route("**/*", lambda route: route.continue_() if _is_page(route) else None)
            page.goto(url, wait_until="commit")
            page.wait_for_function(painted)
            assert page.locator("h1").inner_text().strip()


def _is_page(route: Route) -> bool:
    return route.request.resource_type == "document"

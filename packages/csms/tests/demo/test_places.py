"""The sites of the demo, and who stands there."""

from csms.demo.places import make_sites


def test_stations_of_all_versions_stand_on_three_sites() -> None:
    sites = make_sites(24, 1)
    assert [len(site.stations) for site in sites] == [8, 8, 8]
    assert {site.place.time_zone for site in sites} == {"Europe/Berlin", "Europe/London", "America/New_York"}
    for site in sites:
        assert {plan.version for plan in site.stations} == {"1.6", "2.0.1", "2.1"}
        assert [plan.identity for plan in site.stations] == [f"{site.place.prefix}-{n}" for n in range(1, 9)]
        assert site.cards


def test_the_same_seed_gives_the_same_stations() -> None:
    assert make_sites(24, 7) == make_sites(24, 7)
    assert make_sites(24, 7) != make_sites(24, 8)


def test_a_place_without_a_station_is_no_site() -> None:
    assert [plan.identity for site in make_sites(2, 1) for plan in site.stations] == ["HARBOUR-1", "OFFICE-1"]


def test_identities_do_not_depend_on_how_many_there_are() -> None:
    few, many = make_sites(3, 1)[0].stations, make_sites(60, 1)[0].stations
    assert few[0].identity == many[0].identity == "HARBOUR-1"
    assert many[-1].identity == "HARBOUR-20"

"""Meter values: to which transaction they belong, and that none counts twice."""

from csms.domain.transaction_facts import Doubt
from packages.csms.tests.service.chargers import Charger, IdToken, value

UNSET = Doubt("1970-01-01T00:05:00+00:00", "The station's clock said 1970; the time of arrival stands for it")


def test_values_without_a_number_belong_to_the_transaction_of_their_connector_and_time(charger: Charger):
    first = charger.start()
    charger.stop(60, number=first.number)
    second = charger.start(70, meter_wh=6000)
    for number in (None, 0, -1, 2**63 - 1, 999_999):
        offset = abs(number or 0) % 7 / 100
        charger.meter(value(30 + offset, 3000), number=number, now=80)
        charger.meter(value(75 + offset, 6100), number=number, now=80)
        charger.meter(value(65 + offset, 6000), number=number, now=80)
    owners = {kept[0] for kept in charger.kept_values()}
    assert owners == {first.number, second.number, None}
    assert {kept[0] for kept in charger.kept_values() if kept[2] == 6000} == {None}


def test_values_that_keep_the_number_after_the_stop_belong_to_who_charges_then(charger: Charger):
    first = charger.start()
    charger.stop(60, number=first.number)
    charger.meter(value(61, 6000), number=first.number)
    charger.meter(value(69, 6000), number=first.number)
    second = charger.start(70, meter_wh=6000)
    charger.meter(value(75, 6400), number=first.number)
    assert [kept[0] for kept in charger.kept_values()] == [first.number, None, second.number]
    assert [each.energy_wh for each in charger.all()] == [5000, 400]


def test_values_with_and_without_the_number_are_of_one_transaction(charger: Charger):
    started = charger.start()
    for minute, number in enumerate((started.number, started.number, None, started.number, None)):
        charger.meter(value(minute, energy_interval_import_wh=100.0), number=number)
    assert charger.only().energy_wh == 500


def test_the_main_meter_is_no_transactions(charger: Charger):
    started = charger.start()
    charger.meter(value(10, 99_000), evse=0, number=started.number)
    assert charger.kept_values() == [(None, 0, 99_000)]
    assert charger.only().energy_wh == 0


def test_a_repeated_message_counts_once(charger: Charger):
    started = charger.start()
    for _ in range(2):
        charger.meter(value(10, energy_interval_import_wh=500.0), number=started.number, now=11)
        charger.meter(value(20, energy_interval_import_wh=700.0), number=started.number, now=21)
    assert charger.only().energy_wh == 1200
    assert len(charger.kept_values()) == 2


def test_a_repeated_message_counts_once_without_a_clock_that_is_believed(charger: Charger):
    started = charger.start()
    for minute in (10, 11):
        interval = value(minute, doubt=UNSET, raw="[500]", energy_interval_import_wh=500.0)
        charger.meter(interval, number=started.number)
    assert charger.only().energy_wh == 500
    assert len(charger.kept_values()) == 1
    assert charger.history(started.number).count("clock") == 1


def test_values_that_come_late_change_no_present_power(charger: Charger):
    started = charger.start()
    charger.meter(value(20, 3000, power_import_w=7000.0, soc_percent=60.0), number=started.number)
    charger.meter(value(10, 2000, power_import_w=3000.0, soc_percent=40.0), number=started.number, now=21)
    known = charger.only()
    assert (known.energy_wh, known.power_w, known.soc_percent) == (2000, 7000, 60)


def test_a_value_that_says_it_is_the_last_does_not_end_the_counting(charger: Charger):
    started = charger.start()
    charger.meter(value(10, 2000, "Transaction.End"), number=started.number)
    charger.meter(value(20, 3000), number=started.number)
    charger.stop(number=started.number)
    assert charger.only().energy_wh == 5000


def test_the_number_of_a_transaction_on_another_connector_is_a_mistake(charger: Charger):
    first = charger.start()
    second = charger.start(evse=2, tag=IdToken("OTHER"), meter_wh=50_000)
    charger.meter(value(10, 50_500), number=first.number, evse=2)
    assert [each.energy_wh for each in charger.all()] == [0, 500]
    assert charger.kept_values()[0][0] == second.number

"""The worked examples of business time, on a calendar that the models make for them."""

from datetime import date, datetime, timedelta

import pytest

from tests.python.clocks import Clock
from tests.python.test_worked_examples import close

DAY = 24 * 60
# Monday to Friday, 09:00 to 17:00
OFFICE = [(day * DAY + 540, day * DAY + 1020) for day in range(5)]


@pytest.fixture(scope="module")
def clock(demo):
    return Clock(demo)


def business_minutes(clock, begins, ends, week=OFFICE, holidays=()):
    """Business minutes between two instants of a desk in UTC."""
    pair = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    days = [(pair[0] - timedelta(days=7)).date(), (pair[1] + timedelta(days=7)).date()]
    clock.build("Etc/UTC", week, *days, [(day, day) for day in holidays])
    (minutes,) = clock.minutes([pair])
    return minutes


def test_frt_e2_over_a_weekend(clock):
    assert business_minutes(clock, "2025-03-14T16:30", "2025-03-17T09:30") == close(60.0)


def test_social_e1_over_a_weekend(clock):
    minutes = business_minutes(clock, "2025-03-14T16:30", "2025-03-17T09:20")
    assert minutes == close(50.0)
    assert minutes < 60


def test_social_e2_before_the_next_opening(clock):
    assert business_minutes(clock, "2025-03-17T20:00", "2025-03-17T21:00") == close(0.0)
    assert business_minutes(clock, "2025-03-18T09:00", "2025-03-18T10:15") == close(75.0)


def test_social_e3_over_a_public_holiday(clock):
    holidays = [date(2025, 12, 25)]
    received, replied = "2025-12-24T16:00", "2025-12-26T10:00"
    minutes = business_minutes(clock, received, replied, holidays=holidays)
    assert minutes == close(120.0)
    assert minutes >= 60


def test_business_time_follows_the_last_schedule(clock):
    """The published example of a ticket that went from one schedule to another.

    In Zendesk's own reports the last one counts for the whole time (689.46 minutes); adding up
    what each counted while it held gives 959.46. The minutes of the example are rounded; with the
    seconds of its instants it is 690.13.
    """
    # minutes from Sunday 00:00 UTC, as the example gives them
    chicago = [(720 + day * DAY, 1560 + day * DAY) for day in range(7)]
    san_francisco = [(2340 + day * DAY, 2910 + day * DAY) for day in range(5)]
    chicago, san_francisco = (
        [
            ((begins - DAY) % (7 * DAY), (begins - DAY) % (7 * DAY) + ends - begins)
            for begins, ends in week
        ]
        for week in (chicago, san_francisco)
    )
    created, moved, replied = "2020-09-29T17:02:00", "2020-09-30T19:01:15", "2020-09-30T19:01:27.6"
    assert business_minutes(clock, created, replied, san_francisco) == close(689.46)
    before = business_minutes(clock, created, moved, chicago)
    after = business_minutes(clock, moved, replied, san_francisco)
    assert before + after == close(959.46)
    created, replied = "2020-09-29T17:01:38", "2020-09-30T19:01:46"
    assert business_minutes(clock, created, replied, san_francisco) == close(690.133333)

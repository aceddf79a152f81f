"""Time: the opening hours of the desks and the rhythm of contacts."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from demo import settings


@dataclass(frozen=True)
class Schedule:
    """Opening hours: (opens, closes) in minutes from Monday 00:00 of a zone, within one day."""

    zone: str
    week: tuple[tuple[int, int], ...]
    holidays: tuple[date, ...]


DAY = 24 * 60
JULY = (date(2025, 7, 4), date(2026, 7, 4))
# Monday to Friday by day
DESK = Schedule(
    settings.ZONE,
    tuple(
        (day * DAY + settings.OPENS_HOUR * 60, day * DAY + settings.CLOSES_HOUR * 60)
        for day in range(5)
    ),
    settings.HOLIDAYS,
)
# every night from 20:00 to 04:00 in New York; Zendesk writes it as two intervals a day
NIGHT = Schedule(
    "America/New_York",
    tuple(
        (n * DAY + opens * 60, n * DAY + closes * 60)
        for n in range(7)
        for opens, closes in ((0, 4), (20, 24))
    ),
    JULY,
)


@lru_cache
def opening_intervals(schedule: Schedule = DESK) -> list[tuple[datetime, datetime]]:
    """Return all opening intervals from mid 2024 to mid 2026 as naive UTC (open, close) pairs."""
    zone, utc = ZoneInfo(schedule.zone), ZoneInfo("UTC")
    found = []
    day = date(2024, 6, 1)
    while day < date(2026, 8, 1):
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for opens, closes in schedule.week:
            if day.weekday() == opens // DAY and day not in schedule.holidays:
                local = [
                    midnight + timedelta(minutes=at - opens // DAY * DAY) for at in (opens, closes)
                ]
                found.append(tuple(x.astimezone(utc).replace(tzinfo=None) for x in local))
        day += timedelta(days=1)
    return found


@lru_cache
def _opens(schedule: Schedule = DESK) -> list[datetime]:
    return [start for start, _ in opening_intervals(schedule)]


def minutes_between(start: datetime, end: datetime) -> float:
    """Elapsed calendar minutes."""
    return (end - start).total_seconds() / 60


def business_minutes(start: datetime, end: datetime, schedule: Schedule = DESK) -> float:
    """Minutes of [start, end] that lie inside opening hours (naive UTC in, minutes out)."""
    intervals = opening_intervals(schedule)
    seconds = 0.0
    for opens, closes in intervals[max(bisect_right(_opens(schedule), start) - 1, 0) :]:
        if opens >= end:
            break
        seconds += max((min(closes, end) - max(opens, start)).total_seconds(), 0.0)
    return seconds / 60


def after_business_minutes(start: datetime, minutes: float) -> datetime:
    """Moment at which `minutes` of opening time have passed since `start` (naive UTC)."""
    left = timedelta(minutes=minutes)
    for opens, closes in opening_intervals()[max(bisect_right(_opens(), start) - 1, 0) :]:
        begin = max(opens, start)
        if begin >= closes:
            continue
        if begin + left <= closes:
            return begin + left
        left -= closes - begin
    return start + left


def is_open(moment: datetime) -> bool:
    """Tell whether the desk is open at a moment (naive UTC)."""
    place = bisect_right(_opens(), moment) - 1
    return place >= 0 and moment < opening_intervals()[place][1]


def trouble(moment: datetime) -> float:
    """Strength of the bad release at a moment: 1 in 2025-Q4 from 6 October, fading in January."""
    if moment < settings.RELEASE_AT:
        return 0.0
    if moment < settings.RELEASE_END:
        return 1.0
    return max(0.0, 0.4 - (moment - settings.RELEASE_END).days / 75)


def rounded(moment: datetime, step: int) -> datetime:
    """Moment cut down to a multiple of `step` seconds inside its minute."""
    return moment.replace(second=moment.second - moment.second % step, microsecond=0)


def day_weight(day: date) -> float:
    """Relative number of contacts of a day: week rhythm, winter peak, slow growth, the release."""
    week = (1.25, 1.15, 1.05, 1.0, 0.9, 0.28, 0.2)[day.weekday()]
    year = {11: 1.15, 12: 1.2, 1: 1.1, 7: 0.9, 8: 0.85}.get(day.month, 1.0)
    moment = datetime(day.year, day.month, day.day)
    growth = 1 + 0.25 * (moment - settings.HISTORY_START).days / 730
    holiday = 0.25 if day in settings.HOLIDAYS else 1.0
    return week * year * growth * holiday * (1 + 0.55 * trouble(moment))

"""Which opening hours count for a ticket: in Zendesk, parcels have a night desk.

The schedules are given after the simulation, from numbers of their own: nobody answers differently.
"""

from datetime import datetime, timedelta

import numpy as np

from demo import clock, settings
from demo.history import Schedule
from demo.world import Ticket, World

OFFSET = 11  # added to the seed
DESK, NIGHT = "360001", "360002"
FRESHDESK = "65000001"
CREATED = datetime(2023, 3, 1, 8)
CHRISTMAS = [
    ("Christmas", settings.HOLIDAYS[0], settings.HOLIDAYS[1]),
    ("New Year", settings.HOLIDAYS[2], settings.HOLIDAYS[2]),
    ("Labour Day", settings.HOLIDAYS[3], settings.HOLIDAYS[3]),
    ("Christmas", settings.HOLIDAYS[4], settings.HOLIDAYS[5]),
    ("New Year", settings.HOLIDAYS[6], settings.HOLIDAYS[6]),
    ("Labour Day", settings.HOLIDAYS[7], settings.HOLIDAYS[7]),
]


def assign(world: World, seed: int) -> None:
    """Give the two desks their schedules, and parcels that are asked for by mail the night desk."""
    rng = np.random.default_rng(seed + OFFSET)
    desk = list(clock.DESK.week)
    night = list(clock.NIGHT.week)
    free = [("Independence Day", day, day) for day in clock.JULY]
    world.histories["zendesk"].schedules = [
        Schedule(DESK, "Service desk", clock.DESK.zone, desk, CHRISTMAS, CREATED, True),
        Schedule(NIGHT, "Night desk", clock.NIGHT.zone, night, free, CREATED + timedelta(days=400)),
    ]
    world.histories["freshdesk"].schedules = [
        Schedule(FRESHDESK, "Default", clock.DESK.zone, desk, CHRISTMAS, CREATED, True)
    ]
    for ticket in world.tickets:
        if (ticket.system, ticket.category, ticket.channel) == ("zendesk", "shipping", "email"):
            ticket.schedules = _assigned(ticket, rng.random())


def _assigned(ticket: Ticket, dice: float) -> list[tuple[datetime, str]]:
    """Most go to the night desk at once, some by way of the other one, some come back from it."""
    first, later = ticket.created + timedelta(seconds=3), ticket.created + timedelta(hours=6)
    later = min(later, settings.AS_OF - timedelta(minutes=1))
    if dice < 0.1:
        return [(first, DESK), (later, NIGHT)]
    if dice < 0.2:
        return [(first, NIGHT), (later, DESK)]
    return [(first, NIGHT)]


def of(ticket: Ticket) -> clock.Schedule:
    """Return the opening hours that count for a ticket: those it was given last."""
    is_night = bool(ticket.schedules) and ticket.schedules[-1][1] == NIGHT
    return clock.NIGHT if is_night else clock.DESK

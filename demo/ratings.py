"""The help desks' own ratings of tickets: good, bad, or asked and not answered."""

from datetime import timedelta

from demo import settings, texts
from demo.history import Rating
from demo.surveys import feeling, solved_at
from demo.tools import DESKS
from demo.truth import exclusion_reason
from demo.world import Ticket, World

FIRST_IDS = {"zendesk": 5001, "freshdesk": 80_001}


def rate_tickets(world: World) -> None:
    """Let people rate tickets, a few excluded ones among them."""
    for system, count in settings.RATINGS.items():
        counted, excluded = [], []
        for ticket in world.tickets:
            if ticket.system == system and solved_at(ticket) and ticket.kind != "outbound":
                (excluded if exclusion_reason(ticket) else counted).append(ticket)
        chosen = world.shuffled([t for t in counted if t.person])[:count]
        for ticket in sorted(chosen + excluded[:9], key=lambda t: t.number):
            _rate(world, ticket, exclusion_reason(ticket))


def _rate(world: World, ticket: Ticket, reason: str) -> None:
    asked = solved_at(ticket) + timedelta(hours=24)
    answered = asked + timedelta(seconds=int(world.rng.integers(600, 260_000)))
    if answered >= settings.AS_OF - timedelta(hours=12):
        return
    words, score = DESKS[ticket.system].ratings, ""
    if reason or "" not in words or world.chance(0.72):
        score = "good" if 0.65 + 1.2 * feeling(world, ticket) > 0 else "bad"
    comment = ""
    if score and world.chance(0.12):
        comment = world.pick(texts.PROMOTER if score == "good" else texts.DETRACTOR)
    first_id = FIRST_IDS.get(ticket.system)
    rating_id = str(world.next_number(f"rating {ticket.system}", first_id or 1))
    if ticket.system == "servicenow":
        rating_id = world.hex_id()
    ticket.rating = Rating(rating_id, asked, score, answered if score else None, comment)
    world.answers.append(
        {
            "source_system": ticket.system,
            "source_response_id": f"{ticket.id}|rating"
            if ticket.system == "intercom"
            else rating_id,
            "source_question_id": "default_question"
            if ticket.system == "freshdesk"
            else "satisfaction",
            "metric_code": "csat",
            "true_person_id": ticket.person.true_id if ticket.person else "",
            "raw_score": words[score],
            "submitted_at": answered if score else asked,
            "special": "",
            "is_staff": False,
            "wave": "",
            "ticket": f"{ticket.system} {ticket.id}",
            "ticket_exclusion": reason,
        }
    )

"""From the simulated world to one history a tool, and from there to the tool's raw tables."""

from datetime import datetime

from demo import details, history, layouts, settings, tools
from demo.responses import write_responses
from demo.surveys import QUESTIONS
from demo.world import Ticket, World


def write_tables(world: World) -> None:
    """Let the layout of each tool write what the tool saw, and stamp the rows with load times."""
    _number_messages(world)
    for system in tools.WRITTEN_BY_LAYOUT:
        known = world.histories[system]
        known.tickets = [_neutral(t) for t in world.tickets if t.system == system]
        known.deals = _deals(world, system)
        if system in QUESTIONS:
            write_responses(world, system)
        for name, rows in layouts.tables(system, known).items():
            if rows and name in tools.CRM_TABLES.get(system, (name,)):
                world.tables[f"{system}/{name}"] = rows
        details.complete(world, system)
        for table, rows in world.tables.items():
            if table.startswith(f"{system}/"):
                _stamp(world, tools.loader(table), rows)


def _number_messages(world: World) -> None:
    """Give each message its id in the tool: numbers rise with time."""
    said = [
        (comment.at, ticket.system, ticket.number, place, comment)
        for ticket in world.tickets
        for place, comment in enumerate(ticket.comments)
    ]
    for _, system, _, _, comment in sorted(said, key=lambda one: one[:4]):
        comment.id = world.new_id(system, "message")
        if comment.is_deleted:
            note = "does not stop the clock"
            outcome = ("kept", "GOV-36", "deleted_comment", note)
            world.fault("deleted comment", f"{system}/ticket_comment", comment.id, *outcome)


def _neutral(ticket: Ticket) -> history.Ticket:
    system = ticket.system
    winner = ticket.merged_into
    return history.Ticket(
        id=ticket.id,
        created=ticket.created,
        requester_id=ticket.requester_id,
        channel="email" if ticket.channel == "unmapped" else ticket.channel,
        messages=[
            history.Message(c.id, c.at, c.author, c.author_id, c.body, c.is_public, c.is_deleted)
            for c in ticket.comments
        ],
        statuses=[history.StatusChange(*change) for change in _statuses(ticket)],
        opener_id=ticket.opener_id if ticket.is_agent_created else "",
        agent_id=ticket.agent.ids[system] if ticket.is_taken else "",
        transfers=[
            history.Transfer(at, earlier.ids[system], later.ids[system])
            for at, earlier, later in ticket.transfers
        ],
        subject=ticket.subject,
        category=ticket.category,
        priority=ticket.priority,
        followup_of=ticket.followup_of,
        merged_into=winner.id if winner else "",
        is_spam="spam" in ticket.tags,
        is_deleted=ticket.is_row_deleted,
        rating=ticket.rating,
        schedules=ticket.schedules,
    )


def _statuses(ticket: Ticket) -> list[tuple[datetime, str, str]]:
    """Return the status changes in the words of a history, which has no `canceled`."""
    words = {"canceled": "closed"}
    return [(at, words.get(status, status), actor) for at, status, actor in ticket.statuses]


def _deals(world: World, system: str) -> list[history.Deal]:
    accounts = {a.true_id: a for a in world.accounts}
    if system not in ("hubspot", "dynamics"):
        return []
    return [
        history.Deal(
            **vars(deal)
            | {
                "id": world.new_id(system, "deal"),
                "organisation_id": accounts[deal.organisation_id].ids[system],
            }
        )
        for deal in world.deals
        if system in accounts[deal.organisation_id].ids
    ]


def _stamp(world: World, loader: str, rows: list[dict]) -> None:
    """Fill in when each row was loaded, as far as that is shown."""
    for row in rows:
        times = [value for value in row.values() if isinstance(value, datetime)]
        changed = max((time for time in times if time <= settings.AS_OF), default=None)
        row[loader] = world.synced_lately(changed) if changed else None

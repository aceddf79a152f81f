"""The people of the service desk: what they say of their work, their days, trainings, leavers.

Runs after everything else and draws from a generator of its own: no other row depends on it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from demo import settings
from demo.surveys import NOT_REAL
from demo.tools import DESKS, SETS
from demo.truth import exclusion_reason, resolution
from demo.world import Agent, Ticket, World, write_csv

OFFSET = 15
SURVEY = "SV_employee"
ITEMS = (
    ("QID1", "enps", "How likely are you to recommend Harborline as a place to work?"),
    ("QID2", "item", "I have what I need to do my work well"),
    ("QID3", "item", "I learn from my team lead"),
    ("QID4", "item", "My ideas are heard"),
)
# People of a team who are asked; of Hardware four answer
TEAMS = {"Billing": 13, "Technical": 16, "General": 9, "Hardware": 4}
SITES = {"Billing": "Berlin", "Technical": "Berlin", "General": "Leeds", "Hardware": "Leeds"}
TENURES = ("under 1 year", "1 to 3 years", "over 3 years")
WAVES = (
    datetime(2024, 9, 9, 8),
    datetime(2024, 12, 2, 8),
    datetime(2025, 3, 3, 8),
    datetime(2025, 6, 2, 8),
    datetime(2025, 9, 8, 8),
    datetime(2025, 12, 1, 8),
    datetime(2026, 3, 2, 8),
    datetime(2026, 6, 1, 8),
)
# An agent leaves the desk and hands over all that is done: ratings and solves stay with the leaver
HANDOVER_AT = datetime(2026, 4, 15, 9)
LEAVER, HEIR = 4, 9  # places among the agents
COURSES = ("Empathy", "Product knowledge", "Problem solving")
DAYS_FROM, DAYS_UNTIL = date(2026, 4, 1), date(2026, 7, 1)
SEEDS = {
    "agent_days": "source_system source_agent_id work_date handle_seconds available_seconds "
    "pause_seconds",
    "agent_trainings": "source_system source_agent_id course completed_date",
    "headcount_months": "team month_start headcount_start headcount_end leaver_count "
    "voluntary_leaver_count",
}


@dataclass
class Reply:
    """One response of an employee; `answers` by question, None for a skipped item."""

    wave: str
    person: str
    team: str
    at: datetime
    answers: dict
    exclusion: str = ""


@dataclass
class Staff:
    """What the module made: the responses, and the rows that a company keeps in seeds."""

    replies: list[Reply] = field(default_factory=list)
    seeds: dict[str, list[dict]] = field(default_factory=dict)


def simulate(world: World, seed: int) -> Staff:
    """Let staff answer, work, learn and leave; the raw rows of the survey go to the world."""
    rng = np.random.default_rng(seed + OFFSET)
    staff = Staff()
    _survey(world, rng, staff)
    _hand_over(world)
    staff.seeds = {
        "agent_days": _days(world, rng),
        "agent_trainings": _trainings(world, rng),
        "headcount_months": _headcounts(rng),
    }
    return staff


def write_seeds(staff: Staff, out) -> None:
    """Write the seeds that come with the project, filled for the demo company."""
    for name, spec in SEEDS.items():
        write_csv(out / f"{name}.csv", spec.split(), staff.seeds[name])


def _survey(world: World, rng, staff: Staff) -> None:
    synced = world.synced(settings.AS_OF - timedelta(hours=12))
    done = {"_fivetran_deleted": False, "_fivetran_synced": synced}
    world.add(
        "qualtrics/survey",
        id=SURVEY,
        survey_name="How is work?",
        survey_status="Active",
        project_category="EX",
        **done,
    )
    for question, kind, text in ITEMS:
        world.add(
            "qualtrics/question",
            survey_id=SURVEY,
            id=question,
            data_export_tag=f"{kind}_{question}",
            question_text=text,
            question_type="MC",
            selector="NPS" if kind == "enps" else "SAVR",
            **done,
        )
    for number, opens in enumerate(WAVES):
        _wave(world, rng, staff, f"EX-{opens:%Y}Q{(opens.month + 2) // 3}", opens, number)


def _wave(world: World, rng, staff: Staff, wave: str, opens: datetime, number: int) -> None:
    """Ask everyone; some do not answer, one answers twice, one is a contractor, one a test."""
    mood = (0.4, 0.3, 0.2, 0.3, -0.2, -1.0, -0.4, 0.2)[number]
    for team, size in TEAMS.items():
        for place in range(size):
            is_small = team == "Hardware"
            if not is_small and rng.random() < 0.12:
                continue
            person = f"{team.lower()}.{place + 1:02d}@{settings.STAFF_DOMAIN}"
            reply = _reply(rng, wave, person, team, opens, mood)
            staff.replies.append(reply)
            is_nameless = not is_small and place % 5 == 4
            if not is_nameless and not is_small and place == number % 7:
                reply.exclusion = "duplicate"
                _write(world, reply, place)
                again = _reply(rng, wave, person, team, opens, mood)
                again.at = reply.at + timedelta(days=1)
                staff.replies.append(again)
                reply = again
            elif team == "Technical" and place == 15:
                reply.exclusion = "contractor"
            elif team == "Billing" and place == 12:
                reply.exclusion = ("unfinished", "test", "preview")[number % 3]
            _write(world, reply, place, is_nameless)


def _reply(rng, wave: str, person: str, team: str, opens: datetime, mood: float) -> Reply:
    at = opens + timedelta(seconds=int(rng.exponential(200_000)))
    feeling = float(rng.normal(mood, 1.0))
    scores = {"QID1": int(min(max(round(7.6 + 1.6 * feeling), 0), 10))}
    for question, _, _ in ITEMS[1:]:
        score = int(min(max(round(3.6 + 0.8 * feeling + float(rng.normal(0, 0.6))), 1), 5))
        scores[question] = None if rng.random() < 0.05 else score
    if rng.random() < 0.03:
        scores["QID1"] = None
    return Reply(wave, person, team, min(at, opens + timedelta(days=12)), scores)


def _write(world: World, reply: Reply, place: int, is_nameless=False) -> None:
    """Write a response, its fields and its answers as the tool lands them."""
    response_id = f"R_E{world.next_number('employee response', 1001)}"
    synced, is_finished = world.synced_lately(reply.at), reply.exclusion != "unfinished"
    world.add(
        "qualtrics/survey_response",
        id=response_id,
        survey_id=SURVEY,
        start_date=reply.at - timedelta(seconds=90),
        end_date=reply.at,
        finished=int(is_finished),
        progress=100 if is_finished else 50,
        status=NOT_REAL.get(reply.exclusion, 0),
        distribution_channel="anonymous" if is_nameless else "email",
        recipient_email=None if is_nameless else reply.person,
        user_language="en",
        _fivetran_synced=synced,
    )
    world.record("qualtrics", response_id, "respondent", "", "none")
    fields = {
        "wave_id": reply.wave,
        "Team": reply.team,
        "site": SITES[reply.team],
        "tenure_band": TENURES[place % 3],
        "employment_type": "Contractor" if reply.exclusion == "contractor" else "",
    }
    for key, value in fields.items():
        if value:
            world.add(
                "qualtrics/survey_embedded_data",
                response_id=response_id,
                key=key,
                value=value,
                _fivetran_synced=synced,
            )
    for question, score in reply.answers.items():
        world.add(
            "qualtrics/question_response",
            _fivetran_id=f"qe{world.next_number('employee answer', 1001)}",
            response_id=response_id,
            question_id=question,
            value=score,
            _fivetran_synced=synced,
        )


def _hand_over(world: World) -> None:
    """Give the finished tickets of an agent who leaves to another, in the help desk itself."""
    leaver, heir = world.agents[LEAVER], world.agents[HEIR]
    rows = defaultdict(list)
    for row in world.tables["zendesk/ticket"]:
        rows[row["id"]].append(row)
    figures = {row["ticket_id"]: row for row in world.tables["zendesk/ticket_metrics"]}
    for ticket in world.tickets:
        is_done = ticket.status in ("solved", "closed") and ticket.updated < HANDOVER_AT
        if ticket.system != "zendesk" or ticket.agent is not leaver or not is_done:
            continue
        if exclusion_reason(ticket) or len(rows[ticket.id]) != 1:
            continue
        ticket.transfers.append((HANDOVER_AT, leaver, heir))
        ticket.agent = heir
        rows[ticket.id][0]["assignee_id"] = heir.ids["zendesk"]
        if ticket.id in figures:
            figures[ticket.id]["assignee_stations"] += 1
        world.tables["zendesk/ticket_field_history"].append(
            {
                "ticket_id": ticket.id,
                "field_name": "assignee_id",
                "updated": HANDOVER_AT,
                "value": heir.ids["zendesk"],
            }
        )


def _agents(world: World, count: int) -> list[tuple[str, Agent]]:
    """Return the first agents of every help desk, each under its tool."""
    return [
        (system, agent)
        for system in DESKS
        for agent in [agent for agent in world.agents if system in agent.ids][:count]
    ]


def _days(world: World, rng) -> list[dict]:
    rows = []
    for system, agent in _agents(world, 3):
        day = DAYS_FROM
        while day < DAYS_UNTIL:
            # one day a quarter is a training: logged in, never ready
            is_training = day == date(2026, 5, 12)
            if day.weekday() < 5 and day not in settings.HOLIDAYS:
                worked = 0 if is_training else int(rng.integers(24_000, 27_000))
                handle = int(worked * float(rng.uniform(0.6, 0.9)))
                rows.append(
                    {
                        "source_system": system,
                        "source_agent_id": agent.ids[system],
                        "work_date": day,
                        "handle_seconds": handle,
                        "available_seconds": worked - handle,
                        "pause_seconds": 25_200 if is_training else int(rng.integers(1_800, 4_000)),
                    }
                )
            day += timedelta(days=1)
    return rows


def _trainings(world: World, rng) -> list[dict]:
    rows = []
    for place, (system, agent) in enumerate(_agents(world, 12)):
        for course in COURSES[: 1 + place % 3]:
            completed = date(2024, 7, 1) + timedelta(days=int(rng.integers(0, 720)))
            rows.append(
                {
                    "source_system": system,
                    "source_agent_id": agent.ids[system],
                    "course": course,
                    "completed_date": completed,
                }
            )
    return rows


def _headcounts(rng) -> list[dict]:
    rows, sizes = [], dict(TEAMS)
    for number in range(12):
        month = date(2025 + (6 + number) // 12, (6 + number) % 12 + 1, 1)
        for team, start in sizes.items():
            leavers = int(rng.binomial(start, 0.02 if team != "Hardware" else 0.01))
            end = start - leavers + int(rng.random() < 0.25 and start < TEAMS[team] + 2)
            rows.append(
                {
                    "team": team,
                    "month_start": month,
                    "headcount_start": start,
                    "headcount_end": end,
                    "leaver_count": leavers,
                    "voluntary_leaver_count": int(rng.binomial(leavers, 0.7)),
                }
            )
            sizes[team] = end
    return rows


def assignee_at(ticket: Ticket, moment: datetime) -> Agent:
    """Tell who had a ticket at a moment."""
    agent = ticket.transfers[0][1] if ticket.transfers else ticket.agent
    for at, _, later in ticket.transfers:
        if at <= moment:
            agent = later
    return agent


def agent_month_rows(world: World, answers: list[dict]) -> list[dict]:
    """One truth row an agent and month: answered, solved and rated as it was at the event."""
    tickets = {f"{ticket.system} {ticket.id}": ticket for ticket in world.tickets}
    replied, counts = defaultdict(set), defaultdict(lambda: [0, 0, 0])
    for ticket in world.tickets:
        if exclusion_reason(ticket):
            continue
        for comment in ticket.comments:
            if comment.author == "agent" and comment.is_public and not comment.is_deleted:
                key = (ticket.system, comment.author_id, f"{comment.at:%Y-%m}-01")
                replied[key].add(ticket.id)
        result = resolution(ticket)
        if result["type"] == "solved":
            agent = assignee_at(ticket, result["last"])
            key = (ticket.system, agent.ids[ticket.system], f"{result['last']:%Y-%m}-01")
            counts[key][0] += 1
    for row in answers:
        ticket = tickets.get(row["ticket"])
        if row["metric_code"] == "csat" and not row["exclusion_reason"] and ticket:
            agent = assignee_at(ticket, row["submitted_at"])
            key = (ticket.system, agent.ids[ticket.system], f"{row['submitted_at']:%Y-%m}-01")
            counts[key][1] += 1
            counts[key][2] += int(row["score"])
    return [
        {
            "source_system": system,
            "source_agent_id": agent_id,
            "month_start": month,
            "replied_ticket_count": len(replied.get((system, agent_id, month), ())),
            "resolved_count": counts[system, agent_id, month][0],
            "rating_count": counts[system, agent_id, month][1],
            "satisfied_count": counts[system, agent_id, month][2],
        }
        for system, agent_id, month in sorted({*replied, *counts})
    ]


def kpi_rows(staff: Staff, agent_months: list[dict]) -> list[dict]:
    """KPI values about staff, for each set of tools, overall and by month."""
    rows = []
    for vendor_set, systems in SETS.items():
        samples = defaultdict(list)  # (kpi, month): (value, weight)
        if "qualtrics" in systems:
            _add_answers(samples, staff)
        for row in staff.seeds["headcount_months"]:
            average = (row["headcount_start"] + row["headcount_end"]) / 2
            samples["attrition", str(row["month_start"])].append((row["leaver_count"], average))
        for row in staff.seeds["agent_days"]:
            worked = row["handle_seconds"] + row["available_seconds"]
            if row["source_system"] in systems and worked:
                month = f"{row['work_date']:%Y-%m}-01"
                samples["agent_occupancy", month].append((row["handle_seconds"], worked))
        for row in agent_months:
            if row["source_system"] in systems and row["replied_ticket_count"]:
                value = float(_is_trained(staff, row))
                samples["training_coverage", row["month_start"]].append((value, 1))
        rows += [{"vendor_set": vendor_set, **row} for row in _values(samples)]
    return rows


def _add_answers(samples: dict, staff: Staff) -> None:
    waves = defaultdict(list)
    for reply in staff.replies:
        waves[reply.wave].append(reply)
    for replies in waves.values():
        month = f"{min(reply.at for reply in replies):%Y-%m}-01"  # a wave stands on its first day
        for reply in replies:
            for question, score in reply.answers.items():
                if reply.exclusion or score is None:
                    continue
                kpi, value = "engagement_index", float(score >= 4)
                if question == "QID1":
                    kpi, value = "employee_engagement", float((score >= 9) - (score <= 6))
                samples[kpi, month].append((value, 1))


def _is_trained(staff: Staff, row: dict) -> bool:
    """Tell whether an agent completed a training in the twelve months before a month's end."""
    month = date.fromisoformat(row["month_start"])
    end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return any(
        training["source_system"] == row["source_system"]
        and training["source_agent_id"] == row["source_agent_id"]
        and end.replace(year=end.year - 1) <= training["completed_date"] < end
        for training in staff.seeds["agent_trainings"]
    )


def _values(samples: dict) -> list[dict]:
    rows, groups = [], defaultdict(list)
    for (kpi, month), pairs in samples.items():
        groups[kpi, "all", ""] += pairs
        groups[kpi, "month", month] += pairs
    for (kpi, grain, start), pairs in sorted(groups.items()):
        total, weight = sum(value for value, _ in pairs), sum(weight for _, weight in pairs)
        rows.append(
            {
                "kpi_code": kpi,
                "period_grain": grain,
                "period_start": start,
                "n": sum(int(people) for _, people in pairs) if kpi == "attrition" else len(pairs),
                "numerator": total,
                "denominator": weight,
                "value": total / weight * (100 if kpi == "employee_engagement" else 1),
            }
        )
    return rows

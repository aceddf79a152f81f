"""What customers say in more languages and with personal data; how every text should be read.

Runs after all else and draws from its own generator, so that nothing else changes. The labels were
written by hand: `felt` is how a person reads the text, `read` what an English lexicon can know of
it (`unscored` is not neutral), `themes` what it is about.
"""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

import numpy as np

from demo import tools
from demo.surveys import QUESTIONS, Response
from demo.truth import exclusion_reason
from demo.world import Ticket, World

SEED_OFFSET = 16


@dataclass(frozen=True)
class Reading:
    """How a text should be read."""

    felt: str
    read: str
    themes: str = ""
    language: str = "en"
    excluded: str = ""


POOL = {
    "Wrong invoice amount": Reading("negative", "negative", "billing"),
    "I was charged twice": Reading("negative", "negative", "billing"),
    "My refund is missing": Reading("negative", "negative", "billing"),
    "I cannot log in today": Reading("negative", "unscored", "login"),
    "No password mail comes": Reading("negative", "unscored", "login"),
    "My account is locked": Reading("negative", "negative", "login"),
    "Where is my delivery?": Reading("neutral", "unscored", "delivery"),
    "The parcel is damaged": Reading("negative", "negative", "delivery"),
    "Wrong item in the box": Reading("negative", "negative", "delivery"),
    "The gateway goes offline": Reading("negative", "negative", "product_fault"),
    "Export ends in an error": Reading("negative", "negative", "product_fault"),
    "Update broke our sensors": Reading("negative", "negative", "product_fault"),
    "How to add a colleague?": Reading("neutral", "unscored", "contract|training"),
    "Do you offer training?": Reading("neutral", "unscored", "training"),
    "Our address changed": Reading("neutral", "unscored", "contract"),
    "I need some help": Reading("neutral", "unscored"),
    "Please call me back": Reading("neutral", "unscored"),
    "Here it is, thanks": Reading("neutral", "positive"),
    "All since Monday": Reading("neutral", "unscored"),
    "Still not working": Reading("negative", "negative", "product_fault"),
    "Same problem again": Reading("negative", "negative", "product_fault"),
    "Thank you, all good": Reading("positive", "positive"),
    "Great, thanks a lot!": Reading("positive", "positive"),
    "Great support, always quick": Reading("positive", "positive", "speed_of_service"),
    "Easy to use and reliable": Reading("positive", "positive", "usability"),
    "Friendly people, good help": Reading("positive", "positive", "staff"),
    "It saves us many hours": Reading("positive", "positive"),
    "Good, but the app is slow": Reading("neutral", "negative", "product_fault"),
    "Fine overall": Reading("positive", "neutral"),
    "Pricing is a bit high": Reading("negative", "unscored", "price"),
    "Support took far too long": Reading("negative", "unscored", "speed_of_service"),
    "The October update broke it": Reading("negative", "negative", "product_fault"),
    "Invoices are wrong again": Reading("negative", "negative", "billing"),
    "Nobody answered my question": Reading("negative", "negative", "speed_of_service"),
}

# {email}, {phone}, {card}, {iban}, {first} and {last} are filled in
PLANTED = {
    "We want to cancel our contract": Reading("negative", "neutral", "cancellation|contract"),
    "It would be nice to have a dark mode": Reading("neutral", "positive", "feature_request"),
    "The new layout is confusing": Reading("negative", "neutral", "usability"),
    "Excellent training, very clear manual": Reading("positive", "positive", "training"),
    "Too expensive for what it does": Reading("negative", "negative", "price"),
    "The technician was polite and competent": Reading("positive", "positive", "staff"),
    "Terrible delivery, reach me at {email}": Reading("negative", "negative", "delivery"),
    "Great hotline! My number is {phone}": Reading("positive", "positive", "speed_of_service"),
    "Wrong refund, my IBAN is {iban}": Reading("negative", "negative", "billing"),
    "You charged my card {card} twice": Reading("negative", "negative", "billing"),
    "{first} {last} here, very happy with the staff": Reading("positive", "positive", "staff"),
    "Awful support, ask for {first}": Reading("negative", "negative"),
    "{email}": Reading("neutral", "unscored", excluded="redacted_only"),
    "-": Reading("neutral", "unscored", excluded="empty"),
    "الخدمة بطيئة ولا أحد يرد علي": Reading(
        "negative", "unscored", "product_fault|speed_of_service", "ar"
    ),
    "الفاتورة خاطئة مرة أخرى": Reading("negative", "unscored", "billing", "ar"),
    "التوصيل ممتاز شكرا لكم": Reading("positive", "unscored", "delivery", "ar"),
    "السعر مرتفع جدا": Reading("negative", "unscored", "price", "ar"),
    "الموظف كان لطيفا جدا": Reading("positive", "unscored", "staff", "ar"),
    "لا أستطيع تسجيل الدخول إلى حسابي": Reading("negative", "unscored", "login", "ar"),
    "التطبيق سهل الاستخدام": Reading("positive", "unscored", "usability", "ar"),
    "اتصلوا بي على {phone} بخصوص العقد": Reading("neutral", "unscored", "contract", "ar"),
    "راسلوني على {email} من فضلكم": Reading("neutral", "unscored", "", "ar"),
    "Die Lieferung kam viel zu spät": Reading("negative", "unscored", "delivery", "de"),
    "Die Rechnung ist schon wieder falsch": Reading("negative", "unscored", "billing", "de"),
    "Sehr freundlich und schnell, vielen Dank": Reading("positive", "unscored", "staff", "de"),
    "Das Gerät ist nach zwei Tagen kaputt": Reading("negative", "unscored", "product_fault", "de"),
    "Leider viel zu teuer geworden": Reading("negative", "unscored", "price", "de"),
    "Wir möchten den Vertrag kündigen": Reading(
        "negative", "unscored", "cancellation|contract", "de"
    ),
    "Bitte rufen Sie mich an unter {phone}": Reading("neutral", "unscored", "", "de"),
    "Schreiben Sie mir bitte an {email}": Reading("neutral", "unscored", "", "de"),
}
TIMES_EACH = 4


@dataclass
class Item:
    """One thing that was said or rated."""

    system: str
    at: datetime
    person_id: str  # empty where nobody knows who it was
    text: str  # the template, empty for a rating without a word
    reading: Reading
    is_asked: bool
    excluded: str = ""
    key: tuple = ()  # the contact in which it was said


def plant(world: World, seed: int) -> list[dict]:
    """Add comments to Qualtrics responses that had none; return the truth on them."""
    rng = np.random.default_rng(seed + SEED_OFFSET)
    fit = [response for response in world.responses if _may_comment(response)]
    chosen = [fit[int(i)] for i in rng.permutation(len(fit))[: TIMES_EACH * len(PLANTED)]]
    rows = []
    for place, response in enumerate(chosen):
        template = list(PLANTED)[place % len(PLANTED)]
        reading, personal = PLANTED[template], _personal_data(response, place)
        used = {key: value for key, value in personal.items() if f"{{{key}}}" in template}
        survey = "nps" if response.survey_id == QUESTIONS["qualtrics"]["nps"][0] else "post"
        question = QUESTIONS["qualtrics"][f"{survey}_comment"][1]
        response.said = template
        world.add(
            "qualtrics/question_response",
            _fivetran_id=f"q{world.next_number('planted comment', 95_001)}",
            response_id=response.id,
            question_id=question,
            text=template.format(**personal),
            _fivetran_synced=world.synced_lately(response.end),
        )
        rows.append(
            {
                "source_system": response.system,
                "source_response_id": response.id,
                "source_question_id": question,
                "language": "" if reading.excluded else reading.language,
                "felt_label": reading.felt,
                "read_label": reading.read,
                "themes": reading.themes,
                "has_personal_data": bool(used),
                "personal_data": "|".join(used.values()),
                "exclusion_reason": reading.excluded,
            }
        )
    return rows


def _may_comment(response: Response) -> bool:
    is_ordinary = response.system == "qualtrics" and not response.special
    has_text = any(text for *_, text in response.answers)
    return is_ordinary and response.mode != "anonymous" and not has_text


def _personal_data(response: Response, place: int) -> dict[str, str]:
    """Made-up addresses and numbers that stand in no record; the name is the person's own."""
    return {
        "email": f"private.{place:03d}@mail.example",
        "phone": f"+44 20 7946 0{place:03d}",  # a range that is kept free for fiction
        "card": "4111 1111 1111 1111",
        "iban": "DE89 3704 0044 0532 0130 00",
        "first": response.person.first,
        "last": response.person.last,
    }


def items(world: World, answers: list[dict]) -> list[Item]:
    """All that was said and rated, with the reason why it does not count."""
    spoken = [item for ticket in world.tickets for item in _unasked(ticket)]
    spoken += [item for response in world.responses for item in _comments(response)]
    spoken += [item for ticket in world.tickets for item in _rating_comment(ticket)]
    commented = {
        (response.system, response.id)
        for response in world.responses
        for text in texts_of(response)
        if _reading(text).excluded != "empty"
    }
    rated_with_words = {
        f"{ticket.system} {ticket.id}"
        for ticket in world.tickets
        if ticket.rating and ticket.rating.comment
    }
    commented |= {
        (row["source_system"], row["source_response_id"])
        for row in answers
        if row["source_system"] in tools.DESKS and row["ticket"] in rated_with_words
    }
    spoken += [
        _silent_rating(row)
        for row in answers
        if row["metric_code"] == "csat"
        and row["raw_score"] not in ("", "offered")
        and (row["source_system"], row["source_response_id"]) not in commented
    ]
    for systems in tools.SETS.values():
        _mark_repeated([item for item in spoken if item.system in systems])
    return spoken


def _reading(text: str) -> Reading:
    return POOL.get(text) or PLANTED[text]


def texts_of(response: Response) -> list[str]:
    """Return what was written in a response."""
    said = [text for *_, text in response.answers if text]
    return said + ([response.said] if response.said else [])


def _unasked(ticket: Ticket) -> list[Item]:
    """Return what opened the ticket, where the customer wrote it; in social media every word."""
    public = [c for c in ticket.comments if c.is_public and not c.is_deleted and c.author != "bot"]
    public.sort(key=lambda comment: (comment.at, comment.author != "customer"))
    kept = public if ticket.channel == "social" else public[:1]
    person = ticket.person.true_id if ticket.person else ""
    reason = exclusion_reason(ticket)
    return [
        Item(
            ticket.system,
            c.at,
            person,
            c.body,
            _reading(c.body),
            False,
            reason,
            (ticket.system, ticket.id, c.at),
        )
        for c in kept
        if c.author == "customer"
    ]


def _comments(response: Response) -> list[Item]:
    reason = response.special or ("internal" if response.staff_email else "")
    if not reason and response.ticket:
        reason = exclusion_reason(response.ticket)
    return [
        Item(
            response.system,
            response.submitted,
            "" if response.mode == "anonymous" else response.true_id,
            text,
            _reading(text),
            True,
            reason or _reading(text).excluded,
            (response.system, response.id),
        )
        for text in texts_of(response)
    ]


def _rating_comment(ticket: Ticket) -> list[Item]:
    rating = ticket.rating
    if not rating or not rating.comment:
        return []
    person = ticket.person.true_id if ticket.person else ""
    reading, reason = _reading(rating.comment), exclusion_reason(ticket)
    key = (ticket.system, "rating", ticket.id)
    return [
        Item(ticket.system, rating.answered, person, rating.comment, reading, True, reason, key)
    ]


def _silent_rating(row: dict) -> Item:
    """Make an item of a rating: the place on the scale, from -1 to 1, gives the label."""
    if row["source_system"] in tools.DESKS:
        is_good = row["raw_score"] == tools.DESKS[row["source_system"]].ratings["good"]
        sentiment = 1.0 if is_good else -1.0
    else:
        sentiment = 2 * (float(row["raw_score"]) - 1) / 4 - 1
    label = "positive" if sentiment >= 0.25 else "negative" if sentiment <= -0.25 else "neutral"
    reason, at = row["exclusion_reason"], row["submitted_at"]
    return Item(row["source_system"], at, "", "", Reading(label, label), True, reason)


def _mark_repeated(found: list[Item]) -> None:
    """Of the same text of the same person on the same day the first counts."""
    seen = set()
    for item in sorted(found, key=lambda one: one.at):
        key = (item.person_id, item.text, item.at.date())
        if item.excluded or not item.person_id or not item.text:
            continue
        # a template with personal data in it is another text each time
        if key in seen and "{" not in item.text:
            item.excluded = "duplicate"
        seen.add(key)


def kpi_rows(world: World, answers: list[dict]) -> list[dict]:
    """KPI values of each set of tools, from the labels written by hand."""
    found, rows = items(world, answers), []
    for vendor_set, systems in tools.SETS.items():
        samples = _follow_ups(world, [a for a in answers if a["source_system"] in systems])
        for item in found:
            if item.system in systems and not item.excluded:
                samples += _samples(item)
        rows += [{"vendor_set": vendor_set, **row} for row in _summaries(samples)]
    return rows


def _samples(item: Item) -> list[tuple[str, datetime, float]]:
    """Return what an item adds to which KPI."""
    value = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}.get(item.reading.read)
    samples = [("sentiment_coverage", item.at, float(value is not None))]
    if item.text:
        samples.append(("voc_coverage", item.at, float(bool(item.reading.themes))))
    if value is not None:
        samples.append(("net_sentiment_all", item.at, value))
        if not item.is_asked:
            samples.append(("net_sentiment", item.at, value))
    return samples


def _follow_ups(world: World, answers: list[dict]) -> list[tuple[str, datetime, float]]:
    """Hours from the answer of a detractor to the next word of a person to them."""
    words = _words_of_ours(world, {answer["source_system"] for answer in answers})
    samples = []
    for answer in answers:
        is_nps = answer["metric_code"] in ("nps", "tnps")
        is_detractor = is_nps and (answer["score"] or 0) <= 6
        if answer["exclusion_reason"] or not is_detractor:
            continue
        said = answer["submitted_at"]
        later = [at for at in words.get(answer["true_person_id"], []) if at > said]
        if later:
            hours = (min(later) - said).total_seconds() / 3600
            samples.append(("detractor_follow_up", said, hours))
    return samples


def _words_of_ours(world: World, systems: set[str]) -> dict[str, list[datetime]]:
    """Times of public messages of agents and of answered calls of ours, by person."""
    group = tools.set_of(next(iter(sorted(systems))))
    words = {}
    for ticket in world.tickets:
        if ticket.person and tools.set_of(ticket.system) == group:
            for c in ticket.comments:
                if c.author == "agent" and c.is_public and not c.is_deleted:
                    words.setdefault(ticket.person.true_id, []).append(c.at)
    owners = {
        (system, known): person.true_id
        for person in world.people
        for system, ids in person.ids.items()
        for known in ids
    }
    for system, history in world.histories.items():
        for call in history.calls:
            is_ours = call.direction == "outbound" and call.outcome == "answered"
            owner = owners.get((system, call.person_id))
            if is_ours and call.kind == "call" and owner and tools.set_of(system) == group:
                words.setdefault(owner, []).append(call.started)
    return words


def _summaries(samples: list[tuple[str, datetime, float]]) -> list[dict]:
    groups = {}
    for kpi, at, value in samples:
        groups.setdefault((kpi, "all", ""), []).append(value)
        groups.setdefault((kpi, "month", f"{at:%Y-%m}-01"), []).append(value)
    return [
        {
            "kpi_code": kpi,
            "period_grain": grain,
            "period_start": start,
            "n": len(values),
            "numerator": sum(values),
            "denominator": len(values),
            "value": median(values) if kpi == "detractor_follow_up" else sum(values) / len(values),
        }
        for (kpi, grain, start), values in sorted(groups.items())
    ]


def theme_rows(world: World, answers: list[dict]) -> list[dict]:
    """For each set of tools and theme: the texts that count, and those that mention it."""
    found, rows = items(world, answers), []
    for vendor_set, systems in tools.SETS.items():
        texts = [i for i in found if i.system in systems and i.text and not i.excluded]
        mentions = {}
        for item in texts:
            for theme in (item.reading.themes or "unclassified").split("|"):
                mentions[theme] = mentions.get(theme, 0) + 1
        rows += [
            {
                "vendor_set": vendor_set,
                "theme_code": theme,
                "text_count": len(texts),
                "mention_count": count,
            }
            for theme, count in sorted(mentions.items())
        ]
    return rows

"""What is taken out of the words of customers, and how well the rest is read."""

import pytest

from benchmarks.feedback_text import language, make_reader, sentiment
from feedback_text.redaction import redact, without_marks


@pytest.fixture(scope="module")
def reader():
    return make_reader()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Write to Anna.Berg+cx@mail.example.org, please", "Write to [email], please"),
        ("مراسلتي على anna@example.org شكرا", "مراسلتي على [email] شكرا"),
        ("See https://shop.example/cart?id=5&u=anna now", "See [url] now"),
        ("on www.example.org/anna", "on [url]"),
        ("DE89 3704 0044 0532 0130 00 is my IBAN", "[iban] is my IBAN"),
        ("Card 4111 1111 1111 1111, thanks", "Card [card], thanks"),
        ("Card 4111-1111-1111-1111", "Card [card]"),
        ("Card 4111&nbsp;1111&nbsp;1111&nbsp;1111", "Card [card]"),
        ("Card 4111\u202f1111\n1111   1111", "Card [card]"),
        ("IBAN DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "IBAN [iban]"),
        ("Call +44 20 7946 0018", "Call [phone]"),
        ("call 030\n123\n456\n78", "call [phone]"),
        ("jane  @  doe.com", "[email]"),
        ("Call 030 901820 or (030) 90 18 20", "Call [phone] or [phone]"),
        ("اتصل بي على 0301234567", "اتصل بي على [phone]"),
        ("٠٣٠١٢٣٤٥٦٧", "[phone]"),
        ("Born 1990-05-12", "Born [birth_date]"),
        ("jane<at>doe.com or jane at doe dot com", "[email] or [email]"),
        ("blocked 203.0.113.77 and 2001:db8::1", "blocked [ip] and [ip]"),
        ("NINO AB 12 34 56 C, DNI 54362315K", "NINO [national_id], DNI [national_id]"),
        ("Steuer-ID 36 574 261 809", "Steuer-ID [national_id]"),
        ("My name is Jane Doe, hello", "My name is [name], hello"),
        ("to Hauptstraße 12, 10115 Berlin please", "to [address] please"),
        ("Customer 99887766554433221100", "Customer [number]"),
        ("<p>Hi&nbsp;<b>you</b></p><a href='mailto:a@b.example'>me</a>", "Hi you me"),
    ],
)
def test_personal_data_are_taken_out(text, redacted):
    assert redact(text, country="DE") == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Ticket 4711 waits since 2025",
        "I paid 1,250 EUR for 12 licences",
        "5 < 6 & 7 > 3",
        "Version 2.4.1 of model DE89 works",
        "On 2026-03-14 and from 14.03.2026 to 20.03.2026",
        "In 2024/2025 we sent 1,200,000 letters",
        "Invoice INV-2026-00481 and firmware v1.2.3.4",
        "Look at example.com at this point",
    ],
)
def test_what_is_not_personal_stays(text):
    assert redact(text, country="DE") == text


def test_own_names_are_taken_out_as_whole_words():
    redacted = redact("ANNA here. Berg, Anna! Bergwerk, Annabel", ("anna", "berg"))
    assert redacted == "[name] here. [name], [name]! Bergwerk, Annabel"


def test_a_number_without_prefix_is_read_in_the_persons_country():
    assert redact("212 555 0142", country="US") == "[phone]"
    assert redact("212 555 0142") == "[number]"


def test_marks_are_not_read():
    assert without_marks("Call [phone] or [email] [now]") == "Call or [now]"


def test_only_what_the_model_knows_has_a_sentiment(reader):
    score, share, reason = reader.sentiment("Great service", "en")
    assert score > 0.25 and 0 < share <= 1 and reason is None
    assert reader.sentiment("The order of May", "en") == (None, None, "no_known_word")
    assert reader.sentiment("Great service", "de") == (None, None, "language_not_supported")
    assert reader.sentiment("Great service", "unknown") == (None, None, "unknown_language")


def test_words_of_the_seed_are_in_the_lexicon_and_in_the_version(reader):
    plain = make_reader(with_own_words=False)
    assert plain.sentiment("Support", "en")[0] > 0
    assert reader.sentiment("Support", "en")[2] == "no_known_word"
    assert reader.sentiment("It is slow", "en")[0] < -0.25
    assert reader.model_version != plain.model_version
    assert reader.model_version == make_reader().model_version


def test_a_text_without_letters_has_no_language(reader):
    assert reader.language("4711 !!") == ("unknown", 0.0)


def test_sentiment_is_as_good_as_documented(reader):
    """If this fails, the figures in DECISIONS.md and on the KPI page are no longer true."""
    assert sentiment(reader, "held_out") == {
        "sentences": 57,
        "scored": 32,
        "right": 28,
        "opposite": 0,
    }
    assert sentiment(make_reader(with_own_words=False), "held_out")["right"] == 24


def test_languages_are_told_as_well_as_documented(reader):
    assert language(reader) == {
        "sentences": 202,
        "right": 200,
        "unknown": 2,
        "taken for English": 0,
    }

"""Take personal data out of a text before anything else reads it. This is the one place.

Caught
- e-mail addresses, also with spaces, and with the at sign and the dot written out,
- web addresses with a scheme, with www or with a path; IP addresses,
- IBANs and card numbers (by their check digits),
- phone numbers: those that the library phonenumbers holds possible in the person's country, and
  international ones; other runs of seven digits and more,
- national ids: UK (NINO), Spain (DNI, NIE), Italy, France, Finland, Ireland, Portugal (card); and
  by the person's country Belgium, Germany, Netherlands, Poland, Sweden, Switzerland, Turkey, US,
- dates after a word such as born, geboren, née; names after words such as "my name is",
- street and house number in the forms of English, German, Dutch, French, Spanish, Italian,
  Portuguese and Polish, and the town behind them where a post code says so,
- the respondent's own names as the CRM writes them.

Left on purpose: dates, amounts, versions, references with a year. Not personal by themselves.

Not caught: names of other people (staff, family), a name of two letters, a name spelt another way,
an address without house number or in another form, a date of birth without such a word, numbers of
six digits and less, a phone number in words, names of accounts in social networks, passports and
driving licences with letters, and what only the context makes personal.

How much of each: benchmarks/redaction.py.
"""

import html
import re

import phonenumbers

from feedback_text import personal_data as look

MARKS = ("email url iban card phone number name national_id ip birth_date address").split()
MARK = re.compile(r"\[(?:" + "|".join(MARKS) + r")\]")
_TAG = re.compile(r"<(?!(?:at|dot)>)(?:[a-zA-Z/!][^<>]*)>")
_DIGIT = re.compile(r"\d")
_ENOUGH_DIGITS = 7
_LEFT_OVER = {mark: re.compile(form, re.ASCII) for mark, form in look.LEFT_OVER.items()}
# characters that no text has (private use) stand for numbers that stay, while others are looked for
_PUBLIC = re.compile("[\ue000-\uf8ff]")
_MOST_PUBLIC = 0xF8FF - 0xE000


def redact(text: str, names: tuple[str, ...] = (), country: str | None = None) -> str:
    """Return a text without markup, with a mark such as [email] in place of personal data.

    `names` are words of the respondent's names, `country` the ISO code of the country whose
    phone numbers are written without a prefix.
    """
    redacted = _PUBLIC.sub(" ", html.unescape(_TAG.sub(" ", text)))
    # the patterns know one kind of blank
    redacted = " ".join(redacted.split())
    lowered = redacted.lower()
    redacted = _without_addresses(redacted, lowered)
    if any(hint in lowered for hint in look.NAME_HINTS):
        redacted = look.INTRODUCED_NAME.sub(r"\1[name]", redacted)
    if _DIGIT.search(redacted):
        redacted = _without_numbers(redacted, country)
    for name in sorted(names, key=lambda one: (-len(one), one)):
        whole_word = rf"(?<!\w){re.escape(name)}(?!\w)"
        redacted = re.sub(whole_word, "[name]", redacted, flags=re.IGNORECASE)
    return redacted


def without_marks(redacted: str) -> str:
    """Return what the customer said, without the marks that redaction put in."""
    return " ".join(MARK.sub(" ", redacted).split())


def _without_addresses(text: str, lowered: str) -> str:
    """Take out the addresses of machines: mail and web."""
    if "@" in text:
        text = look.EMAIL.sub("[email]", text)
    if any(hint in lowered for hint in look.SPOKEN_HINTS):
        text = look.SPOKEN_EMAIL.sub("[email]", text)
    text = look.URL.sub("[url]", text)
    return look.BARE_URL.sub("[url]", text) if "/" in text else text


def _without_numbers(text: str, country: str | None) -> str:
    """Take out what has digits in it, from the most to the least telling."""
    text = look.BIRTH_DATE.sub(r"\1[birth_date]", text)
    text = _without_streets(text)
    if text.count(":") > 1:
        text = _marked(look.IPV6, "[ip]", text, look.is_ip_address)
    digits = len(_DIGIT.findall(text))
    if digits < 4:
        return text

    public: list[str] = []

    def keep(found: re.Match) -> str:
        if len(public) >= _MOST_PUBLIC:
            return found.group()
        public.append(found.group())
        return chr(0xE000 + len(public) - 1)

    text = _marked(look.IPV4, "[ip]", text, look.is_ip_address)
    text = look.PUBLIC_NUMBER.sub(keep, text)
    if digits >= 6:
        text = _marked(look.IBAN, "[iban]", text, look.is_iban)
        text = look.NATIONAL_ID.sub(
            lambda found: "[national_id]" if look.is_lettered_id(found) else found.group(), text
        )
        text = _marked(look.DIGITS, "[card]", text, look.is_card)
        text = _marked(
            look.DIGITS, "[national_id]", text, lambda one: look.is_digit_id(one, country)
        )
        text = _without_phones(text, country)
        text = look.DIGITS.sub("[number]", text)
    text = _PUBLIC.sub(lambda found: public[ord(found.group()) - 0xE000], text)
    for mark, pattern in _LEFT_OVER.items():
        text = pattern.sub(f"[{mark}]", text)
    return text


def _marked(pattern: re.Pattern, mark: str, text: str, is_right) -> str:
    """Put a mark in place of what a pattern finds and a check confirms."""
    return pattern.sub(lambda found: mark if is_right(found.group()) else found.group(), text)


def _without_streets(text: str) -> str:
    """Take out streets with their house number, and the town that follows."""
    parts, place = [], 0
    for found in look.ADDRESS.finditer(text):
        town = look.TOWN_AFTER.match(text, found.end())
        parts += [text[place : found.start()], "[address]"]
        place = town.end() if town else found.end()
    return "".join(parts) + text[place:]


def _without_phones(text: str, country: str | None) -> str:
    if len(_DIGIT.findall(text)) < _ENOUGH_DIGITS:
        return text
    found = phonenumbers.PhoneNumberMatcher(text, country, phonenumbers.Leniency.POSSIBLE)
    for match in reversed(list(found)):
        if len(_DIGIT.findall(match.raw_string)) >= _ENOUGH_DIGITS:
            text = text[: match.start] + "[phone]" + text[match.end :]
    return text

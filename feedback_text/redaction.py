"""Take personal data out of a text before anything else reads it. This is the one place.

Caught: e-mail addresses, web addresses, IBANs, card numbers (Luhn), phone numbers (those that
the library phonenumbers holds possible in the person's country, and international ones), other
runs of seven digits and more, and the respondent's own names as the CRM writes them.

Not caught: names of other people (staff, family), a name of two letters, a name spelt another
way, postal addresses, dates of birth, numbers of six digits and less, a phone number or e-mail
address that is written out in words, and what only the context makes personal.
"""

import html
import re

import phonenumbers

MARKS = ("email", "url", "iban", "card", "phone", "number", "name")
MARK = re.compile(r"\[(?:" + "|".join(MARKS) + r")\]")
_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]*)>")
_EMAIL = re.compile(r"[\w.+%'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_DIGITS = re.compile(r"\d(?:[ .,/()-]{0,2}\d){6,}")
_ENOUGH_DIGITS = 7


def redact(text: str, names: tuple[str, ...] = (), country: str | None = None) -> str:
    """Return a text without markup, with a mark such as [email] in place of personal data.

    `names` are words of the respondent's names, `country` the ISO code of the country whose
    phone numbers are written without a prefix.
    """
    redacted = html.unescape(_TAG.sub(" ", text))
    redacted = _EMAIL.sub("[email]", redacted)
    redacted = _URL.sub("[url]", redacted)
    redacted = _IBAN.sub(
        lambda found: "[iban]" if _is_iban(found.group()) else found.group(), redacted
    )
    redacted = _DIGITS.sub(
        lambda found: "[card]" if _is_card(found.group()) else found.group(), redacted
    )
    redacted = _without_phones(redacted, country)
    redacted = _DIGITS.sub("[number]", redacted)
    for name in sorted(names, key=lambda one: (-len(one), one)):
        whole_word = rf"(?<!\w){re.escape(name)}(?!\w)"
        redacted = re.sub(whole_word, "[name]", redacted, flags=re.IGNORECASE)
    return " ".join(redacted.split())


def without_marks(redacted: str) -> str:
    """Return what the customer said, without the marks that redaction put in."""
    return " ".join(MARK.sub(" ", redacted).split())


def _without_phones(text: str, country: str | None) -> str:
    if sum(character.isdigit() for character in text) < _ENOUGH_DIGITS:
        return text
    found = phonenumbers.PhoneNumberMatcher(text, country, phonenumbers.Leniency.POSSIBLE)
    for match in reversed(list(found)):
        if sum(character.isdigit() for character in match.raw_string) >= _ENOUGH_DIGITS:
            text = text[: match.start] + "[phone]" + text[match.end :]
    return text


def _is_iban(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 7064, 97-10)."""
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _is_card(text: str) -> bool:
    """Tell whether digits are a card number: 13 to 19 of them, the last one right (Luhn)."""
    digits = [int(character) for character in text if character.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0

"""What personal data look like in a text: the patterns of redaction.py, and their checks.

Check digits, where a number has some, are those of the library python-stdnum.
"""

import ipaddress
import re
from types import ModuleType

from stdnum import luhn
from stdnum.be import nn
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.ie import pps
from stdnum.iso7064 import mod_97_10
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.pt import cc
from stdnum.se import personnummer
from stdnum.tr import tckimlik
from stdnum.us import itin, ssn

# each pattern begins where a word does and gives nothing back (++): time grows with the text, not
# with its square, however long a word somebody pastes
EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++\s?@\s?[\w-]+(?:(?:\.|\s\.\s?)[\w-]+)+")
# the at sign or the dot written out, so that machines do not find the address
_DOT_WORD = r"(?:dot|punkt|punto|point|ponto|kropka)"
_DOT = rf"(?:\.|\s?[\[({{<]\s?(?:{_DOT_WORD}|\.)\s?[\])}}>]\s?|\s{_DOT_WORD}\s)"
_SPOKEN_DOT = r"(?:\s?[\[({<]\s?(?:dot|punkt)\s?[\])}>]\s?|\s(?:dot|punkt)\s)"
_SIGN = (
    r"\s?[\[({<]\s?(?:at|ät|arroba|arobase|chiocciola|@)\s?[\])}>]\s?"
    r"|\s(?:arroba|arobase|chiocciola)\s"
)
SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+%'-])(?:[\w+%'-]++\s{_DOT_WORD}\s){{0,4}}[\w.+%'-]++"
    rf"(?:(?:{_SIGN})[\w-]++(?:{_DOT}[\w-]++){{1,6}}"
    # a mere word needs a dot that is a word as well: "look at example.com" is no address
    rf"|\s(?:at|ät)\s[\w-]++(?:{_SPOKEN_DOT}[\w-]++){{1,6}})",
    re.IGNORECASE,
)
# without one of these, in lower case, the pattern need not be tried: looking for a word is faster
SPOKEN_HINTS = (
    *("dot", "punkt", "arroba", "arobase", "chiocciola"),
    *("at)", "at]", "at}", "at>", "at )", "at ]", "ät)", "ät]", "ät )", "ät ]", "@)", "@]"),
)
URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
BARE_URL = re.compile(r"(?<![\w.-])(?:[\w-]{2,}+\.)+[a-z]{2,}+/\S+", re.IGNORECASE)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
# the digits of a number, with what people write between them
DIGITS = re.compile(r"\d(?:(?:[ ./()-]{0,2}|,)\d){6,}")

_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\2{_YEAR})"
)
# numbers that say nothing about a person, though they have as many digits as a phone number
PUBLIC_NUMBER = re.compile(
    rf"(?<![\d+])(?<!\d[./-])(?:{_DATE}|{_YEAR}(?:(?:, |\s?[-/–]\s?){_YEAR})+)(?!\d|[./-]\d)"
    r"|(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)"
    r"|\b(?:version|build|release|firmware|v)\.?\s?\d+(?:\.\d+)+"
    rf"|\b[A-Z]{{2,4}}-{_YEAR}-\d{{1,6}}\b"
    r"|\b0x[0-9a-f]+\b",
    re.IGNORECASE,
)
_WRITTEN_DATE = (
    r"\d{1,2}(?:\.|st|nd|rd|th|er|º)?\s(?:of\s|de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
)
BIRTH_DATE = re.compile(
    r"(\b(?:born|dob|date of birth|birth ?date|birthday|geboren|geb\.|geburtsdatum|geburtstag|"
    r"née?|date de naissance|nacid[oa]|nací|fecha de nacimiento|nat[oa]|data di nascita|"
    r"geboortedatum|urodzon[ya]|data urodzenia|nascid[oa]|data de nascimento|doğum|"
    r"الميلاد|مواليد)\D{0,20}?)"
    rf"({_WRITTEN_DATE}|\d{{1,4}}[-/.]\s?\d{{1,2}}[-/.]\s?\d{{2,4}})(?!\d)",
    re.IGNORECASE,
)
NAME_HINTS = (
    *("name", "heiße", "heisse", "appelle", "nom est", "llamo", "nombre", "chiamo", "naam", "heet"),
    *("nazywam", "chamo", "nome", "adım", "اسمي"),
)
# "my name is", and then a word or more with a capital, or in a script without capitals
INTRODUCED_NAME = re.compile(
    r"(\b(?i:my name is|my name's|mein name ist|ich heiße|ich heisse|je m'appelle|je m’appelle|"
    r"mon nom est|me llamo|mi nombre es|mi chiamo|mijn naam is|ik heet|nazywam się|chamo-me|"
    r"o meu nome é|benim adım|اسمي) )"
    r"((?:[^\W\d_a-zß-öø-ÿ][\w'’-]*)(?: [^\W\d_a-zß-öø-ÿ][\w'’-]*){0,2})"
)

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"
_TOWN = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}"
ADDRESS = re.compile(
    # Hauptstraße 12, Lindenweg 5a, Berliner Str. 47, Kerkstraat 14
    r"(?:(?<![\w-])(?!(?:Park|Sitz|Steh|Stell|Arbeits|Lager|Lade|Start)platz)[A-ZÄÖÜ][\w-]*"
    r"(?:stra(?:ß|ss)e|str\.|weg|allee|gasse|damm|ufer|platz|straat|laan|gracht|kade|plein|dijk|singel)"
    r"|(?<![\w-])[A-ZÄÖÜ][\w-]++\s(?:Stra(?:ß|ss)e|Str\.|Allee))\s\d{1,4}(?:\s?[a-z]\b)?"
    # Calle Mayor 15, Avda. de la Constitución, 8, Via Garibaldi 22, ul. Długa 7
    r"|\b(?:[Cc]alle|C/|[Aa]venida|[Aa]vda\.|[Pp]laza|[Pp]aseo|Via|Viale|Piazza|Corso|[Rr]ua|ul\.|al\.)\s?"
    rf"(?:(?:de|del|la|las|los|di|da|do|das|dos)\s)*{_TOWN},?\s(?:n[.º°]\s?)?\d{{1,4}}\b"
    # 12 rue de la Paix, 5 bis avenue Victor Hugo
    r"|\b\d{1,4}(?:\s?(?:bis|ter))?,?\s(?i:rue|avenue|av\.|boulevard|bd|chemin|impasse|allée|quai)\s"
    rf"(?:(?:de|du|des|la|le|les)\s|[ld]['’])*{_TOWN}"
    # 12 Baker Street, Flat 3, 48 Station Road
    r"|(?:\b(?:Flat|Apt\.?|Apartment|Unit|Suite)\s\w+,?\s)?\b\d{1,5}[A-Za-z]?\s(?:[A-Z][\w'’.-]*\s){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Close|Terrace|"
    r"Crescent|Way|Place)\b\.?",
)
# what may follow the street: the town, and a code before or after it
TOWN_AFTER = re.compile(
    rf",?\s\d{{4,5}}(?:-\d{{3}}|\s[A-Z]{{2}}\b)?\s{_TOWN}"
    rf"|(?:,\s{_TOWN},?)?\s(?:[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}})\b"
)

IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
IPV6 = re.compile(r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", re.IGNORECASE)

# ids of people with letters in them, and the module that knows their check digits
_LETTERED = {
    "nino": (
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]",
        None,
    ),
    "dni": (r"\d{8}[ -]?[A-Za-z]", dni),
    "nie": (r"[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]", nie),
    "codicefiscale": (r"[A-Za-z]{6}\d\d[A-Za-z]\d\d[A-Za-z]\d{3}[A-Za-z]", codicefiscale),
    "nir": (r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", nir),
    "hetu": (r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", hetu),
    "pps": (r"\d{7}[A-W][A-IW]?", pps),
    "cc": (r"\d{8} ?\d ?[A-Z0-9]{2}\d", cc),
}
NATIONAL_ID = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{form})" for name, (form, _) in _LETTERED.items()) + r")\b"
)
# ids that are digits only go with the numbers anyway; these are named where the person lives there
_DIGIT_IDS: dict[str, tuple[ModuleType, ...]] = {
    "BE": (nn,),
    "CH": (ahv,),
    "DE": (idnr,),
    "NL": (bsn,),
    "PL": (pesel,),
    "SE": (personnummer,),
    "TR": (tckimlik,),
    "US": (ssn, itin),
}


_DIGIT = "[0-9]"
_SMALL_NUMBER = "[0-9][0-9]?[0-9]?"
# what no redacted text holds, whatever was found before: the last look of redaction, and the check
# of GOV-16 in the warehouse, which reads the same patterns (without braces: it fills those in)
LEFT_OVER = {
    # a card or an account: thirteen digits or more, apart by nothing, a space or a hyphen
    "number": "([0-9][ -]?)" * 12 + "[0-9]",
    # the digits of a phone after a plus, or in groups
    "phone": (f"[+]{_DIGIT}[0-9 ()-]+{_DIGIT * 4}|{_DIGIT * 3}[ -]{_DIGIT * 3}[ -]?{_DIGIT * 3}"),
    # ids of the United States, the United Kingdom, Italy
    "national_id": (
        rf"\b{_DIGIT * 3}-{_DIGIT * 2}-{_DIGIT * 4}\b"
        rf"|\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{f' ?{_DIGIT * 2}' * 3} ?[A-D]\b"
        rf"|\b{'[A-Z]' * 6}{_DIGIT * 2}[A-Z]{_DIGIT * 2}[A-Z]{_DIGIT * 3}[A-Z]\b"
    ),
    "ip": rf"\b{_SMALL_NUMBER}{f'[.]{_SMALL_NUMBER}' * 3}\b",
}


def is_iban(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 7064, 97-10)."""
    plain = text.replace(" ", "").upper()
    return mod_97_10.is_valid(plain[4:] + plain[:4])


def is_card(text: str) -> bool:
    """Tell whether digits are a card number: 13 to 19 of them, the last one right (Luhn)."""
    digits = "".join(str(int(character)) for character in text if character.isdigit())
    return 13 <= len(digits) <= 19 and luhn.is_valid(digits)


def is_ip_address(text: str) -> bool:
    """Tell whether a text is an address of the internet, of either version."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    # "::" is one too, and stands in many texts
    return len(text) > 4


def is_lettered_id(found: re.Match) -> bool:
    """Tell whether what NATIONAL_ID found has the right check digits, where it has any."""
    _, known = _LETTERED[found.lastgroup]
    return known is None or _is_valid(known, found.group())


def is_digit_id(text: str, country: str | None) -> bool:
    """Tell whether digits are the id of a person in a country."""
    return any(_is_valid(known, text) for known in _DIGIT_IDS.get(country or "", ()))


def _is_valid(known: ModuleType, text: str) -> bool:
    try:
        known.validate(text)
    except ValidationError:
        return False
    return True

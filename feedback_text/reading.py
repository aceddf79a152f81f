"""Tell the language of a redacted text, and its sentiment where the language is known."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

SENTIMENT_LANGUAGE = "en"  # the language of the library's lexicon
LIBRARIES = ("phonenumbers", "py3langid", "vaderSentiment")


def rules_version(languages: dict[str, float], valences: dict[str, float]) -> str:
    """Name all that a reading depends on beside its text: this code, its libraries, both seeds."""
    parts = [path.read_text() for path in sorted(Path(__file__).parent.glob("*.py"))]
    parts += [version(library) for library in LIBRARIES]
    parts += [repr(sorted(languages.items())), repr(sorted(valences.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Reader:
    """A reader with the languages and the words of an organisation."""

    def __init__(self, languages: dict[str, float], valences: dict[str, float]):
        """Take the least confidence of each language, and the valence (-4 to 4) of own words."""
        self.least_confidence = languages
        self.identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self.identifier.set_languages(sorted(languages))
        self.analyzer = SentimentIntensityAnalyzer()
        for term, valence in valences.items():
            self.analyzer.lexicon.pop(term, None)
            if valence:
                self.analyzer.lexicon[term] = valence
        words = "\n".join(f"{term} {valence:g}" for term, valence in sorted(valences.items()))
        own_words = hashlib.sha256(words.encode()).hexdigest()[:8]
        self.model_version = f"{version('vaderSentiment')}+{own_words}"

    def language(self, text: str) -> tuple[str, float]:
        """Return the language and its probability; `unknown` where that is too low."""
        if not any(character.isalpha() for character in text):
            return "unknown", 0.0
        language, confidence = self.identifier.classify(text)
        is_sure = confidence >= self.least_confidence[language]
        return language if is_sure else "unknown", round(float(confidence), 4)

    def sentiment(self, text: str, language: str) -> tuple[float | None, float | None, str | None]:
        """Return the score from -1 to 1, the share of words that carry it, and why there is none.

        A text of which the model knows no word is not neutral: nothing is known of it.
        """
        if language != SENTIMENT_LANGUAGE:
            reason = "unknown_language" if language == "unknown" else "language_not_supported"
            return None, None, reason
        scores = self.analyzer.polarity_scores(text)
        known = scores["pos"] + scores["neg"]
        if not known:
            return None, None, "no_known_word"
        return scores["compound"], round(known, 4), None

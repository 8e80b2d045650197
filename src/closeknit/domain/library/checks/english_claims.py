"""The English claims that are never printed, however they are worded."""

import re

from closeknit.domain.library.checks.wording import Banned


def _any(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)


_TENTHS = r"(?:9\d?(?:\.\d+)?|nine|ninety(?:[- ]\w+)?)"
_SHARE = (
    rf"\b{_TENTHS}\s*(?:%|per ?cent|percent"
    r"|(?:times )?(?:out of|in|of) (?:every )?(?:10|ten|100|a hundred))"
)
_FORESEEN = (
    r"(?:predict\w*|forecast\w*|foresee\w*|foretell\w*|accura\w+|divorc\w+|break ?ups?"
    r"|split\w*|tell who)"
)

BANNED = (
    Banned(
        "the ratio of good to bad moments",
        _any(
            r"\b(?:5|five)\s*(?::|-?\s*to\s*-?)\s*(?:1|one)\b|\b(?:5|five)\b[^.]{0,40}\bfor"
            r" (?:every|each)\b"
            r"[^.]{0,20}\b(?:bad|negative|harsh|unkind|hard|cross|1|one)\b"
            r"|\b(?:5|five) times (?:as|more)\b[^.]{0,25}\b(?:good|positive|kind|warm|praise)\b"
        ),
        "say that warmth outside of conflict goes with staying close",
        hints=("5", "five"),
    ),
    Banned(
        "86 against 33 per cent",
        _any(
            r"\b(?:86|33|eighty-six|thirty-three)\s*(?:%|per ?cent|percent|(?:out of|in|of)"
            r" (?:100|a hundred))"
        ),
        "say that couples who answer small reaches tend to be closer, with its reference",
        hints=("86", "33", "eighty-six", "thirty-three"),
    ),
    Banned(
        "prediction of divorce with 90 per cent",
        _any(
            rf"{_SHARE}[^.]*{_FORESEEN}|{_FORESEEN}[^.]*{_SHARE}|\b(?:nine|9) (?:out of|in)"
            rf" (?:ten|10)\b"
        ),
        "say that no one can tell from a talk how a couple will end",
        hints=("9", "nine"),
    ),
    Banned(
        "love languages as science",
        _any(r"\blove languages?\b|\blanguages? of love\b"),
        "ask what makes each partner feel loved, or say in the sentence that it is not science",
        allowed_when=_any(
            r"\b(?:not|no|(?<!a )little|myth|never|hardly|failed|lacks?|nobody|weak)\b"
        ),
        hints=("language",),
    ),
    Banned(
        "six seconds",
        _any(r"\b(?:six|6)[ -]?(?:s|secs?|seconds?)\b"),
        "say \u201clonger than a peck\u201d",
        hints=("6", "six"),
    ),
    Banned(
        "the therapy's effect as ours",
        _any(
            r"\b(?:EFT|emotionally focused|bonding therapy)\b[^.]*(?:\d\s*%|per ?cent|percent"
            r"|recover|cure|success"
            r"|\b(?:seven|nine|three|\d) (?:out of|in) (?:ten|four|10|4)\b)"
        ),
        "say that a therapist led it and that this exercise was not tested",
        hints=("eft", "emotionally", "bonding"),
    ),
    Banned(
        "words that promise more secrecy than there is",
        _any(r"\bzero[ -]knowledge\b|\bend[ -]to[ -]end\b"),
        "say who can open what",
        hints=("zero", "end"),
    ),
)

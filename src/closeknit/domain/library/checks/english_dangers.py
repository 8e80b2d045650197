"""The English sentences that could put somebody in danger: opening up, watching, duty."""

import re

from closeknit.domain.library.checks.wording import Banned


def _any(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)


_DENIED = _any(
    r"\b(?:not|no|never|nobody|cannot|nor|without|refuse|against|warns?|wrong)\b|n['\u2019]t\b"
)
_FEARED = (
    r"\b(?:afraid|fear|fears|feared|scared?|frighten(?:s|ed|ing)?|unsafe|violen(?:t|ce)|abus(?:e"
    r"|ive)"
    r"|threat(?:s|en|ens|ened)?|hits? you|hurts? you|hit you|strangl\w+|stalk\w*|forces? you)\b"
)
_OPENING_UP = (
    r"\b(?:tell (?:them|him|her|your partner|the other) (?:everything|all|the (?:whole )?truth"
    r"|more|why"
    r"|how|that|what)|open up|share (?:more|everything|it with (?:them|him|her))|be (?:more"
    r" )?(?:open|honest"
    r"|patient|kinder|gentler|loving)|show (?:more|your soft|them)|try (?:harder|again|to"
    r" understand)"
    r"|forgive|give (?:in|them another)|make (?:it )?up|talk (?:it|things) (?:out|over|through)"
    r"|sit down (?:with|together)|say (?:yes|sorry)|stay (?:with|calm and|for)|do (?:this|it"
    r"|these|the"
    r" exercises?|a practice) (?:with|together)|couples? (?:exercises?|practices?|therapy)"
    r" (?:helps?|can"
    r"|will|is)|invite (?:them|him|her)|love (?:them|him|her) more|work on (?:it|us) together)\b"
)
_THEIRS = r"(?:their|your partner['\u2019]s|the other['\u2019]s|each other['\u2019]s|his|her)"

TO_THE_FEARFUL = (
    Banned(
        "advises to open up to somebody who is feared",
        _any(rf"{_FEARED}[^.]*{_OPENING_UP}|{_OPENING_UP}[^.]*{_FEARED}"),
        "say that nobody has to share more with someone they fear, and where help is",
        allowed_when=_DENIED,
        hints=(
            "afraid",
            "fear",
            "scare",
            "fright",
            "unsafe",
            "violen",
            "abus",
            "threat",
            "hits you",
            "hit you",
            "hurts you",
            "strangl",
            "stalk",
            "forces you",
            "force you",
        ),
    ),
    Banned(
        "advises to watch the other",
        _any(
            rf"\b(?:check|read|search|look (?:at|through|into)|go through|track|unlock|monitor"
            rf"|spy on"
            rf"|follow|copy) {_THEIRS} (?:\w+ )?(?:phone|messages?|mails?|emails?|location"
            rf"|accounts?|chats?"
            rf"|diary|whereabouts|movements)\b|\bshare (?:your|a) (?:passwords?|location|pass"
            rf" ?code|pin)\b"
            rf"|\b(?:give|tell|show) (?:them|him|her|each other|the other) your (?:passwords?"
            rf"|pass ?code|pin"
            rf"|phone|messages|location)\b|\b(?:ask (?:for|to see)|demand) {_THEIRS} (?:phone"
            rf"|password"
            rf"|messages|location)\b|\btracking app\b"
        ),
        "leave it out; nobody looks at the other's phone, accounts or places",
        allowed_when=_any(
            _DENIED.pattern
            + r"|\b(?:if|when) (?:someone|they|you (?:are (?:asked|made|told)|have to|must|live))"
            r"|\bcontrol\b"
        ),
        hints=(
            "phone",
            "message",
            "mail",
            "location",
            "account",
            "chat",
            "diary",
            "whereabouts",
            "movement",
            "password",
            "pass code",
            "passcode",
            " pin",
            "tracking",
        ),
    ),
    Banned(
        "cuts somebody off from help",
        _any(
            r"\b(?:don['\u2019]t|do not|never|no need to|there is no need to|instead of|rather"
            r" than|avoid|wait"
            r" before|before you) (?:\w+ ){0,2}(?:call|calling|ring|phone|see|seeing|involve"
            r"|involving|go to|going"
            r" to|talk to|talking to|tell|telling|ask|asking)\b[^.,;]{0,25}\b(?:police|help"
            r" ?lines?|hotlines?"
            r"|emergency|doctors?|therapists?|hospital|shelters?|lawyers?|anyone|anybody|friends?"
            r"|family)\b"
            r"|\bkeep (?:it|this|that) (?:a )?secret\b|\bhelp lines? (?:is|are) (?:no|not|only"
            r" for)\b"
        ),
        "leave it out; help, friends and the emergency number are always open",
        hints=(
            "police",
            "help",
            "hotline",
            "emergency",
            "doctor",
            "therapist",
            "hospital",
            "shelter",
            "lawyer",
            "anyone",
            "anybody",
            "friend",
            "family",
            "secret",
        ),
    ),
    Banned(
        "makes touch or sex a duty",
        _any(
            r"\b(?:owe[sd]?|duty|must|has to|have to|has a right|have a right|entitled|(?:can"
            r"|may)(?:not|['\u2019]t)"
            r" (?:refuse|say no)|never (?:refuse|say no)|give in|even if you (?:don['\u2019]t|do"
            r" not) (?:want|feel)"
            r"|keep the peace)\b[^.]*\b(?:sex|touch\w*|kiss\w*|hug\w*|cuddl\w*|bed)\b"
            r"|\b(?:sex|touch|kiss|hug)\b[^.]*\b(?:to keep the peace|even if you (?:don['\u2019]t"
            r"|do not) (?:want|feel)"
            r"|is a duty|is owed|cannot be refused)\b|\bno means (?:maybe|try)\b|\bsilence (?:is"
            r"|means) (?:a )?yes\b"
        ),
        "say that a no is a whole answer",
        allowed_when=_any(_DENIED.pattern + r"|\bsee \[|\bif you\b.*\bafraid\b|\bprice\b"),
        hints=("sex", "touch", "kiss", "hug", "cuddl", "bed", "no means", "silence"),
    ),
)

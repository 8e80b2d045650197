"""The English sentences that could put somebody in danger: blame, crises, false safety."""

import re

from closeknit.domain.library.checks.wording import Banned


def _any(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)


_DENIED = _any(
    r"\b(?:not|no|never|nobody|cannot|nor|without|refuse|against|warns?|wrong)\b|n['\u2019]t\b"
)

_DENIED_OF_PRESSING = _any(
    r"\b(?:not(?! yet)|never|nobody|cannot|nor|without|wrong|don['\u2019]t)\b|\bno (?:one|need)\b"
)

HARMS = (
    Banned(
        "blames the one who is hurt",
        _any(
            r"\b(?:it['\u2019]s|it is|that is|that['\u2019]s|partly) your (?:own )?fault\b|\byou"
            r" (?:provoked?"
            r"|asked for|deserved?|drove|made|pushed) (?:it|this|them|him|her)(?: to| hit|"
            r" angry)?\b"
            r"|\bboth (?:are|of you are) to blame\b|\btakes two to (?:fight|hit)\b"
        ),
        "leave it out; nobody causes another person's violence",
        allowed_when=_DENIED,
        hints=(
            "fault",
            "provoke",
            "asked for",
            "deserve",
            "drove",
            "made ",
            "pushed",
            "to blame",
            "takes two",
        ),
    ),
    Banned(
        "advises about medicine",
        _any(
            r"\b(?:stop|quit|skip|leave off|come off|lower|cut down)\b[^.]{0,20}\b(?:medicines?"
            r"|medication|pills"
            r"|tablets|insulin|antidepressants?)\b"
        ),
        "leave it to a doctor",
        allowed_when=_DENIED,
        hints=("medic", "pills", "tablets", "insulin", "antidepress"),
    ),
    Banned(
        "puts off help in a crisis",
        _any(
            r"\b(?:suicid\w+|kill(?:ing)? yourself|end(?:ing)? (?:your|their|it) (?:life|all)"
            r"|self-harm|hurting"
            r" yourself|thoughts of (?:death|dying))\b[^.]*\b(?:wait|sleep on it|keep (?:it|that)"
            r" to yourself"
            r"|practices?|exercises?|will pass|passes|pass by itself|closeknit can|this app can|a"
            r" phase"
            r"|attention)\b"
        ),
        "name the help lines and the emergency number",
        allowed_when=_DENIED,
        hints=(
            "suicid",
            "kill",
            "end your",
            "ending your",
            "end their",
            "end it",
            "ending it",
            "ending their",
            "self-harm",
            "hurting yourself",
            "of death",
            "of dying",
        ),
    ),
    Banned(
        "promises more safety than there is",
        _any(
            r"\b(?:closeknit|this app|this page|the app|leav(?:e|ing) quickly|quieter mode|it"
            r"|this) (?:\w+ )?"
            r"(?:keeps? you safe|makes? you safe|protects? you|erases? (?:your|the) history"
            r"|wipes? (?:your|the)"
            r" history|leaves? no trace|cannot be (?:seen|found|traced|opened)|is (?:completely"
            r"|perfectly|totally"
            r"|fully) (?:safe|secure|private|secret))\b|\b(?:un(?:hackable|breakable|traceable)"
            r"|military[- ]grade|bank[- ]level)\b|\bnobody (?:can|will) ever (?:know|see|read"
            r"|find)\b"
        ),
        "say what it does, and where that ends",
        allowed_when=_DENIED,
        hints=(
            "safe",
            "protect",
            "history",
            "trace",
            "cannot be",
            "secure",
            "private",
            "secret",
            "hackable",
            "breakable",
            "military",
            "bank",
            "nobody",
        ),
    ),
    Banned(
        "advises to confront or to leave without a plan",
        _any(
            r"\bconfront (?:them|him|her|your partner|the (?:other|one))\b|\b(?:announce|tell"
            r" (?:them|him|her)) that"
            r" you (?:are|['\u2019]re) leaving\b|\bleave (?:them|him|her) (?:tonight|today|at"
            r" once|now)\b"
        ),
        "say that a plan with someone trained comes first",
        allowed_when=_DENIED,
        hints=("confront", "leav"),
    ),
    Banned(
        "sets a date for forgiving or trusting",
        _any(
            r"\b(?:forgive[ns]?|forgiveness|trust(?:ing)? again)\b[^.]*\b(?:within|by|in) (?:a"
            r"|one|two|three|\d+)"
            r" (?:days?|weeks?|months?)\b|\b(?:must|have to|need to|owe[sd]?)\b[^.]*\bforgiv\w+"
        ),
        "say that forgiving has no date and is nobody's due",
        allowed_when=_any(
            _DENIED.pattern + r"|\bnine did\b|\bgains held\b|\bforgave wholly\b|\bneed to forgive\?"
        ),
        hints=("forgiv", "trust again", "trusting again"),
    ),
    Banned(
        "says what is wrong with the other",
        _any(
            r"\b(?:your partner|the other|they|he|she) (?:is|are|may be|must be) (?:a |an"
            r" )?(?:narcissist\w*|toxic"
            r"|abuser|psychopath\w*|crazy|mad|borderline|bipolar|depressed|sick in)\b"
        ),
        "name what happened; leave a diagnosis to a doctor",
        allowed_when=_DENIED,
        hints=(
            "narciss",
            "toxic",
            "abuser",
            "psychopath",
            "crazy",
            "mad",
            "borderline",
            "bipolar",
            "depressed",
            "sick",
        ),
    ),
    Banned(
        "presses for a yes",
        _any(
            r"\bno (?:\w+ )?means? (?:maybe|not yet|yes|try|ask)\b|\bkeep (?:on )?asking\b"
            r"|\bask (?:again|on|once more) until\b|\buntil (?:they|he|she|your partner) (?:say"
            r" yes|says yes"
            r"|agrees?|gives? in)\b|\bwear (?:them|him|her) down\b|\binsist (?:on|until)\b"
        ),
        "say that a no is a whole answer, and that one asks once",
        allowed_when=_DENIED_OF_PRESSING,
        hints=("means", "mean ", "asking", "ask ", "until", "wear", "insist"),
    ),
    Banned(
        "cuts somebody off from friends",
        _any(
            r"\b(?:stay away from|see less of|drop|avoid|give up|stop seeing)"
            r" (?:\w+ ){0,2}(?:friends?|family|relatives|sister|brother|mother|father)\b"
        ),
        "leave it out; friends and family are good for the two",
        allowed_when=_DENIED,
        hints=("friend", "family", "relative", "sister", "brother", "mother", "father"),
    ),
    Banned(
        "puts children between the two",
        _any(
            r"\b(?:children|kids|child|son|daughter)\b[^.]*\b(?:carry messages?|take (?:a"
            r" )?sides?|choose"
            r" between|spy|tell you what (?:they|he|she)|be the judge)\b"
        ),
        "leave it out; children are no messengers",
        allowed_when=_DENIED,
        hints=("child", "kids", "son", "daughter"),
    ),
    Banned(
        "advises a drink or a drug",
        _any(
            r"\b(?:glass of|drink|wine|alcohol|beer|joint|cannabis)\b[^.]{0,40}"
            r"\b(?:helps?|loosens?|easier"
            r"|before (?:a|the|your) (?:hard )?talk|calms?)\b"
        ),
        "leave it out",
        allowed_when=_DENIED,
        hints=("glass", "drink", "wine", "alcohol", "beer", "joint", "cannabis"),
    ),
)

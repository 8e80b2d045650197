"""The English words that the rules look for."""

import re

from closeknit.domain.library.checks.wording import Banned, Wording


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


ENGLISH = Wording(
    assumptions={
        "gender": _words("he|she|him|her|his|hers|husband|wife|boyfriend|girlfriend|masculine"),
        "parents": _words(
            "our (?:kids?|child|children|son|daughter|baby|babies)|your (?:kids?|child|children)"
            "|the kids|the children|parenting|as (?:a )?parents?"
        ),
        "sex": _words(
            "sex|sexy|sexual(?:ly)?|making love|make love|orgasms?|foreplay|turns you on"
        ),
        "money": _words(
            "salary|salaries|mortgage|rent|income|savings|pay ?che(?:ck|que)|pay rise|debts?"
            "|afford|bank account|spend on|budget"
        ),
        "living together": _words(
            "our (?:home|house|flat|apartment|kitchen|bed|bedroom|sofa|couch|roof|garden)"
            "|moved? in together|living together|roommates?|come home to me"
        ),
        "faith": _words(
            "god|prayers?|pray|church|mosque|temple|synagogue|bible|quran|sins?|blessed"
        ),
        "marriage": _words("marriage|married|marry|wedding|spouse|honeymoon|vows"),
    },
    closed_opening=re.compile(
        r"^(?:(?:when|if|while|after|before|since|as)\s(?:i|you|we|it|the|a|things|someone)\b[^,]*,\s)?"
        r"(?:do|does|did|is|are|was|were|am|can|could|will|would|shall|should|have"
        r"|has|had|may|might|must|isn't|aren't|don't|doesn't|didn't|won't|wouldn't|can't)\s",
        re.IGNORECASE,
    ),
    verdict=_words("out of (?:10|ten)|score|grade (?:me|us|you)|rate (?:me|us|our)|fail(?:ed)? me"),
    should=_words("should|shouldn't|ought to"),
    touch=_words(
        "hugs?|hugging|hugged|kiss|kisses|kissing|cuddl(?:e|es|ing)|caress(?:es|ing)?|massages?"
        "|hold(?:ing)? hands|embrac(?:e|es|ing)|stroke|(?:a|kind|gentle|wanted|small) touch"
        "|touching|sex|sexual|making love|naked|undress"
    ),
    causes=_words(
        "improve[sd]?|improving|raise[sd]?|raising|boost(?:s|ed)?|increase[sd]?|causes?|caused"
        "|heal(?:s|ed)?|makes? (?:you|couples|partners|people)|leads? to|led to|strengthen(?:s|ed)?"
        "|deepen(?:s|ed)?|reduce[sd]?|lowers?|lowered|protects?|prevents?"
    ),
    overclaims=_words(
        "proves|proven|guarantee[sd]?|cures?|cured|always works?|never fails?"
        "|scientifically|science says|every couple (?:can|gains|improves|needs|will)|sure to"
    ),
    negation=_words(
        "not|no|never|nothing|cannot|can't|nor|neither|without|hardly|(?<!a )little|seldom|nobody"
        "|\\w+n't"
    ),
    not_rechecked=_words("(?:not|never|nor) (?:been )?(?:yet )?re-?checked"),
    banned=(
        Banned(
            "the ratio of good to bad moments",
            re.compile(r"\b5\s*:\s*1\b|\b(?:5|five)[ -]to[ -](?:1|one)\b", re.IGNORECASE),
            "say that warmth outside of conflict goes with staying close",
        ),
        Banned(
            "86 against 33 per cent",
            re.compile(r"\b(?:86|33)\s*(?:%|per ?cent)", re.IGNORECASE),
            "say that couples who answer small reaches tend to be closer, with its reference",
        ),
        Banned(
            "prediction of divorce with 90 per cent",
            re.compile(
                r"\b9\d(?:\.\d+)?\s*(?:%|per ?cent)[^.]*(?:predict|accura|divorce)"
                r"|predict[^.]*\b9\d(?:\.\d+)?\s*(?:%|per ?cent)",
                re.IGNORECASE,
            ),
            "say that no one can tell from a talk how a couple will end",
        ),
        Banned(
            "love languages as science",
            re.compile(r"\blove languages?\b", re.IGNORECASE),
            "ask what makes each partner feel loved, or say in the sentence that it is not science",
            allowed_when=_words("not|no|(?<!a )little|myth|never|hardly|failed|lacks?|nobody|weak"),
        ),
        Banned(
            "six seconds",
            re.compile(r"\b(?:six|6)[ -]seconds?\b", re.IGNORECASE),
            "say \u201clonger than a peck\u201d",
        ),
        Banned(
            "the therapy's effect as ours",
            re.compile(
                r"\b(?:EFT|emotionally focused)\b[^.]*(?:\d\s*%|per ?cent|recover|cure|success)",
                re.IGNORECASE,
            ),
            "say that a therapist led it and that this exercise was not tested",
        ),
        Banned(
            "words that promise more secrecy than there is",
            re.compile(r"\bzero[ -]knowledge\b|\bend[ -]to[ -]end\b", re.IGNORECASE),
            "say who can open what",
        ),
    ),
)

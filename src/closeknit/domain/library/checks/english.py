"""The English words that the rules look for."""

import re

from closeknit.domain.library.checks.english_claims import BANNED
from closeknit.domain.library.checks.english_dangers import TO_THE_FEARFUL
from closeknit.domain.library.checks.english_harms import HARMS
from closeknit.domain.library.checks.english_senses import SENSES
from closeknit.domain.library.checks.wording import Wording


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


_COUNTED = [
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMERALS = {word: str(number) for number, word in enumerate(_COUNTED, start=3)} | {
    word: str(10 * number) for number, word in enumerate(_TENS, start=3)
}


ENGLISH = Wording(
    assumptions={
        "gender": _words(
            "he|she|him|her|his|hers|husbands?|wives|wife|boyfriends?|girlfriends?|masculin\\w+"
            "|feminin\\w+"
            "|manly|womanly|being (?:a )?(?:man|woman|men|women)|as (?:a )?(?:man|woman)"
        ),
        "parents": _words(
            "our (?:kids?|child|children|son|daughter|baby|babies)|your (?:kids?|child|children)"
            "|(?<!other )(?<!as )(?<!were )kids|the children|grandchild(?:ren)?|parenting|as (?:a"
            " )?parents?"
        ),
        "sex": _words(
            "sex|sexy|sexual(?:ly)?|making love|make love|orgasms?|foreplay|turns you on"
        ),
        "money": _words(
            "salary|salaries|mortgage|rent|income|savings|pay ?che(?:ck|que)|pay rise|debts?"
            "|afford|bank account|spend on|budgets?|expensive|costly|splurge|pricey|wages?"
            "|luxur(?:y|ies)"
        ),
        "living together": _words(
            "our (?:home|house|flat|apartment|kitchen|bed|bedroom|sofa|couch|roof|garden)"
            "|moved? in together|living together|roommates?|come home to me|(?:in|into|out of) bed"
            "|wak(?:e|es|ing) up (?:next to|beside|with) (?:me|you|us)|(?:i|we) (?:come|get"
            "|came|got) home"
            "|our (?:front )?door|our neighbou?rs|(?:next to|beside) (?:me|you) (?:at night|in"
            " the morning)"
        ),
        "faith": _words(
            "god|prayers?|pray|church|mosque|temple|synagogue|bible|quran|sins?|blessed|christmas"
            "|easter|eid"
            "|ramadan|hanukk?ah|diwali|sabbath|heaven|sunday service"
        ),
        "marriage": _words(
            "marriages?|married|marry|weddings?|spouses?|honeymoons?|vows|(?:tie|tying|tied) the"
            " knot"
            "|engagement ring|our engagement|in-laws?|(?:mother|father)-in-law"
        ),
        "work": _words(
            "your (?:boss|bosses|colleagues?|co-?workers?|employer|career|commute)|at the office"
        ),
        "family": _words(
            "your (?:mother(?! tongue)|father|mum|mom|dad|parents|brothers?|sisters?|siblings"
            "|grandmother"
            "|grandfather)"
        ),
    },
    lifted_by={
        "desire": frozenset({"sex", "living together"}),
        "faith": frozenset({"faith"}),
        "money": frozenset({"money", "work"}),
        "parents": frozenset({"parents"}),
    },
    subjects_of_lines=frozenset({"family", "work", "money", "living together"}),
    closed_opening=re.compile(
        r"^(?:(?:when|if|while|after|before|since|as)\s(?:i|you|we|it|the|a|things"
        r"|someone)\b[^,]*,\s"
        r"|(?!what|which|when|who|where|whose|how|why)[^,?]{1,40},\s|(?:and|so|but|or)\s)?"
        r"(?:do|does|did|is|are|was|were|am|can|could|will|would|shall|should|have"
        r"|has|had|may|might|must|isn't|aren't|don't|doesn't|didn't|won't|wouldn't|can't)\s",
        re.IGNORECASE,
    ),
    verdict=_words(
        "out of (?:5|five|6|six|10|ten|100|a hundred)|scores?|grade (?:me|us|you)|rate (?:me|us"
        "|our|you)"
        "|fail(?:ed)? me|from (?:0|zero|1|one) to (?:5|five|10|ten|100)|on a scale|how many"
        " (?:points|stars)"
        "|what (?:mark|percentage)|who is (?:right|better|to blame)"
    ),
    leading=re.compile(
        r",\s*(?:right|correct|isn['\u2019]t it|don['\u2019]t (?:you|we|i)|aren['\u2019]t (?:you"
        r"|we)|won['\u2019]t you"
        r"|didn['\u2019]t (?:you|we|i)|haven['\u2019]t (?:you|we)|wouldn['\u2019]t you|do you|are"
        r" you|ok(?:ay)?|no|yes"
        r"|huh|eh|agreed)\?|\b(?:surely|obviously|admit (?:it|that)|of course you)\b",
        re.IGNORECASE,
    ),
    accusing=re.compile(
        r"\bwhy (?:(?:do|did|are|were|have|must|can|will|would) you (?:never|always|still|keep"
        r"|only|not)"
        r"|(?:don|didn|can|won|couldn|wouldn|haven|aren)['\u2019]?t you|you (?:never|always))\b"
        r"|\byou (?:always|never) (?:listen|forget|help|think of|care|ignore|complain|leave me"
        r"|interrupt"
        r"|start|ruin|lie|blame|notice)",
        re.IGNORECASE,
    ),
    uncontracted=re.compile(
        r"\b(?:I (?:am|will)|(?:you|we|they) (?:are|will)|it is|that is|there is|cannot|will not"
        r"|let us"
        r"|(?:do|does|did|is|are|was|were|has|have|had|would|could) not)\b(?=\s+\w)",
        re.IGNORECASE,
    ),
    swap=re.compile(r"(?:swap|change|trade)\b", re.IGNORECASE),
    should=_words("should|shouldn't|ought to"),
    touch=_words(
        "hugs?|hugging|hugged|kiss|kisses|kissing|cuddl(?:e|es|ing)|caress(?:es|ing)?|massages?"
        "|hold(?:ing)? hands|embrac(?:e|es|ing)|stroke|(?:a|kind|gentle|wanted|small) touch"
        "|touching|sex|sexual|making love|naked|undress|back ?rubs?|snuggl(?:e|es|ing)|stroking"
        "|spooning"
        "|rub(?:s|bing)? (?:their|your|my|the|each other's) (?:back|neck|shoulders?|feet|foot"
        "|hands?|arms?)"
        "|(?:put|lay|rest|with) (?:a|your|my) (?:hand|head|arm) (?:on|in|around|round)|arms?"
        " (?:around|round)"
        "|hold (?:me|them|you|each other)(?! to)|lean on (?:me|my)|hand on (?:my|your|their)|lap"
    ),
    causes=_words(
        "improve[sd]?|improving|raise[sd]?|raising|boost(?:s|ed)?|increase[sd]?|causes?|caused"
        "|heal(?:s|ed)?|makes? (?:you|couples|partners|people)|leads? to|led to|strengthen(?:s|ed)?"
        "|deepen(?:s|ed)?|reduce[sd]?|lowers?|lowered|protects?|prevents?"
    ),
    overclaims=_words(
        "proves|proven|guarantee[sd]?|cures?|cured|always works?|never fails?"
        "|scientifically|science says|clinically|works for (?:everyone|everybody|all (?:couples"
        "|people))|all couples (?:can|gain|need)"
        "|will save|always helps?|doctors recommend|experts agree|every couple (?:can|gains"
        "|improves|needs|will)|sure to"
    ),
    research=re.compile(
        r"\b(?:studies|research(?:ers)?|science|scientists|surveys?|experts?|psychologists?"
        r"|trials?|a study"
        r"|(?:one|another) (?:study|survey|trial)) (?:\w+ ){0,2}?(?:shows?|showed|shown|finds?"
        r"|found|proves?|proved"
        r"|suggests?|says?|agrees?|confirms?|tells?|knows?|recommends?)\b"
        r"|\baccording to (?:\w+ ){0,2}?(?:research|studies|science|scientists|experts)\b",
        re.IGNORECASE,
    ),
    negation=_words(
        "not|no|never|nothing|cannot|can't|nor|neither|without|hardly|(?<!a )little|seldom|nobody"
        "|\\w+n't"
    ),
    not_rechecked=_words("(?:not|never|nor) (?:been )?(?:yet )?re-?checked"),
    banned=BANNED,
    dangers=(*TO_THE_FEARFUL, *HARMS),
    senses=SENSES,
    numerals=NUMERALS,
)

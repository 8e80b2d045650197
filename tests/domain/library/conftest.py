"""A small library in which nothing is wrong, for tests that break one thing in it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from closeknit.domain.library.checks.reviewed import GUARDED, guards_of, name_of, print_of
from closeknit.domain.library.reader import read

QUESTIONS = """strand = "listening"

[[question]]
id = "l-001"
edition = 1
category = "everyday"
depth = 1
text = "What part of today is still with you?"
follow_up = "Ask what came just before it."
requires = []
excludes = []
revisit_after = 200

[[question]]
id = "l-002"
edition = 2
category = "past"
depth = 2
text = "When did you last feel well heard?"
requires = []
excludes = []
"""

PACK = """pack = "parents"

[[question]]
id = "pp-001"
edition = 1
strand = "repair"
category = "world"
depth = 1
text = "What do our children teach us about making up?"
requires = ["children"]
excludes = []
"""

PRACTICE = """id = "say-it-back"
edition = 1
strand = "listening"
title = "Say it back"
why = "It helps to hear your own words come back. Then you both know what was meant."
minutes = 5
modes = ["together", "remote"]
depth = 2
contraindications = ["flooded", "fear"]
consent_gate = false
stop_if = "Stop when one of you gets too upset to listen."
when_it_goes_wrong = "Say so, and take a break. You can come back to it on another day."
evidence = ["wade-2014"]
evidence_line = "In pooled trials, guided talks raised closeness a little; this one was not tested."
grade = "meta-analysis of trials"
status = "V"
reviewed = "2026-11-23"

[[steps]]
do = "Say one thing about your day in short lines."
say = "Today was long, and I felt alone."
minutes = 2
who = "speaker"

[[steps]]
do = "Say it back and ask if you got it."
minutes = 3
who = "listener"

[adaptations]
distance = "A call works well. Leave gaps, as lines lag."
disability = "Write it if speech is hard."
neurodivergence = "You need not look at each other."
culture = "Use the words that are normal at home."

[prior]
mean = 0.45
sd = 0.25
"""

LINK_PRACTICE = (
    PRACTICE.replace("say-it-back", "notice-calls")
    .replace('"Say it back"', '"Notice calls"')
    .replace('["wade-2014"]', '["kurtz-2015"]')
    .replace(
        "In pooled trials, guided talks raised closeness a little; this one was not tested.",
        "In a lab study, couples who laughed at the same time felt close; it shows no cause.",
    )
    .replace('"meta-analysis of trials"', '"correlational"')
    .replace("mean = 0.45", "mean = 0.35")
)

JOURNEY = """id = "back-again"
edition = 1
title = "Back again"
audience = "Two people who want to try."
promise = "A calm look at how you talk."
excluded_flags = ["fear"]
refer = ["Where there is fear, talk to someone you trust first."]
exit = "You feel nearer than at the start."

[[weeks]]
number = 0
theme = "Ready"
goal = "Agree on an evening."
session = ["say-it-back"]
session_minutes = 15
session_note = "Sit where you like and take your time."
dailies = ["notice-calls", "One warm word at the door."]
check = "You both said yes."
when_it_fails = "Try again on a calmer day."
scene = '''
Sarah puts the kettle on. Mark sits down. The rain has come in from the sea, and the
window is grey with it. They had meant to talk on Sunday, and then on Monday, and now it
is Wednesday and the kettle has begun to hum.

'I had a list,' says Sarah.

'So had I,' says Mark. 'Mine was short.'

She gets two cups down. He moves the post to make room for them. He asks her to go first,
and she says that she would like to hear the short list. It has one line on it. It says:
ask her what she wrote on hers. She laughs, and the kettle clicks, and they let it stand
for a while.
'''

[[weeks]]
number = 1
theme = "Listen"
goal = "Take turns."
session = ["say-it-back", "notice-calls"]
session_minutes = 10
session_note = "Take an easy topic, such as the garden."
second_session = ["say-it-back"]
dailies = []
check = "Each felt heard once."
when_it_fails = "Stay here for one more week."
"""

FAQ = """+++
id = "what-helps"
edition = 1
question = "What helps us feel close?"
group = "start"
order = 1
safety = false
evidence = ["wade-2014", "kurtz-2015"]
+++
Start with one small thing. Try (practice:say-it-back), then read (page:signs).

In trials, guided talks raised closeness a little [Wade 2014](ref:wade-2014).
Laughing at the same time went with feeling close [Kurtz 2015](ref:kurtz-2015).
"""

PAGE = """+++
id = "signs"
edition = 1
title = "Signs"
group = "start"
order = 2
evidence = []
+++
You miss what the other means. See (faq:what-helps) and (journey:back-again).
"""

REFERENCES = """[[reference]]
id = "wade-2014"
citation = "Wade and colleagues (2014)"
doi = "10.1037/a0035268"
design = "meta-analysis of trials"
n = "54 reports"
population = "adults"
effect = "0.56 against no treatment"
interval = "not recorded"
caveat = "Led by professionals."
verified_on = "2026-11-23"
verified_how = "stored page read: DOI and finding"
status = "V"

[[reference]]
id = "kurtz-2015"
citation = "Kurtz and Algoe (2015)"
doi = "10.1111/pere.12095"
design = "laboratory, correlational"
n = "71 couples"
population = "couples"
effect = "shared laughter tracked closeness"
interval = "not recorded"
caveat = "Correlation."
verified_on = "2026-11-23"
verified_how = "stored page read: DOI and finding"
status = "V"

[[reference]]
id = "bruk-2018"
citation = "Bruk and colleagues (2018)"
doi = ""
design = "experiment"
n = "not recorded"
population = "not recorded"
effect = "not re-checked"
interval = "not recorded"
caveat = "Not re-checked."
verified_on = "2026-11-23"
verified_how = "not re-checked"
status = "M"
"""

HELP_LINES = """[[line]]
country = "GB"
kind = "violence"
name = "A line from the press"
number = "0808 801 0327"
url = ""
hours = ""
for_whom = "anyone"
source = "https://press.example/lines"
source_kind = "press"
status = "seen"
seen_on = "2026-11-23"

[[line]]
country = "GB"
kind = "emergency"
name = "Emergency services"
number = "999 or 112"
url = ""
hours = "24/7"
for_whom = "anyone in danger"
source = "https://gov.example/999"
source_kind = "own"
status = "seen"
seen_on = "2026-11-23"

[[line]]
country = "GB"
kind = "violence"
name = "The operator's own line"
number = "0808 2000 247"
url = ""
hours = "24/7"
for_whom = "anyone"
source = "https://operator.example"
source_kind = "own"
note = "No name is asked."
status = "seen"
seen_on = "2026-11-23"

[[line]]
country = "INT"
kind = "crisis"
name = "Nobody saw this one"
number = "123 456 789"
url = ""
hours = ""
for_whom = "anyone"
source = "https://old.example"
source_kind = "other"
status = "unconfirmed"
seen_on = "2026-11-23"
"""

FILES = {
    "en/questions/listening.toml": QUESTIONS,
    "en/questions/pack-parents.toml": PACK,
    "en/practices/say-it-back.toml": PRACTICE,
    "en/practices/notice-calls.toml": LINK_PRACTICE,
    "en/journeys/back-again.toml": JOURNEY,
    "en/faq/what-helps.md": FAQ,
    "en/pages/signs.md": PAGE,
    "en/references.toml": REFERENCES,
    "help-lines.toml": HELP_LINES,
}


@dataclass(frozen=True)
class Content:
    root: Path

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def review(self) -> None:
        """Write the prints of all that stands here now, as a reviewer would."""
        reading = read(root=self.root)
        lines = [f'"{name_of(each)}" = "{print_of(each)}"' for each in reading.library.help_lines]
        sources = [
            f'{name} = "{print_of(each)}"' for name, each in reading.library.references.items()
        ]
        parts = ["[help_lines]", *lines, "[references]", *sources]
        for kind in GUARDED:
            items = getattr(reading.library, kind).items()
            parts += [f"[{kind}]", *(f"{name} = {guards_of(each)}" for name, each in items)]
        self.write("reviewed.toml", "\n".join(parts) + "\n")


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path)
    for file, text in FILES.items():
        made.write(file, text)
    made.review()
    return made

import pytest

from closeknit.domain.library.check import check

QUESTIONS = "en/questions/listening.toml"
PACK = "en/questions/pack-parents.toml"
PRACTICE = "en/practices/say-it-back.toml"
LINKED = "en/practices/notice-calls.toml"
ANSWER = "en/faq/what-helps.md"
PAGE = "en/pages/signs.md"
SOURCES = "en/references.toml"
LINES = "help-lines.toml"

FIRST = "What part of today is still with you?"
LAUGH = "couples who laughed at the same time felt close"
SAID = "Laughing at the same time went with feeling close"


def refused(content):
    return [(problem.file, problem.field, problem.message) for problem in check(content.root)]


def test_a_good_library_has_no_problem(content):
    assert refused(content) == []


def test_the_bundled_library_has_no_problem():
    assert [str(problem) for problem in check()] == []


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Which thing you saw, heard, said or did today is still here with us now?", "at most 14"),
        ("What is here? What is gone?", "only question mark"),
        ("Tell me about today.", "only question mark"),
        ("Do you miss me?", "yes or no ('Do')"),
        ("When you are tired, do you want company?", "yes or no"),
        ("How would you score this week?", "asks for a verdict"),
        ("What does her laugh do for you?", "assumes gender"),
        ("What do our children hear from us?", "assumes parents"),
        ("What would good sex be like?", "assumes sex"),
        ("How do you feel about our mortgage?", "assumes money"),
        ("Which corner of our kitchen do you like?", "assumes living together"),
        ("Which prayer stays with you?", "assumes faith"),
        ("What did our wedding mean to you?", "assumes marriage"),
        ("What should I do more often?", "says 'should'"),
        ("What makes you smile!?", "exclamation mark"),
        ("What makes you smile \\U0001f600?", "emoji"),
        ("Which interpersonal responsibility exhausts you emotionally?", "reads at grade"),
    ],
)
def test_a_question_is_refused(content, text, remedy):
    content.change(QUESTIONS, FIRST, text)

    found = [message for file, field, message in refused(content) if "l-001" in field]

    assert any(remedy in message for message in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Which helps today: advice, comfort or quiet?",
        "Which teacher, in school or out, would you thank today?",
        "When you are tired, what helps most?",
        "What would you do with one spare Tuesday?",
        "Which word of your mother tongue has no match?",
        "What did other kids like about you?",
        "What do you do first when you get home?",
    ],
)
def test_an_open_question_passes(content, text):
    content.change(QUESTIONS, FIRST, text)

    assert refused(content) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (QUESTIONS, "What part of today is still with you now?"),
        (PACK, "What part of today is still with you?"),
        (PACK, "Today, which part is still with you?"),
    ],
)
def test_a_near_duplicate_is_refused_also_across_strands_and_packs(content, file, text):
    old = "When did you last feel well heard?" if file == QUESTIONS else PACK_QUESTION
    content.change(file, old, text)

    assert any("almost what l-001 asks" in message for _, _, message in refused(content))


PACK_QUESTION = "What do our children teach us about making up?"


def test_a_retired_question_may_be_asked_again_in_other_words(content):
    content.change(QUESTIONS, "revisit_after = 200", "retired = true")
    content.change(QUESTIONS, "When did you last feel well heard?", FIRST)

    assert refused(content) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("minutes = 5", "minutes = 6"), ("minutes", "write 5")),
        (('["together", "remote"]', "[]"), ("modes", "is empty")),
        (('["flooded", "fear"]', "[]"), ("contraindications", "none, reviewed")),
        (
            ('["flooded", "fear"]', '["none, reviewed", "fear"]'),
            ("contraindications", "both none and some"),
        ),
        (('["flooded", "fear"]', '["no consent"]'), ("consent_gate", "write true")),
        (('["flooded", "fear"]', '["flooded"]'), ("contraindications", 'lacks "fear"')),
        (
            ('["flooded", "fear"]', '["flooded"]\nsafe_in_fear = true'),
            ("safe_in_fear", "it is for two"),
        ),
        (("depth = 2", "depth = 4"), ("consent_gate", "at depth 4")),
        (("Say one thing about", "Kiss, then tell"), ("consent_gate", "asks for touch ('Kiss')")),
        (('"Say it back"', '"Talking about sex"'), ("consent_gate", "asks for touch ('sex')")),
        (('["wade-2014"]', "[]"), ("evidence", "is empty")),
        (('["wade-2014"]', '["wade-2015"]'), ("evidence", "not in references.toml")),
        (('["wade-2014"]', '["kurtz-2015"]'), ("grade", "stronger than its sources")),
        (('status = "V"', 'status = "P"'), ("status", "says 'V'")),
        (('["wade-2014"]', '["wade-2014", "bruk-2018"]'), ("status", "says 'M'")),
        (("mean = 0.45", "mean = 0.5"), ("prior.mean", "at most 0.45")),
        (("a little; this", "a lot. This"), ("evidence_line", "is not one sentence")),
        (("raised closeness a little", "proven to work"), ("evidence_line", "no grade carries")),
        (("It helps to hear", "It is guaranteed to hear"), ("why", "no grade carries")),
        (("You can come back", "You should come back"), ("when_it_goes_wrong", "says 'should'")),
        (("Say so, and take", "Wait six seconds, and take"), ("when_it_goes_wrong", "six seconds")),
        (("Say so, and", "Call 555 123 4567 and"), ("when_it_goes_wrong", "prints the number")),
    ],
)
def test_a_practice_is_refused(content, change, expected):
    field, remedy = expected
    content.change(PRACTICE, *change)

    found = [message for _, where, message in refused(content) if where == field]

    assert any(remedy in message for message in found), refused(content)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((LAUGH, "laughing raised closeness"), ("evidence_line", "write \u201cwent with\u201d")),
        (("mean = 0.35", "mean = 0.45"), ("prior.mean", "at most 0.35")),
        (('"correlational"', '"randomised trial"'), ("grade", "stronger than its sources")),
    ],
)
def test_a_link_is_not_sold_as_an_effect(content, change, expected):
    field, remedy = expected
    content.change(LINKED, *change)

    found = [message for _, where, message in refused(content) if where == field]

    assert any(remedy in message for message in found), refused(content)


def test_a_denied_effect_is_no_claim(content):
    content.change(LINKED, LAUGH, "couples laughed, which did not raise closeness")

    assert refused(content) == []


def test_a_source_that_was_not_read_again_is_named_as_such(content):
    content.change(PRACTICE, '["wade-2014"]', '["bruk-2018"]')
    content.change(PRACTICE, '"meta-analysis of trials"', '"experiment"')
    content.change(PRACTICE, 'status = "V"', 'status = "M"')
    content.review()

    silent = [field for _, field, _ in refused(content)]
    content.change(PRACTICE, "was not tested", "was not tested and not re-checked")

    assert silent == ["evidence_line"]
    assert refused(content) == []


def test_touch_behind_a_consent_gate_passes(content):
    content.change(PRACTICE, "Say one thing about", "Hug, then tell")
    content.change(PRACTICE, "consent_gate = false", "consent_gate = true")

    assert refused(content) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("practice:say-it-back", "practice:say"), ("text", "practice:say, which does not exist")),
        (("page:signs", "page:sign"), ("text", "page:sign, which does not exist")),
        (("ref:wade-2014", "ref:wade-1900"), ("text", "ref:wade-1900, which does not exist")),
        (('["wade-2014", "kurtz-2015"]', '["wade-2014"]'), ("evidence", "lacks 'kurtz-2015'")),
        ((SAID, "Laughing raised closeness"), ("text", "write \u201cwent with\u201d")),
        (("In trials,", "It is proven that"), ("text", "no source carries")),
        (("In trials,", "With a ratio of 5:1,"), ("text", "ratio of good to bad")),
        (("In trials,", "In 86 % of cases,"), ("text", "86 against 33")),
        (("In trials,", "A film can predict divorce with 94 % accuracy:"), ("text", "prediction")),
        (("In trials,", "Learn your love language:"), ("text", "love languages")),
        (("In trials,", "After EFT 70 % recover;"), ("text", "therapy's effect")),
        (("In trials,", "End-to-end sealed,"), ("text", "more secrecy")),
        (("Start with", "Dial 112233 or start with"), ("text", "prints the number '112233'")),
        (("Start with", "Call 912 and start with"), ("text", "prints the number '912'")),
        (("one small thing.", "one small thing!"), ("text", "exclamation mark")),
        (
            ("Start with one small thing.", "Interpersonal responsibilities necessitate " * 9),
            ("text", "reads at grade"),
        ),
    ],
)
def test_an_answer_is_refused(content, change, expected):
    field, remedy = expected
    content.change(ANSWER, *change)

    found = [message for _, where, message in refused(content) if where == field]

    assert any(remedy in message for message in found), refused(content)


@pytest.mark.parametrize(
    "words",
    [
        "Call 999 or 112 at once.",
        "The free line is 0808 2000 247.",
        "There is no science behind a love language.",
        "In 533 people and 125 couples it held from 2006 to 2012.",
    ],
)
def test_an_answer_passes(content, words):
    content.change(ANSWER, "Start with one small thing.", words)

    assert refused(content) == []


def test_a_page_is_checked_as_an_answer_is(content):
    content.change(PAGE, "faq:what-helps", "faq:what-hurts")

    assert [(file, field) for file, field, _ in refused(content)] == [(PAGE, "text")]


@pytest.mark.parametrize("doi", ["https://doi.org/10.1037/a0035268", "10.1037", "doi:10.1/x", "x"])
def test_what_is_no_doi_is_refused(content, doi):
    content.change(SOURCES, "10.1037/a0035268", doi)
    content.review()

    assert [field for _, field, _ in refused(content)] == ["reference[wade-2014].doi"]


def test_a_banned_claim_is_refused_in_a_source_too(content):
    content.change(SOURCES, "0.56 against no treatment", "86 % against 33 %")

    assert any("never printed" in message for _, _, message in refused(content))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('country = "GB"', 'country = "gb"'), "two capitals"),
        (('number = "0808 801 0327"', 'number = ""'), "write at least one"),
        (('"https://press.example/lines"', '"a friend"'), "the page on which"),
        (
            (
                '"The operator\'s own line"\nnumber = "0808 2000 247"',
                '"A line from the press"\nnumber = "0808 801 0327"',
            ),
            "stands twice",
        ),
        (('kind = "emergency"', 'kind = "crisis"'), "no emergency number"),
    ],
)
def test_a_help_line_is_refused(content, change, expected):
    content.change(LINES, *change)

    found = [message for file, _, message in refused(content) if file == LINES]

    assert any(expected in message for message in found), refused(content)


def translate(content, language):
    for path in sorted((content.root / "en").rglob("*")):
        if path.is_file():
            file = path.relative_to(content.root).as_posix()
            text = path.read_text(encoding="utf-8")
            content.write(file.replace("en/", f"{language}/", 1), text)


def test_a_translation_that_is_complete_is_not_called_missing(content):
    translate(content, "fr")

    assert not [problem for problem in refused(content) if "translate" in problem[2]]


def test_a_missing_translation_is_refused(content):
    translate(content, "fr")
    (content.root / "fr/pages/signs.md").unlink()

    assert ("fr/pages/signs.md", "signs", "is missing; translate edition 1") in refused(content)


def test_a_translation_older_than_its_source_is_refused(content):
    translate(content, "fr")
    content.change(QUESTIONS, "edition = 2", "edition = 3")

    found = [problem for problem in refused(content) if problem[1] == "l-002.edition"]

    assert len(found) == 1
    assert "older than edition 3" in found[0][2]


def test_a_language_of_one_region_is_checked_like_any_other(content):
    translate(content, "pt-br")
    (content.root / "pt-br/pages/signs.md").unlink()

    assert ("pt-br/pages/signs.md", "signs", "is missing; translate edition 1") in refused(content)


def test_a_translation_of_nothing_is_refused(content):
    translate(content, "fr")
    (content.root / PAGE).unlink()
    content.change(ANSWER, "(page:signs)", "on")

    assert any("is not in en" in message for _, _, message in refused(content))


def test_a_language_without_formula_and_words_is_refused(content):
    translate(content, "fr")

    found = [message for file, _, message in refused(content) if file == "fr"]

    assert [message.split(";")[0] for message in found] == [
        "has no reading formula",
        "has no word lists",
    ]


def test_what_cannot_be_read_is_among_the_problems(content):
    content.change(PRACTICE, "edition = 1", "edition = one")

    assert any(field == "TOML" for _, field, _ in refused(content))

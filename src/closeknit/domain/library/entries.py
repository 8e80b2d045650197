"""One item from one table: which fields each kind of content has."""

from closeknit.domain.library.items import (
    Adaptations,
    FaqEntry,
    GuidePage,
    HelpLine,
    Journey,
    Practice,
    Prior,
    Question,
    Reference,
    Step,
    Week,
)
from closeknit.domain.library.kinds import (
    AnswerGroup,
    Category,
    CheckStatus,
    Contraindication,
    Grade,
    LineKind,
    LineSource,
    LineStatus,
    Mode,
    PageGroup,
    Strand,
    Turn,
)
from closeknit.domain.library.table import Table

DEEPEST = 4


def question(table: Table, *, strand: Strand | None, pack: str) -> Question:
    item = Question(
        id=table.text("id"),
        edition=table.whole_number("edition", least=1),
        strand=strand or table.choice("strand", Strand, Strand.MEANING),
        category=table.choice("category", Category, Category.EVERYDAY),
        depth=table.whole_number("depth", least=1, most=DEEPEST),
        text=table.text("text"),
        follow_up=table.text_or_empty("follow_up"),
        requires=table.texts_or_none("requires"),
        excludes=table.texts_or_none("excludes"),
        revisit_after=table.whole_number_or_none("revisit_after", least=1),
        first_evening=table.whole_number_or_none("first_evening", least=1),
        pack=pack,
        retired=table.truth_or_false("retired"),
    )
    table.refuse_unknown()
    return item


def practice(table: Table) -> Practice:
    item = Practice(
        id=table.text("id"),
        edition=table.whole_number("edition", least=1),
        strand=table.choice("strand", Strand, Strand.MEANING),
        title=table.text("title"),
        why=table.text("why"),
        minutes=table.number("minutes"),
        modes=table.choices("modes", Mode),
        depth=table.whole_number("depth", least=1, most=DEEPEST),
        contraindications=table.choices("contraindications", Contraindication),
        safe_in_fear=table.truth_or_false("safe_in_fear"),
        caution=table.text_or_empty("caution"),
        consent_gate=table.truth("consent_gate"),
        stop_if=table.text("stop_if"),
        steps=tuple(_step(each) for each in table.tables("steps")),
        when_it_goes_wrong=table.text("when_it_goes_wrong"),
        adaptations=_adaptations(table.table("adaptations")),
        evidence=table.texts("evidence"),
        evidence_line=table.text("evidence_line"),
        grade=table.choice("grade", Grade, Grade.CONSENSUS),
        status=table.choice("status", CheckStatus, CheckStatus.NOT_RECHECKED),
        prior=_prior(table.table("prior")),
        reviewed=table.day("reviewed"),
        retired=table.truth_or_false("retired"),
    )
    table.refuse_unknown()
    return item


def _step(table: Table) -> Step:
    item = Step(
        do=table.text("do"),
        say=table.text_or_empty("say"),
        minutes=table.number("minutes"),
        who=table.choice("who", Turn, Turn.BOTH),
    )
    table.refuse_unknown()
    return item


def _adaptations(table: Table) -> Adaptations:
    item = Adaptations(
        distance=table.text("distance"),
        disability=table.text("disability"),
        neurodivergence=table.text("neurodivergence"),
        culture=table.text("culture"),
    )
    table.refuse_unknown()
    return item


def _prior(table: Table) -> Prior:
    item = Prior(mean=table.number("mean"), sd=table.number("sd"))
    table.refuse_unknown()
    return item


def journey(table: Table) -> Journey:
    item = Journey(
        id=table.text("id"),
        edition=table.whole_number("edition", least=1),
        title=table.text("title"),
        audience=table.text("audience"),
        promise=table.text("promise"),
        excluded_flags=table.choices("excluded_flags", Contraindication),
        refer=table.texts("refer"),
        exit=table.text("exit"),
        weeks=tuple(_week(each) for each in table.tables("weeks")),
        rounds=table.whole_number_or_none("rounds", least=1) or 1,
        review=_week(review) if (review := table.table_or_none("review")) else None,
        retired=table.truth_or_false("retired"),
    )
    table.refuse_unknown()
    return item


def _week(table: Table) -> Week:
    item = Week(
        number=table.whole_number("number", least=0),
        theme=table.text("theme"),
        goal=table.text("goal"),
        before=table.text_or_empty("before"),
        session=table.texts("session"),
        session_minutes=table.number("session_minutes"),
        session_note=table.text("session_note"),
        second_session=table.texts_or_none("second_session"),
        dailies=table.texts("dailies"),
        check=table.text("check"),
        when_it_fails=table.text("when_it_fails"),
        scene=table.text_or_empty("scene"),
    )
    table.refuse_unknown()
    return item


def faq_entry(table: Table, body: str) -> FaqEntry:
    item = FaqEntry(
        id=table.text("id"),
        edition=table.whole_number("edition", least=1),
        question=table.text("question"),
        answer=body,
        group=table.choice("group", AnswerGroup, AnswerGroup.START),
        order=table.whole_number("order", least=1),
        safety=table.truth("safety"),
        evidence=table.texts("evidence"),
        retired=table.truth_or_false("retired"),
    )
    table.refuse_unknown()
    return item


def guide_page(table: Table, body: str) -> GuidePage:
    item = GuidePage(
        id=table.text("id"),
        edition=table.whole_number("edition", least=1),
        title=table.text("title"),
        body=body,
        group=table.choice("group", PageGroup, PageGroup.HELP),
        order=table.whole_number("order", least=1),
        evidence=table.texts("evidence"),
        retired=table.truth_or_false("retired"),
    )
    table.refuse_unknown()
    return item


def reference(table: Table) -> Reference:
    item = Reference(
        id=table.text("id"),
        citation=table.text("citation"),
        doi=table.text_or_empty("doi"),
        design=table.text("design"),
        n=table.text("n"),
        population=table.text("population"),
        effect=table.text("effect"),
        interval=table.text("interval"),
        caveat=table.text("caveat"),
        verified_on=table.day("verified_on"),
        verified_how=table.text("verified_how"),
        status=table.choice("status", CheckStatus, CheckStatus.NOT_RECHECKED),
    )
    table.refuse_unknown()
    return item


def help_line(table: Table) -> HelpLine:
    table.text_or_empty("editor_note")  # for whoever keeps the list; it reaches no page
    item = HelpLine(
        country=table.text("country"),
        kind=table.choice("kind", LineKind, LineKind.DIRECTORY),
        name=table.text("name"),
        for_whom=table.text("for_whom"),
        number=table.text_or_empty("number"),
        url=table.text_or_empty("url"),
        hours=table.text_or_empty("hours"),
        source=table.text("source"),
        source_kind=table.choice("source_kind", LineSource, LineSource.CODE_FILE),
        page_date=table.text_or_empty("page_date"),
        note=table.text_or_empty("note"),
        status=table.choice("status", LineStatus, LineStatus.MEMORY),
        seen_on=table.day("seen_on"),
    )
    table.refuse_unknown()
    return item

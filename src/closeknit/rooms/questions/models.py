"""A day's question and what two people wrote to it; the words themselves stay sealed."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from closeknit.rooms.people.models import Couple, RevealedTogether, SealedRow
from closeknit.rooms.questions.rules import Decision


class OwnQuestion(SealedRow):
    """A question that one of the two wrote for both; it comes up on a later day."""

    PLACE = "questions_ownquestion"

    written_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["couple", "owner"], name="own_questions_of_a_couple")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"written_on": self.written_on.isoformat()}


class Day(models.Model):
    """The question of one day, as the schedule has it; written down at the first write since."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="days")
    date = models.DateField()
    slug = models.CharField(max_length=60, blank=True)
    edition = models.PositiveSmallIntegerField(default=0)
    own = models.ForeignKey(OwnQuestion, models.SET_NULL, null=True, related_name="days")
    was_own = models.BooleanField(default=False)
    asked_before = models.DateField(null=True)
    revealed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "date"], name="one_question_a_day"),
            models.CheckConstraint(
                condition=Q(was_own=True, slug="") | Q(was_own=False, own=None),
                name="from_the_library_or_their_own",
            ),
        ]
        indexes = [
            models.Index(
                fields=["couple", "slug", "date", "revealed_on"], name="asked_of_a_couple"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.couple_id}"

    @property
    def words_belong_to(self) -> Mapping[str, str]:
        """The day and its question; of the couple's own, only while it is not erased."""
        told = {"day": self.date.isoformat(), "edition": ""}
        if self.was_own:
            return {**told, "question": str(self.own_id)} if self.own_id else told
        return {**told, "question": self.slug, "edition": str(self.edition)}


class Answer(RevealedTogether):
    """One person's answer; `for_couple` stays empty until it was revealed or handed over."""

    PLACE = "questions_answer"
    BELONGS_THROUGH = ("day",)

    day = models.ForeignKey(Day, models.CASCADE, related_name="answers")
    decided = models.CharField(
        max_length=8, blank=True, choices=[(each.value, each.value) for each in Decision]
    )

    class Meta(RevealedTogether.Meta):
        constraints = [
            *RevealedTogether.Meta.constraints,
            models.UniqueConstraint(fields=["day", "owner"], name="one_answer_each"),
        ]
        indexes = [
            models.Index(
                fields=["couple", "owner"],
                condition=Q(escrow__isnull=False),
                name="open_escrows",
            )
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return self.day.words_belong_to


class Draft(SealedRow):
    """Words not sent yet; only their author can open them."""

    PLACE = "questions_draft"
    BELONGS_THROUGH = ("day",)

    day = models.ForeignKey(Day, models.CASCADE, related_name="drafts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "day"], name="one_draft_each")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"day": self.day.date.isoformat()}


class Reply(SealedRow):
    """A word back, under answers that are open to both."""

    PLACE = "questions_reply"
    BELONGS_THROUGH = ("day",)

    day = models.ForeignKey(Day, models.CASCADE, related_name="replies")
    written_on = models.DateField()
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "order"], name="replies_stand_in_order")
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {
            **self.day.words_belong_to,
            "written_on": self.written_on.isoformat(),
            "order": str(self.order),
        }


class SkippedQuestion(models.Model):
    """A library question that this couple is never asked again."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    slug = models.CharField(max_length=60)
    skipped_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "slug"], name="skipped_once_is_for_good")
        ]

    def __str__(self) -> str:
        return self.slug


class PackChoice(models.Model):
    """A pack the couple wants; kept with its days, so that tonight's question never changes."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    pack = models.CharField(max_length=40)
    chosen_on = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "pack"], condition=Q(until=None), name="a_pack_is_chosen_once"
            )
        ]

    def __str__(self) -> str:
        return self.pack

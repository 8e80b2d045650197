from datetime import date

from django.urls import path, register_converter

from closeknit.rooms.questions.views import album, days, unmatched


class DayConverter:
    """A date in an address, such as 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")

app_name = "questions"
urlpatterns = [
    path("tonight/", days.tonight, name="tonight"),
    path("answers/", album.answers, name="answers"),
    path("answers/<day:date>/", days.day, name="day"),
    path("answers/<day:date>/seal/", days.answer, name="answer"),
    path("answers/<day:date>/guess/", days.guess, name="guess"),
    path("answers/<day:date>/draft/", days.draft, name="draft"),
    path("answers/<day:date>/pass/", days.pass_on, name="pass_on"),
    path("answers/<day:date>/skip/", days.skip, name="skip"),
    path("answers/<day:date>/reply/", days.reply, name="reply"),
    path("answers/<day:date>/hand-over/", unmatched.hand_over, name="hand_over"),
    path("answers/<day:date>/keep/", unmatched.keep_private, name="keep_private"),
    path("answers/<day:date>/let-go/", unmatched.let_go, name="let_go"),
    path("questions/own/", album.ask, name="ask"),
    path("questions/own/<uuid:question>/take-back/", album.take_back, name="take_back"),
    path("questions/choices/", album.choices, name="choices"),
]

from datetime import date

from django.urls import path, register_converter

from closeknit.rooms.questions import views


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
    path("tonight/", views.tonight, name="tonight"),
    path("answers/", views.answers, name="answers"),
    path("answers/<day:date>/", views.day, name="day"),
    path("answers/<day:date>/seal/", views.answer, name="answer"),
    path("answers/<day:date>/draft/", views.draft, name="draft"),
    path("answers/<day:date>/pass/", views.pass_on, name="pass_on"),
    path("answers/<day:date>/skip/", views.skip, name="skip"),
    path("answers/<day:date>/reply/", views.reply, name="reply"),
    path("answers/<day:date>/hand-over/", views.hand_over, name="hand_over"),
    path("answers/<day:date>/keep/", views.keep_private, name="keep_private"),
    path("answers/<day:date>/let-go/", views.let_go, name="let_go"),
    path("questions/own/", views.ask, name="ask"),
    path("questions/own/<uuid:question>/take-back/", views.take_back, name="take_back"),
    path("questions/choices/", views.choices, name="choices"),
]

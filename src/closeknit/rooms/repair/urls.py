from django.urls import path

from closeknit.rooms.repair.views import (
    apologies,
    asking,
    index,
    letters,
    loops,
    openings,
    outside,
    pausing,
)

app_name = "repair"
urlpatterns = [
    path("repair/", index.repair, name="repair"),
    path("repair/good-time/", asking.good_time, name="good_time"),
    path("repair/good-time/ask/", asking.ask, name="ask"),
    path("repair/good-time/yes/", asking.say_yes, name="say_yes"),
    path("repair/good-time/not-tonight/", asking.not_tonight, name="not_tonight"),
    path("repair/good-time/take-back/", asking.take_back, name="take_back"),
    path("repair/written/", letters.own_letters, name="own_letters"),
    path("repair/opening/", openings.build_opening, name="build_opening"),
    path("repair/opening/aloud/", openings.read_opening_aloud, name="read_opening_aloud"),
    path("repair/opening/send/", openings.send_opening, name="send_opening"),
    path("repair/opening/<uuid:opening_id>/", openings.opening, name="opening"),
    path(
        "repair/opening/<uuid:opening_id>/remove/", openings.remove_opening, name="remove_opening"
    ),
    path("repair/apology/", apologies.write_apology, name="write_apology"),
    path("repair/apology/draft/", apologies.draft_apology, name="draft_apology"),
    path("repair/apology/aloud/", apologies.read_apology_aloud, name="read_apology_aloud"),
    path("repair/apology/<uuid:apology_id>/", apologies.apology, name="apology"),
    path(
        "repair/apology/<uuid:apology_id>/remove/", apologies.remove_apology, name="remove_apology"
    ),
    path("repair/loop/", loops.fill_half, name="fill_half"),
    path("repair/loop/draft/", loops.draft_half, name="draft_half"),
    path("repair/loop/<uuid:loop_id>/", loops.loop, name="loop"),
    path("repair/loop/<uuid:loop_id>/show/", loops.show_half, name="show_half"),
    path("repair/loop/<uuid:loop_id>/remove/", loops.remove_half, name="remove_half"),
    path("repair/pause/", pausing.pause, name="pause"),
    path("repair/pause/change/", pausing.change_pause, name="change_pause"),
    path("repair/pause/remove/", pausing.drop_pause, name="drop_pause"),
    path("repair/outside/", outside.outside_eye, name="outside_eye"),
    path("repair/outside/<uuid:writing_id>/", outside.write_outside, name="write_outside"),
    path("repair/outside/<uuid:writing_id>/draft/", outside.draft_outside, name="draft_outside"),
    path("repair/outside/<uuid:writing_id>/remove/", outside.remove_writing, name="remove_writing"),
]

from django.urls import path

from closeknit.rooms.moments import views

app_name = "moments"
urlpatterns = [
    path("thanks/", views.thanks, name="thanks"),
    path("thanks/new/", views.write, name="write"),
    path("thanks/new/draft/", views.draft, name="draft"),
    path("thanks/jar/", views.jar, name="jar"),
    path("thanks/<uuid:thanks_id>/", views.thank_you, name="thank_you"),
    path("thanks/<uuid:thanks_id>/landed/", views.land, name="land"),
    path("thanks/<uuid:thanks_id>/landed/remove/", views.take_back_landing, name="take_back"),
    path("thanks/<uuid:thanks_id>/edit/", views.edit, name="edit"),
    path("thanks/<uuid:thanks_id>/remove/", views.remove, name="remove"),
]

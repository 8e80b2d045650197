from django.urls import include, path

urlpatterns = [
    path("", include("closeknit.rooms.today.urls")),
    path("", include("closeknit.rooms.people.urls")),
    path("", include("closeknit.rooms.people.account_urls")),
    path("", include("closeknit.rooms.questions.urls")),
    path("", include("closeknit.rooms.moments.urls")),
    path("", include("closeknit.rooms.practices.urls")),
    path("", include("closeknit.rooms.guide.urls")),
    path("", include("closeknit.rooms.archive.urls")),
]

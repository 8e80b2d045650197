from django.urls import path

from closeknit.rooms.guide import views

app_name = "guide"
urlpatterns = [
    path("guide/", views.guide, name="guide"),
    path("guide/search/", views.search, name="search"),
    path("guide/help/", views.help_lines, name="help"),
    path("guide/safety/", views.safety, name="safety"),
    path("guide/what-your-host-can-see/", views.host_sees, name="host_sees"),
    path("guide/leaving-quickly/", views.article, {"slug": "leaving-quickly"}, name="leaving"),
    path("guide/sources/", views.sources, name="sources"),
    path("guide/sources/<slug:source_id>/", views.source, name="source"),
    path("guide/questions/<slug:slug>/", views.answer, name="answer"),
    path("guide/<slug:slug>/", views.article, name="article"),
]

"""The addresses of comments and mentions."""

from django.urls import path

from catalog.comments import views

urlpatterns = [
    path("comments/<str:kind>/<int:key>/", views.thread, name="comments"),
    path("comments/<int:comment_id>/reword", views.correct, name="comment-reword"),
    path("mentions/", views.mentions, name="mentions"),
    path("mentions/<int:mention_id>/open", views.open_mention, name="mention-open"),
    path("mentions/read", views.read_all, name="mentions-read"),
]

"""The addresses of an item: its page, its live parts, its media and what can be done."""

from django.urls import path

from catalog.review import appearances, film, hashes, media, orders, views

urlpatterns = [
    path("items/<str:ref>/", views.item, name="item"),
    path("items/<str:ref>/tab", views.tab, name="item-tab"),
    path("items/<str:ref>/progress", views.progress, name="item-progress"),
    path("items/<str:ref>/frames", views.frames, name="item-frames"),
    path("items/<str:ref>/frame-times.bin", views.frame_times, name="item-frame-times"),
    path("items/<str:ref>/film-times.bin", film.film_times, name="item-film-times"),
    path("items/<str:ref>/film.png", film.sheet, name="item-film"),
    path("items/<str:ref>/lanes.json", views.lanes, name="item-lanes"),
    path("items/<str:ref>/frames/<int:frame_id>.jpg", media.frame, name="item-frame"),
    path("items/<str:ref>/artefacts/<int:artefact_id>", media.artefact, name="item-artefact"),
    path("items/<str:ref>/poster.jpg", media.poster, name="item-poster"),
    path("items/<str:ref>/original", media.original, name="item-original"),
    path("items/<str:ref>/orders", orders.order, name="item-order"),
    path("items/<str:ref>/orders/<int:run_id>.json", orders.ordered, name="item-ordered"),
    path("items/<str:ref>/orders/<int:run_id>/how.json", orders.how, name="item-order-how"),
    path("items/<str:ref>/hashes.<str:form>", hashes.hashes, name="item-hashes"),
    path("items/<str:ref>/sensitivity", views.set_sensitivity, name="item-sensitivity"),
    path("items/<str:ref>/appearances/new", appearances.add, name="item-posting"),
    path(
        "items/<str:ref>/appearances/<int:appearance_id>/forward",
        appearances.forward,
        name="item-forward",
    ),
    path("items/<str:ref>/relations/<int:relation_id>", views.decide, name="item-relation"),
    path("items/<str:ref>/retry", views.retry, name="item-retry"),
    path("items/<str:ref>/stop", views.stop, name="item-stop"),
]

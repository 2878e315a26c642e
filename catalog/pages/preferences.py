"""What a person has chosen to see, kept with the browser (look, words) or the login (graphic)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalog.models import Item, Sensitivity

THEME_COOKIE = "sightline_theme"
GRAPHIC_KEY = "graphic"
A_YEAR_S = 365 * 24 * 60 * 60


class Theme(models.TextChoices):
    """Which set of colours a page has."""

    DARK = "dark", _("Dark")
    LIGHT = "light", _("Light")
    SYSTEM = "system", _("As the system")


class Graphic(models.TextChoices):
    """Which pictures stay covered until they are asked for."""

    HIDE = "hide", _("Cover graphic items")
    HIDE_UNKNOWN = "hide_unknown", _("Cover also those nobody has judged yet")
    SHOW = "show", _("Show everything")


_COVERED: dict[Graphic, frozenset[str]] = {
    Graphic.HIDE: frozenset({Sensitivity.GRAPHIC}),
    Graphic.HIDE_UNKNOWN: frozenset({Sensitivity.GRAPHIC, Sensitivity.UNKNOWN}),
    Graphic.SHOW: frozenset(),
}


def theme_of(request: HttpRequest) -> Theme:
    """The chosen theme; dark is the first."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return Theme(chosen) if chosen in Theme.values else Theme.DARK


def graphic_of(request: HttpRequest) -> Graphic:
    """What this person has chosen for this login; graphic items are covered at first."""
    chosen = request.session.get(GRAPHIC_KEY, "")
    return Graphic(chosen) if chosen in Graphic.values else Graphic.HIDE


def is_covered(request: HttpRequest, item: Item) -> bool:
    """Whether no picture of this item may be sent unless it is asked for by name."""
    return item.sensitivity in _COVERED[graphic_of(request)]


@login_not_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    theme, graphic = request.POST.get("theme", ""), request.POST.get("graphic", "")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
    if theme in Theme.values:
        response.set_cookie(
            THEME_COOKIE, theme, A_YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    if graphic in Graphic.values:
        request.session[GRAPHIC_KEY] = graphic
    return response

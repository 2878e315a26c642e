"""How the admin looks: the colours and names of the analysts' pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Sightline",
    "SITE_HEADER": "Sightline",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "STYLES": [lambda _request: static("sightline/admin.css")],
    "COLORS": {
        # The neutral greys and the blue of the analysts' pages.
        "base": {
            "50": "#f5f6f7",
            "100": "#eff0f2",
            "200": "#d7dade",
            "300": "#b4b7bc",
            "400": "#92969d",
            "500": "#7b8087",
            "600": "#5d6269",
            "700": "#303338",
            "800": "#232529",
            "900": "#1a1b1e",
            "950": "#131416",
        },
        "primary": {
            "50": "#eef5fd",
            "100": "#d9e8fa",
            "200": "#b8d5f6",
            "300": "#8ab8f2",
            "400": "#5a98e0",
            "500": "#327bcc",
            "600": "#1a5fb0",
            "700": "#164f93",
            "800": "#134177",
            "900": "#10345f",
            "950": "#0a2240",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": True,
        "navigation": [
            {
                "title": _("Work"),
                "items": [
                    {"title": _("Search"), "icon": "search", "link": reverse_lazy("search")},
                    {
                        "title": _("Upload"),
                        "icon": "upload",
                        "link": reverse_lazy("upload"),
                        "permission": "catalog.admin.site.may_upload",
                    },
                ],
            },
        ],
    },
}

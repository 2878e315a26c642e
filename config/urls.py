"""Every address: the catalogue's pages, the admin, login, and whether the process is alive."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from catalog.admin.site import site


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The web process answers; it looks at nothing else."""
    del request
    return HttpResponse(b"ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("admin/upload/", include("catalog.admin.upload.urls")),
    path("admin/", site.urls),
    path("", include("catalog.urls")),
]

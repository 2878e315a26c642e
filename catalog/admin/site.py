"""The admin site: open to those whose role in some case gives them something to do there."""

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from catalog.admin.generic import AdminSite
from catalog.models import Act, Case

_OPENS = (Act.SEE, Act.READ_CUSTODY, Act.MANAGE)


class SightlineAdmin(AdminSite):
    """``is_staff`` opens nothing here; a role in a case or the right to make cases does."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything in the admin for this person."""
        person = request.user
        if not isinstance(person, User) or not person.is_active:
            return False
        if person.has_perm("catalog.add_case"):
            return True
        return any(Case.objects.allowing(person, act).exists() for act in _OPENS)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """There is one login for everything; who is signed in and not let in finds nothing."""
        del extra_context
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without Django's jump to any object by number, which would tell what there is."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]


site = SightlineAdmin(name="admin")

"""The admin site: open to those whose role in some case gives them something to do there."""

from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

from catalog.admin.generic import AdminSite
from catalog.admin.rights import case_ids
from catalog.admin.visible_pages import VisibleChoices, make_visible
from catalog.models import Act, Case


class SightlineAdmin(AdminSite):
    """``is_staff`` opens nothing here; a role in a case or the right to make cases does."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything in the admin for this person."""
        return Case.objects.open_the_admin_to(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """What a person may not do is not there for them, and no page hides a character."""

        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            try:
                answer = cast(HttpResponse, guarded(request, *args, **kwargs))
            except PermissionDenied as error:
                raise Http404 from error
            if isinstance(answer, TemplateResponse):
                answer.add_post_render_callback(make_visible)
            return answer

        return found

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """There is one login for everything, and whoever comes here has passed it."""
        del extra_context
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """What may be chosen, as the person may see it."""
        return cast(HttpResponse, VisibleChoices.as_view(admin_site=self)(request))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without Django's jump to any object by number, which would tell what there is."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]


def may_upload(request: HttpRequest) -> bool:
    """Whether the menu offers the upload page."""
    return bool(case_ids(request, Act.UPLOAD))


site = SightlineAdmin(name="admin")

"""Headers that say what a page of ours may do."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class SecurityHeaders(CSPMiddleware):
    """The content security policy, wider for the admin; no use of devices, no copies for others."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # What one person may see is kept for nobody else, and asked for anew after the login ends.
        response.setdefault("Cache-Control", "private, no-cache")
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(reverse("admin:index")):
            # The admin's Alpine evaluates expressions from its own templates.
            widened = {"script-src": [SELF, "'unsafe-eval'"]}
            parts.replace = {**widened, **(parts.replace or {})}
        return parts

"""Content Security Policy under the names that Django 6 has built in; on Django 5.2 the same by hand."""

try:
    from django.middleware.csp import ContentSecurityPolicyMiddleware
    from django.utils.csp import CSP
    from django.views.decorators.csp import csp_override
except ImportError:
    from collections.abc import Callable
    from functools import wraps
    from typing import Any

    from django.conf import settings
    from django.http import HttpRequest, HttpResponse

    class CSP:  # type: ignore[no-redef]
        HEADER_ENFORCE = "Content-Security-Policy"
        SELF = "'self'"
        NONE = "'none'"
        WASM_UNSAFE_EVAL = "'wasm-unsafe-eval'"

    class ContentSecurityPolicyMiddleware:  # type: ignore[no-redef]
        def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
            self.get_response = get_response
            self.site_policy = _header(settings.SECURE_CSP)

        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = self.get_response(request)
            override = getattr(response, "_csp_config", None)
            policy = self.site_policy if override is None else _header(override)
            if policy:
                response.headers.setdefault(CSP.HEADER_ENFORCE, policy)
            return response

    def csp_override(config: dict[str, list[str]]) -> Callable:  # type: ignore[misc,no-redef]
        """A view decorator: this policy instead of the site's; an empty one means none."""

        def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            @wraps(view)
            def overridden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                response = view(request, *args, **kwargs)
                response._csp_config = config  # type: ignore[attr-defined]
                return response

            return overridden

        return decorate

    def _header(policy: dict[str, list[str]]) -> str:
        return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


__all__ = ["CSP", "ContentSecurityPolicyMiddleware", "csp_override"]

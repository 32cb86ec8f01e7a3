"""From a template to an answer that a browser can trust: escaped, and with strict headers."""

import json
from functools import partial
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from domain.texts import Language, text
from server.pages import static_files

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}
_TEMPLATES: Final = Environment(
    loader=PackageLoader("server.pages", "templates"),
    autoescape=select_autoescape(("html",), disabled_extensions=("graphql",), default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# A string of GraphQL is written like one of JSON.
_TEMPLATES.filters["quoted"] = json.dumps


def page(
    template: str,
    language: Language,
    *,
    is_demo: bool,
    status: int = 200,
    has_form: bool = False,
    **values: object,
) -> HTMLResponse:
    """A whole page. In demo mode every page says that its data is invented.

    `has_form`: its form may be sent, to this service alone.
    """
    html = render(
        template,
        t=partial(text, language),
        language=language.value.lower(),
        languages=[other.value.lower() for other in Language],
        stylesheet=static_files.STYLESHEET.path,
        mark=static_files.MARK.path,
        is_demo=is_demo,
        status=status,
        **values,
    )
    headers = _HEADERS | {"Content-Language": language.value.lower()}
    if has_form:
        headers["Content-Security-Policy"] = _with_form(CONTENT_SECURITY_POLICY)
    return HTMLResponse(encodable(html), status_code=status, headers=headers)


def render(template: str, **values: object) -> str:
    """A template filled in; a value that it lacks is an error, never an empty place."""
    return _TEMPLATES.get_template(template).render(**values)


def _with_form(policy: str) -> str:
    return policy.replace("form-action 'none'", "form-action 'self'")


def encodable(value: str) -> str:
    """Lone surrogates replaced, so that hostile values can be shown rather than fail."""
    return value.encode("utf-8", "replace").decode("utf-8")

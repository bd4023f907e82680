"""A system check that no form field in the admin shadows a property of the form element in JavaScript.

In a browser ``form.action`` is the URL of the form, but if the form has a field named ``action`` it is that field, and
Wagtail's autosave sends its data to ``[object HTMLInputElement]``.
"""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

#: Properties of ``HTMLFormElement``, except ``title``, ``name`` and ``target``: these are useful field names (every
#: page has a title), and no script of the admin reads them from a form.
NAMES = """
    acceptCharset accessKey action addEventListener after animate append appendChild attachInternals attachShadow
    attributes autocapitalize autocomplete autocorrect autofocus baseURI before blur checkValidity checkVisibility
    childElementCount childNodes children classList className click clientHeight clientLeft clientTop clientWidth
    cloneNode closest constructor contains contentEditable dataset dir dispatchEvent draggable elements encoding
    enctype enterKeyHint firstChild firstElementChild focus getAnimations getAttribute getAttributeNames
    getAttributeNode getBoundingClientRect getClientRects getElementsByClassName getElementsByTagName getHTML
    getRootNode hasAttribute hasAttributes hasChildNodes hidden hidePopover id inert innerHTML innerText inputMode
    insertAdjacentElement insertAdjacentHTML insertAdjacentText insertBefore isConnected isContentEditable isEqualNode
    isSameNode lang lastChild lastElementChild length localName matches method namespaceURI nextElementSibling
    nextSibling noValidate nodeName nodeType nodeValue nonce normalize offsetHeight offsetLeft offsetParent offsetTop
    offsetWidth outerHTML outerText ownerDocument parentElement parentNode part popover prefix prepend
    previousElementSibling previousSibling querySelector querySelectorAll rel relList remove removeAttribute
    removeChild removeEventListener replaceChild replaceChildren replaceWith reportValidity requestFullscreen
    requestSubmit reset role scroll scrollBy scrollHeight scrollIntoView scrollLeft scrollTo scrollTop scrollWidth
    setAttribute shadowRoot showPopover slot spellcheck style submit tabIndex tagName textContent toggleAttribute
    togglePopover translate
"""
PROPERTIES = frozenset(NAMES.split())


def edit_handlers() -> Iterator[tuple[type[Model], Any]]:
    """Yield all page and snippet models, each with its bound edit handler."""
    for model in get_page_models():
        yield model, model.get_edit_handler()
    for model in get_snippet_models():
        yield model, model.snippet_viewset.get_edit_handler()


def shadowing(fields: set[str]) -> list[str]:
    return sorted(fields & PROPERTIES)


@register()
def check_field_names(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The field “{name}” hides “form.{name}” from the scripts of its form in the admin.",
            hint="Call it something else.",
            obj=model,
            id="amf_site.E001",
        )
        for model, handler in edit_handlers()
        for name in shadowing(set(handler.get_form_class().base_fields))
    ]

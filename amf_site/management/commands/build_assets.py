"""``manage.py build_assets``: compile the translations and bundle the style sheets, without gettext and Node."""

from pathlib import Path

import lightningcss
import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from amf_site.languages import LANGUAGES, SCRIPTS

CSS = settings.BASE_DIR / "static" / "css"
SCRIPTS_CSS = CSS / "scripts.css"


class Command(BaseCommand):
    help = "Compiles locale/*.po to .mo and bundles static/css into site.css. Does nothing where nothing has changed."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = source.with_suffix(".mo")
                if is_older(compiled, [source]):
                    put_in_place(compiled, polib.pofile(str(source)).to_binary())
                    self.stdout.write(f"compiled {source.relative_to(settings.BASE_DIR)}")
        rules = script_rules()
        if not SCRIPTS_CSS.exists() or SCRIPTS_CSS.read_text(encoding="utf-8") != rules:
            put_in_place(SCRIPTS_CSS, rules.encode())
        bundle = CSS / "site.css"
        if is_older(bundle, [path for path in CSS.rglob("*.css") if path != bundle]):
            put_in_place(bundle, lightningcss.bundle_css(str(CSS / "main.css")).encode())
            self.stdout.write("bundled static/css/site.css")


def put_in_place(target: Path, content: bytes) -> None:
    """Write a file atomically: an incomplete file would be newer than its source and never be rebuilt."""
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(content)
    part.replace(target)


def script_rules() -> str:
    """Return CSS rules for the fonts, line heights and quotation marks in ``amf_site.languages``."""
    rules = ["/* Made by build_assets of amf_site/languages.py. */"]
    for code, script in SCRIPTS.items():
        values: dict[str, float | str] = {
            "--line-height": script.line_height,
            "--line-height-tight": script.line_height_tight,
        }
        if script.fonts:
            values["--font-body"] = script.fonts
        if not script.has_display_font:
            values["--font-display"] = "var(--font-body)"
        body = " ".join(f"{name}: {value};" for name, value in values.items())
        rules.append(f':root[data-script="{code}"] {{ {body} }}')
    for row in LANGUAGES:
        opening, closing = row.quotes
        rules.append(f':root:lang({row.code}) {{ quotes: "{opening}" "{closing}"; }}')
    return "\n".join(rules) + "\n"


def is_older(target: Path, sources: list[Path]) -> bool:
    """Return whether the target must be rebuilt."""
    if not target.exists():
        return True
    made = target.stat().st_mtime
    return any(source.stat().st_mtime > made for source in sources)

from amf_site.settings.test import *  # noqa: F403

INSTALLED_APPS = ["tests.faulty", *INSTALLED_APPS]  # noqa: F405
TRANSLATION_DESK = TRANSLATION_DESK | {  # noqa: F405
    "EDITORS_KEEP": (*TRANSLATION_DESK["EDITORS_KEEP"], "members.Renamed"),  # noqa: F405
}

"""Static files of a real installation: named by their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also renames what JavaScript modules import, which is off by default."""

    support_js_module_import_aggregation = True

"""Storage of static files in production: file names contain a content hash, so browsers may cache them forever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also rewrites the imports of JavaScript modules, which is off by default."""

    support_js_module_import_aggregation = True

"""The object store, kept private: readers see only this site's own addresses."""

from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class PrivateS3Storage(S3Storage):
    """S3 whose files are read through the site's views, never by an address of the store.

    So no page names a foreign host, an unlisted document stays unlisted, and the bucket needs no public policy.
    """

    def url(self, name, parameters=None, expire=None, http_method=None):
        return settings.MEDIA_URL + quote(name)

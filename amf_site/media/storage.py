"""The object store, kept private: readers see only this site's own addresses. And never waited for: it may be away."""

import time
from typing import Any
from urllib.parse import quote

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ConnectionError, HTTPClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

#: Seconds for a connection and for an answer, and how often a question is put.
LIMITS = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
#: After a question without an answer the store is not asked for so many seconds: each would hold a thread.
PAUSE = 15


class StoreAwayError(BotoCoreError):
    """The store does not answer.

    Errors of botocore are in part OSErrors as well, and whoever catches one takes the file for lost.
    """

    fmt = "the store does not answer"


class PrivateS3Storage(S3Storage):
    """S3 whose files are read through the site's views, never by an address of the store.

    So no page names a foreign host, an unlisted document stays unlisted, and the bucket needs no public policy.
    """

    client_config: Any
    transfer_config: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = self.client_config.merge(LIMITS)
        self.transfer_config = TransferConfig(num_download_attempts=2, use_threads=False)
        self._asked_again_at = 0.0

    def url(self, name, parameters=None, expire=None, http_method=None):
        return settings.MEDIA_URL + quote(name)

    def _create_session(self):
        session = super()._create_session()
        session.events.register("before-call.s3", self._before_call)
        session.events.register("after-call.s3", self._after_call)
        session.events.register("after-call-error.s3", self._after_call_error)
        return session

    def _before_call(self, **event: Any) -> None:
        if not self._asked_again_at:
            return
        if time.monotonic() < self._asked_again_at:
            raise StoreAwayError
        # This one asks again; until it knows more the others go on without.
        self._asked_again_at = time.monotonic() + PAUSE

    def _after_call(self, **event: Any) -> None:
        self._asked_again_at = 0.0

    def _after_call_error(self, exception: Exception, **event: Any) -> None:
        if isinstance(exception, (ConnectionError, HTTPClientError)):
            self._asked_again_at = time.monotonic() + PAUSE
            raise StoreAwayError from exception

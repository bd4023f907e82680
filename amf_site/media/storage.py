"""A private S3 storage: files are served under the site's own URLs, and an outage of the store blocks no requests."""

import time
from typing import Any
from urllib.parse import quote

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ConnectionError, HTTPClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

#: Timeouts in seconds for connecting and for a response, and the number of attempts.
LIMITS = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
#: Seconds without requests to the store after one without a response, since each of them would block a thread.
PAUSE = 15


class StoreAwayError(BotoCoreError):
    """The store does not respond.

    Deliberately not an ``OSError``, as some botocore errors are: callers would take the file for missing.
    """

    fmt = "the store does not answer"


class PrivateS3Storage(S3Storage):
    """S3 storage whose files are served by the site's views, never from a URL of the store.

    So pages refer to no other host, private documents stay private, and the bucket needs no public policy.
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
        # Let this request through as a probe; others keep failing fast until it has succeeded.
        self._asked_again_at = time.monotonic() + PAUSE

    def _after_call(self, **event: Any) -> None:
        self._asked_again_at = 0.0

    def _after_call_error(self, exception: Exception, **event: Any) -> None:
        if isinstance(exception, (ConnectionError, HTTPClientError)):
            self._asked_again_at = time.monotonic() + PAUSE
            raise StoreAwayError from exception

"""Plain Wagtail with plain wagtail-localize, with their default settings, in a separate process.

``python -m tests.bare`` prints which of the faults that the site works around still exist, as a line of JSON. So it is
noticed when a new release fixes one, and the workaround can be deleted.
"""

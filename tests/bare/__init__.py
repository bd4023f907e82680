"""Plain Wagtail with plain wagtail-localize, by their default settings, in a process of its own.

``python -m tests.bare`` says which of the faults that the site corrects are still there: a line of JSON. So a new
release that mends one is noticed, and the correction can go.
"""

"""Another site in which the translation desk is a guest: its own page type, three languages, Django's own users.

``python -m tests.guest`` takes an article from its source to a reader of another language, and says how it went: a line
of JSON. Nothing of the Forum is installed there.
"""

"""Another site that uses the translation desk, with its own page type, three languages, and Django's user model.

``python -m tests.guest`` takes an article from its source to a reader in another language and prints the results as a
line of JSON. None of the Forum's apps are installed.
"""

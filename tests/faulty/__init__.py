"""An app in which everything is forgotten that can be; ``tests/rules/test_checks.py`` reads what the checks say."""

"""An app with every possible omission; ``tests/rules/test_checks.py`` tests what the system checks report."""

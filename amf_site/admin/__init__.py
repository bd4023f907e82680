"""Validation of admin actions that bypass the edit forms: copying, bulk actions, deletion, scheduled publishing.

They obey the same rules as the forms, and every refusal is explained to the user.
"""

"""What Wagtail's admin lets through and no form of ours sees: copies, actions on many, deletions, schedules.

They obey the same rules as the forms, and what is refused is said in words.
"""

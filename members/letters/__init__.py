"""Letters to readers who have asked for them: how they subscribe and leave, what each gets, and how it is sent."""

"""Answers to readers, made once for each state of the content and kept until it changes."""

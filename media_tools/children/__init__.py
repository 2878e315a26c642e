"""Parsers of untrusted bytes in Python. Each runs in a child process of its own.

``media_tools.child.ask`` starts them; in ``ACTIONS`` each says what it may be asked.
An action takes the order's fields and returns what JSON can hold. Nothing here knows
of Django or of settings, and nothing else imports what is here for its parsing.
"""

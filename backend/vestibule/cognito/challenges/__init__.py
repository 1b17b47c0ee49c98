"""The challenges of a sign-in: one file per kind, a registry of them, and the encrypted sessions between two requests.

To add a kind, add a file with a subclass of `Challenge`. The registry finds it; nothing else has to change.
"""

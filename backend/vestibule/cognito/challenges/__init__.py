"""The challenges of a sign-in: one file per kind, a registry of them, and the encrypted sessions between two requests.

challenge      the base class of every kind
sent_code, code_step, second_factor    what several kinds have in common
factors        the names of factors, which users choose among
registry       finds the kinds, and makes the unions of their steps and answers
sessions, cipher    what the client gets with a step and sends with its answer

Every other file is a kind. To add one, add a file with a subclass of `Challenge`; the registry finds it.
"""

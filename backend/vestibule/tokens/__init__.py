"""Is this token good, and what does it say?"""

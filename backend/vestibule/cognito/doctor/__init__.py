"""The doctor: reads a user pool and what it depends on, and finds faults. It never changes anything."""

"""Administration routes, for the group `admins`."""

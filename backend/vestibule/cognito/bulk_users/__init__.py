"""Users in bulk: export to files, import from files, and conversion of other systems' exports."""

"""The plan's parts: for each kind of resource, the steps from what AWS has to what the file declares."""

"""The app in a real browser. It is a package, so that fixtures can have the scope of the package."""

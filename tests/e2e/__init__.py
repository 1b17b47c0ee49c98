"""The app in a real browser. A package, so that its fixtures can last as long as it is the package's turn."""

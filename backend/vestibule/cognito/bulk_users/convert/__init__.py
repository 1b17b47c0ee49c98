"""Converters: exports of other systems become files of users. One module for each system."""

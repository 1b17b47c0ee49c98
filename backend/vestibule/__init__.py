"""Vestibule: complete user accounts on AWS Cognito."""

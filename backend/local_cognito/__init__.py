"""Local Cognito: an implementation of Amazon Cognito's API for development and tests, without an AWS account."""

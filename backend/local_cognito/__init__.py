"""A stand-in for AWS Cognito that runs without an AWS account, for development and tests."""

"""AWS Cognito for people without an AWS account: a stand-in for development and tests."""

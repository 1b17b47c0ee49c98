"""The operations of cognito-identity, one file per topic."""

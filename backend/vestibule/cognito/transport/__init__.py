"""boto3 clients: connections, retries, response validation."""

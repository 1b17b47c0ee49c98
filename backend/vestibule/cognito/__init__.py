"""Calls to Cognito, and the translation of its responses and errors.

cognito        builds the gateways
app, user, admin    the gateways, by who authorizes a call: our app client, the user's access token, an IAM role
hosted_ui      the pool's domain: sign-in by redirect
identity_pool  temporary AWS credentials
challenges     what a sign-in still needs
transport      boto3's clients, their limits and retries
errors, provider_errors, messages    the tables of errors, and texts of triggers
models, fields what the gateways return, and the types of what they take
provisioning, doctor, bulk_users    for the commands: the pool of `pool.toml`, faults of a pool, users in bulk

The other files are topics that several of these share.
"""

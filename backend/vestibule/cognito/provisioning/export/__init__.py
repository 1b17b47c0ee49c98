"""The pool of `pool.toml` for infrastructure tools: a CloudFormation template, a Terraform configuration."""

terraform {
  required_providers {
    aws = {
      "source"  = "hashicorp/aws"
      "version" = ">= 6.0"
    }
  }
}

resource "aws_cognito_user_pool" "pool" {
  name                     = "least"
  deletion_protection      = "ACTIVE"
  auto_verified_attributes = ["email"]
  user_pool_tier           = "ESSENTIALS"
  username_attributes      = ["email"]
  mfa_configuration        = "OFF"

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  account_recovery_setting {
    recovery_mechanism {
      priority = 1
      name     = "verified_email"
    }
  }

  username_configuration {
    case_sensitive = false
  }

  password_policy {
    minimum_length                   = 8
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    temporary_password_validity_days = 7
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [schema]
  }
}

resource "aws_cognito_user_pool_client" "web" {
  user_pool_id                  = aws_cognito_user_pool.pool.id
  name                          = "web"
  explicit_auth_flows           = ["ALLOW_USER_PASSWORD_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  access_token_validity         = 60
  id_token_validity             = 60
  refresh_token_validity        = 30
  generate_secret               = false

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 10
  }

  lifecycle {
    prevent_destroy = true
  }
}

output "user_pool_id" {
  description = "COGNITO_USER_POOL_ID"
  value       = aws_cognito_user_pool.pool.id
}

output "client_ids" {
  description = "COGNITO_CLIENT_ID"
  value       = join(",", [aws_cognito_user_pool_client.web.id])
}

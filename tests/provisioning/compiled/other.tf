terraform {
  required_providers {
    aws = {
      "source"  = "hashicorp/aws"
      "version" = ">= 6.0"
    }
  }
}

resource "aws_cognito_user_pool" "pool" {
  name                       = "other"
  deletion_protection        = "ACTIVE"
  auto_verified_attributes   = ["email"]
  user_pool_tier             = "ESSENTIALS"
  username_attributes        = ["email", "phone_number"]
  mfa_configuration          = "OPTIONAL"
  sms_authentication_message = "{####} / {####}"

  account_recovery_setting {
    recovery_mechanism {
      priority = 1
      name     = "verified_email"
    }
  }

  email_configuration {
    email_sending_account = "DEVELOPER"
    source_arn            = "arn:aws:ses:eu-west-1:123456789012:identity/example.com"
  }

  lambda_config {
    post_confirmation              = "arn:aws:lambda:eu-west-1:123456789012:function:post-confirmation"
    pre_authentication             = "arn:aws:lambda:eu-west-1:123456789012:function:pre-authentication"
    post_authentication            = "arn:aws:lambda:eu-west-1:123456789012:function:post-authentication"
    user_migration                 = "arn:aws:lambda:eu-west-1:123456789012:function:user-migration"
    define_auth_challenge          = "arn:aws:lambda:eu-west-1:123456789012:function:define"
    create_auth_challenge          = "arn:aws:lambda:eu-west-1:123456789012:function:create"
    verify_auth_challenge_response = "arn:aws:lambda:eu-west-1:123456789012:function:verify"
    kms_key_id                     = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    custom_sms_sender {
      lambda_arn     = "arn:aws:lambda:eu-west-1:123456789012:function:sms"
      lambda_version = "V1_0"
    }
  }

  verification_message_template {
    email_subject = "Code / Code"
    email_message = "{####}<br><br>\n{####}"
  }

  sms_configuration {
    sns_caller_arn = "arn:aws:iam::123456789012:role/cognito-sms"
  }

  username_configuration {
    case_sensitive = true
  }

  schema {
    name                = "given_name"
    attribute_data_type = "String"
    required            = false
    mutable             = false

    string_attribute_constraints {
      min_length = "1"
      max_length = "2048"
    }
  }

  schema {
    name                = "short"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = "2"
      max_length = "2048"
    }
  }

  schema {
    name                = "none"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "0"
    }
  }

  schema {
    name                = "debt"
    attribute_data_type = "Number"
    mutable             = true

    number_attribute_constraints {
      max_value = "0"
    }
  }

  web_authn_configuration {
    relying_party_id     = "example.com"
    user_verification    = "preferred"
    factor_configuration = "SINGLE_FACTOR"
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
  }

  password_policy {
    minimum_length                   = 8
    require_lowercase                = false
    require_uppercase                = false
    require_numbers                  = false
    require_symbols                  = false
    temporary_password_validity_days = 3
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [schema]
  }
}

resource "aws_cognito_resource_server" "empty" {
  user_pool_id = aws_cognito_user_pool.pool.id
  identifier   = "https://empty.example.com"
  name         = "empty"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "Corp" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "Corp"
  provider_type = "OIDC"
  provider_details = {
    "client_id"                 = "vestibule"
    "authorize_scopes"          = "openid"
    "oidc_issuer"               = "https://id.corp.example"
    "attributes_request_method" = "POST"
  }
  attribute_mapping = {
    "email" = "email"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "SAML" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "SAML"
  provider_type = "SAML"
  provider_details = {
    "MetadataFile" = "<EntityDescriptor/>\n"
    "IDPSignout"   = "false"
  }
  attribute_mapping = {
    "email" = "mail"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_client" "pages" {
  user_pool_id                         = aws_cognito_user_pool.pool.id
  name                                 = "pages"
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  access_token_validity                = 60
  id_token_validity                    = 30
  refresh_token_validity               = 7
  auth_session_validity                = 5
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["https://app.example.com/auth/callback"]
  supported_identity_providers         = ["Corp", "SAML"]
  generate_secret                      = false
  depends_on                           = [aws_cognito_identity_provider.Corp, aws_cognito_identity_provider.SAML]

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_client" "api" {
  user_pool_id                  = aws_cognito_user_pool.pool.id
  name                          = "api"
  explicit_auth_flows           = ["ALLOW_USER_PASSWORD_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  access_token_validity         = 60
  id_token_validity             = 60
  refresh_token_validity        = 30
  generate_secret               = true

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature = "ENABLED"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_ui_customization" "pages" {
  user_pool_id = aws_cognito_user_pool.pool.id
  client_id    = aws_cognito_user_pool_client.pages.id
  css          = ".banner { content: \"$${x}\"; }\n"
  depends_on   = [aws_cognito_user_pool_domain.domain]

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_domain" "domain" {
  user_pool_id          = aws_cognito_user_pool.pool.id
  domain                = "example-accounts"
  managed_login_version = 1

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_group" "plain" {
  user_pool_id = aws_cognito_user_pool.pool.id
  name         = "plain"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_pool" "identity_pool" {
  identity_pool_name               = "other"
  allow_unauthenticated_identities = false
  allow_classic_flow               = false

  cognito_identity_providers {
    provider_name           = aws_cognito_user_pool.pool.endpoint
    client_id               = aws_cognito_user_pool_client.pages.id
    server_side_token_check = false
  }

  cognito_identity_providers {
    provider_name           = aws_cognito_user_pool.pool.endpoint
    client_id               = aws_cognito_user_pool_client.api.id
    server_side_token_check = false
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "identity_pool_roles" {
  identity_pool_id = aws_cognito_identity_pool.identity_pool.id
  roles = {
    "authenticated" = "arn:aws:iam::123456789012:role/users"
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
  value       = join(",", [aws_cognito_user_pool_client.pages.id, aws_cognito_user_pool_client.api.id])
}

output "identity_pool_id" {
  description = "COGNITO_IDENTITY_POOL_ID"
  value       = aws_cognito_identity_pool.identity_pool.id
}

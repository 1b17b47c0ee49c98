terraform {
  required_providers {
    aws = {
      "source"  = "hashicorp/aws"
      "version" = ">= 6.0"
    }
  }
}

variable "Google_client_secret" {
  type      = string
  sensitive = true
}

variable "Facebook_client_id" {
  type      = string
  sensitive = true
}

variable "Facebook_client_secret" {
  type      = string
  sensitive = true
}

variable "LoginWithAmazon_client_secret" {
  type      = string
  sensitive = true
}

variable "SignInWithApple_private_key" {
  type      = string
  sensitive = true
}

variable "Corp_client_secret" {
  type      = string
  sensitive = true
}

resource "aws_cognito_user_pool" "pool" {
  name                = "everything"
  user_pool_tier      = "PLUS"
  deletion_protection = "ACTIVE"
  tags = {
    "team" = "accounts"
  }
  auto_verified_attributes   = ["email", "phone_number"]
  alias_attributes           = ["email", "preferred_username"]
  mfa_configuration          = "ON"
  sms_authentication_message = "Code {####} / Code {####}"

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  account_recovery_setting {
    recovery_mechanism {
      priority = 1
      name     = "admin_only"
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = true

    invite_message_template {
      email_subject = "Your invitation / Votre invitation"
      email_message = "{username}: {####}<br><br>\n{username} : {####}"
      sms_message   = "{username}: {####} / {username} : {####}"
    }
  }

  email_configuration {
    email_sending_account  = "DEVELOPER"
    source_arn             = "arn:aws:ses:eu-west-1:123456789012:identity/example.com"
    from_email_address     = "Example <accounts@example.com>"
    reply_to_email_address = "support@example.com"
    configuration_set      = "accounts"
  }

  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = true
  }

  lambda_config {
    pre_sign_up          = "arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up"
    custom_message       = "arn:aws:lambda:eu-west-1:123456789012:function:custom-message"
    kms_key_id           = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    pre_token_generation = "arn:aws:lambda:eu-west-1:123456789012:function:claims"

    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:eu-west-1:123456789012:function:claims"
      lambda_version = "V3_0"
    }

    custom_email_sender {
      lambda_arn     = "arn:aws:lambda:eu-west-1:123456789012:function:mail"
      lambda_version = "V1_0"
    }

    inbound_federation {
      lambda_arn     = "arn:aws:lambda:eu-west-1:123456789012:function:federation"
      lambda_version = "V1_0"
    }
  }

  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }

  verification_message_template {
    email_subject = "Your \"code\" / Votre « code »"
    email_message = "Your code is {####}. $${not_terraform} %%{neither}<br><br>\nVotre code est {####}."
    sms_message   = "Code {####} / Code {####}"
  }

  sms_configuration {
    sns_caller_arn = "arn:aws:iam::123456789012:role/cognito-sms"
    external_id    = "vestibule"
    sns_region     = "eu-west-1"
  }

  username_configuration {
    case_sensitive = false
  }

  schema {
    name                = "email"
    attribute_data_type = "String"
    required            = true
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  schema {
    name                = "updated_at"
    attribute_data_type = "Number"
    required            = false
    mutable             = true

    number_attribute_constraints {
      min_value = "0"
    }
  }

  schema {
    name                = "birthdate"
    attribute_data_type = "String"
    required            = false
    mutable             = true

    string_attribute_constraints {
      min_length = "10"
      max_length = "10"
    }
  }

  schema {
    name                = "name"
    attribute_data_type = "String"
    required            = false
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "100"
    }
  }

  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "20"
    }
  }

  schema {
    name                = "level"
    attribute_data_type = "Number"
    mutable             = true

    number_attribute_constraints {
      min_value = "1"
      max_value = "9"
    }
  }

  schema {
    name                = "joined"
    attribute_data_type = "DateTime"
    mutable             = true
  }

  schema {
    name                = "staff"
    attribute_data_type = "Boolean"
    mutable             = false
  }

  software_token_mfa_configuration {
    enabled = true
  }

  email_mfa_configuration {
    subject = "Your code / Votre code"
    message = "Code {####}<br><br>\nCode {####}"
  }

  web_authn_configuration {
    relying_party_id     = "example.com"
    user_verification    = "required"
    factor_configuration = "MULTI_FACTOR_WITH_USER_VERIFICATION"
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "WEB_AUTHN"]
  }

  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    password_history_size            = 5
    temporary_password_validity_days = 7
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [schema]
  }
}

resource "aws_cognito_resource_server" "reports" {
  user_pool_id = aws_cognito_user_pool.pool.id
  identifier   = "https://api.example.com"
  name         = "reports"

  scope {
    scope_name        = "read"
    scope_description = "Read reports"
  }

  scope {
    scope_name        = "write"
    scope_description = "Write reports"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "Google" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "Google"
  provider_type = "Google"
  provider_details = {
    "client_id"        = "1234.apps.googleusercontent.com"
    "authorize_scopes" = "openid email"
    "client_secret"    = var.Google_client_secret
  }
  attribute_mapping = {
    "email" = "email"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "Facebook" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "Facebook"
  provider_type = "Facebook"
  provider_details = {
    "authorize_scopes" = "public_profile,email"
    "client_id"        = var.Facebook_client_id
    "client_secret"    = var.Facebook_client_secret
  }
  attribute_mapping = {
    "email"       = "email"
    "custom:team" = "name"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "LoginWithAmazon" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "LoginWithAmazon"
  provider_type = "LoginWithAmazon"
  provider_details = {
    "client_id"        = "amzn1"
    "authorize_scopes" = "profile"
    "client_secret"    = var.LoginWithAmazon_client_secret
  }
  attribute_mapping = {
    "email" = "email"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "SignInWithApple" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "SignInWithApple"
  provider_type = "SignInWithApple"
  provider_details = {
    "client_id"        = "com.example.app"
    "authorize_scopes" = "email name"
    "team_id"          = "TEAM"
    "key_id"           = "KEY"
    "private_key"      = var.SignInWithApple_private_key
  }
  attribute_mapping = {
    "email" = "email"
  }
  idp_identifiers = []

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
    "authorize_scopes"          = "openid email profile"
    "oidc_issuer"               = "https://id.corp.example"
    "attributes_request_method" = "GET"
    "client_secret"             = var.Corp_client_secret
  }
  attribute_mapping = {
    "email" = "email"
  }
  idp_identifiers = ["corp.example"]

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_provider" "OldCorp" {
  user_pool_id  = aws_cognito_user_pool.pool.id
  provider_name = "OldCorp"
  provider_type = "SAML"
  provider_details = {
    "MetadataURL" = "https://saml.corp.example/metadata"
    "IDPSignout"  = "true"
  }
  attribute_mapping = {
    "email" = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
  }
  idp_identifiers = []

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_client" "web-app" {
  user_pool_id                                  = aws_cognito_user_pool.pool.id
  name                                          = "web-app"
  explicit_auth_flows                           = ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"]
  prevent_user_existence_errors                 = "ENABLED"
  enable_token_revocation                       = true
  access_token_validity                         = 15
  id_token_validity                             = 60
  refresh_token_validity                        = 30
  enable_propagate_additional_user_context_data = true
  allowed_oauth_flows_user_pool_client          = true
  allowed_oauth_flows                           = ["code"]
  allowed_oauth_scopes                          = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
  callback_urls                                 = ["https://app.example.com/auth/callback"]
  logout_urls                                   = ["https://app.example.com/"]
  supported_identity_providers                  = ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple", "Corp", "OldCorp"]
  read_attributes                               = ["email", "email_verified", "name", "custom:team"]
  write_attributes                              = ["email", "name"]
  generate_secret                               = true
  depends_on                                    = [aws_cognito_identity_provider.Google, aws_cognito_identity_provider.Facebook, aws_cognito_identity_provider.LoginWithAmazon, aws_cognito_identity_provider.SignInWithApple, aws_cognito_identity_provider.Corp, aws_cognito_identity_provider.OldCorp]

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

resource "aws_cognito_user_pool_client" "phone" {
  user_pool_id                  = aws_cognito_user_pool.pool.id
  name                          = "phone"
  explicit_auth_flows           = ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
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

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_client" "nightly_job" {
  user_pool_id                         = aws_cognito_user_pool.pool.id
  name                                 = "nightly job"
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  access_token_validity                = 60
  id_token_validity                    = 60
  refresh_token_validity               = 30
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = ["https://api.example.com/read"]
  generate_secret                      = true
  depends_on                           = [aws_cognito_resource_server.reports]

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_managed_login_branding" "web-app" {
  user_pool_id                = aws_cognito_user_pool.pool.id
  client_id                   = aws_cognito_user_pool_client.web-app.id
  use_cognito_provided_values = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_pool_domain" "domain" {
  user_pool_id          = aws_cognito_user_pool.pool.id
  domain                = "auth.example.com"
  managed_login_version = 2
  certificate_arn       = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
  depends_on            = [aws_cognito_managed_login_branding.web-app]

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_group" "admins" {
  user_pool_id = aws_cognito_user_pool.pool.id
  name         = "admins"
  description  = "May administer users."
  precedence   = 0

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_user_group" "power-users" {
  user_pool_id = aws_cognito_user_pool.pool.id
  name         = "power-users"
  role_arn     = "arn:aws:iam::123456789012:role/power-users"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_log_delivery_configuration" "logs" {
  user_pool_id = aws_cognito_user_pool.pool.id

  log_configurations {
    log_level    = "ERROR"
    event_source = "userNotification"

    cloud_watch_logs_configuration {
      log_group_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/cognito"
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_pool" "identity_pool" {
  identity_pool_name               = "everything"
  allow_unauthenticated_identities = true
  allow_classic_flow               = false

  cognito_identity_providers {
    provider_name           = aws_cognito_user_pool.pool.endpoint
    client_id               = aws_cognito_user_pool_client.web-app.id
    server_side_token_check = true
  }

  cognito_identity_providers {
    provider_name           = aws_cognito_user_pool.pool.endpoint
    client_id               = aws_cognito_user_pool_client.phone.id
    server_side_token_check = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "identity_pool_roles" {
  identity_pool_id = aws_cognito_identity_pool.identity_pool.id
  roles = {
    "authenticated"   = "arn:aws:iam::123456789012:role/users"
    "unauthenticated" = "arn:aws:iam::123456789012:role/guests"
  }

  role_mapping {
    identity_provider         = "${aws_cognito_user_pool.pool.endpoint}:${aws_cognito_user_pool_client.web-app.id}"
    type                      = "Token"
    ambiguous_role_resolution = "Deny"
  }

  role_mapping {
    identity_provider         = "${aws_cognito_user_pool.pool.endpoint}:${aws_cognito_user_pool_client.phone.id}"
    type                      = "Token"
    ambiguous_role_resolution = "Deny"
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
  value       = join(",", [aws_cognito_user_pool_client.web-app.id, aws_cognito_user_pool_client.phone.id, aws_cognito_user_pool_client.nightly_job.id])
}

output "identity_pool_id" {
  description = "COGNITO_IDENTITY_POOL_ID"
  value       = aws_cognito_identity_pool.identity_pool.id
}

"""The operations that there are, by name."""

from collections.abc import Callable, Mapping

from local_cognito.context import Answer
from local_cognito.operations import (
    attributes,
    clients,
    groups,
    invitation,
    password,
    pools,
    refresh,
    search,
    sign_in,
    sign_out,
    sign_up,
    users,
    verification,
)
from local_cognito.operations import mfa as mfa_config
from local_cognito.operations import profile as account

# Each takes the Context and its own request, whose type the service model gives.
Handler = Callable[..., Answer]

OPERATIONS: Mapping[str, Handler] = {
    "AdminAddUserToGroup": groups.admin_add_user_to_group,
    "AdminConfirmSignUp": users.admin_confirm_sign_up,
    "AdminCreateUser": invitation.admin_create_user,
    "AdminDeleteUser": users.admin_delete_user,
    "AdminDisableUser": users.admin_disable_user,
    "AdminEnableUser": users.admin_enable_user,
    "AdminGetUser": users.admin_get_user,
    "AdminListGroupsForUser": groups.admin_list_groups_for_user,
    "AdminRemoveUserFromGroup": groups.admin_remove_user_from_group,
    "AdminResetUserPassword": users.admin_reset_user_password,
    "AdminSetUserPassword": users.admin_set_user_password,
    "AdminUpdateUserAttributes": users.admin_update_user_attributes,
    "AdminUserGlobalSignOut": users.admin_user_global_sign_out,
    "ChangePassword": password.change_password,
    "ConfirmForgotPassword": password.confirm_forgot_password,
    "ConfirmSignUp": sign_up.confirm_sign_up,
    "CreateGroup": groups.create_group,
    "CreateUserPool": pools.create_user_pool,
    "CreateUserPoolClient": clients.create_user_pool_client,
    "DeleteUser": account.delete_user,
    "DeleteUserAttributes": attributes.delete_user_attributes,
    "DescribeUserPool": pools.describe_user_pool,
    "DescribeUserPoolClient": clients.describe_user_pool_client,
    "ForgotPassword": password.forgot_password,
    "GetTokensFromRefreshToken": refresh.get_tokens_from_refresh_token,
    "GetUser": account.get_user,
    "GetUserAttributeVerificationCode": verification.get_user_attribute_verification_code,
    "GetUserPoolMfaConfig": mfa_config.get_user_pool_mfa_config,
    "GlobalSignOut": sign_out.global_sign_out,
    "InitiateAuth": sign_in.initiate_auth,
    "ListGroups": groups.list_groups,
    "ListUserPoolClients": clients.list_user_pool_clients,
    "ListUserPools": pools.list_user_pools,
    "ListUsers": search.list_users,
    "ListUsersInGroup": groups.list_users_in_group,
    "ResendConfirmationCode": sign_up.resend_confirmation_code,
    "RespondToAuthChallenge": sign_in.respond_to_auth_challenge,
    "RevokeToken": sign_out.revoke_token,
    "SetUserPoolMfaConfig": mfa_config.set_user_pool_mfa_config,
    "SignUp": sign_up.sign_up,
    "UpdateUserAttributes": attributes.update_user_attributes,
    "UpdateUserPoolClient": clients.update_user_pool_client,
    "VerifyUserAttribute": verification.verify_user_attribute,
}

"""Which of Cognito's operations local Cognito has. A new version of botocore may bring new ones to decide about."""

import base64
from itertools import chain

from botocore.session import get_session
from cryptography import x509
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from local_cognito.operations.registry import OPERATIONS

MODEL = get_session().get_service_model("cognito-idp")
# Operations that are left out, by the reason.
LEFT_OUT = {
    "threat protection judges no sign-ins here": [
        "AdminListUserAuthEvents",
        "AdminUpdateAuthEventFeedback",
        "UpdateAuthEventFeedback",
    ],
    "there is one region": [
        "CreateUserPoolReplica",
        "DeleteUserPoolReplica",
        "ListUserPoolReplicas",
        "UpdateUserPoolReplica",
    ],
    "there are no quotas": ["GetProvisionedLimit", "UpdateProvisionedLimit"],
    "machines use the token endpoint": ["GetClientToken", "GetDerivedToken"],
    "AWS no longer supports them": ["AdminSetUserSettings", "SetUserSettings"],
}
# What the resources of Terraform, CloudFormation and the CDK call, by resource.
TOOLS = {
    "user pool": "CreateUserPool DescribeUserPool UpdateUserPool DeleteUserPool ListUserPools AddCustomAttributes"
    " SetUserPoolMfaConfig GetUserPoolMfaConfig TagResource UntagResource ListTagsForResource GetSigningCertificate",
    "client": "CreateUserPoolClient DescribeUserPoolClient UpdateUserPoolClient DeleteUserPoolClient"
    " ListUserPoolClients AddUserPoolClientSecret ListUserPoolClientSecrets DeleteUserPoolClientSecret",
    "domain": "CreateUserPoolDomain DescribeUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain",
    "provider": "CreateIdentityProvider DescribeIdentityProvider UpdateIdentityProvider DeleteIdentityProvider"
    " ListIdentityProviders",
    "resource server": "CreateResourceServer DescribeResourceServer UpdateResourceServer DeleteResourceServer"
    " ListResourceServers",
    "group": "CreateGroup GetGroup UpdateGroup DeleteGroup ListGroups",
    "user": "AdminCreateUser AdminGetUser AdminUpdateUserAttributes AdminDeleteUserAttributes AdminDeleteUser"
    " AdminSetUserPassword AdminEnableUser AdminDisableUser ListUsers",
    "user in group": "AdminAddUserToGroup AdminRemoveUserFromGroup AdminListGroupsForUser ListUsersInGroup",
    "UI customization": "SetUICustomization GetUICustomization",
    "risk configuration": "SetRiskConfiguration DescribeRiskConfiguration",
    "log delivery": "SetLogDeliveryConfiguration GetLogDeliveryConfiguration",
    "managed login branding": "CreateManagedLoginBranding DescribeManagedLoginBranding UpdateManagedLoginBranding"
    " DescribeManagedLoginBrandingByClient DeleteManagedLoginBranding",
    "terms": "CreateTerms DescribeTerms UpdateTerms DeleteTerms ListTerms",
}


def test_every_operation_is_implemented_or_left_out_for_a_reason() -> None:
    assert set(MODEL.operation_names) - OPERATIONS.keys() == set(chain(*LEFT_OUT.values()))
    assert OPERATIONS.keys() <= set(MODEL.operation_names)


def test_infrastructure_tools_find_every_operation_that_they_call() -> None:
    assert set(" ".join(TOOLS.values()).split()) <= OPERATIONS.keys()


def test_a_pool_has_one_certificate_for_ten_years(client: Client) -> None:
    pool_id = client.create_user_pool(PoolName="test")["UserPool"]["Id"]

    found = {client.get_signing_certificate(UserPoolId=pool_id)["Certificate"] for _ in range(2)}

    (certificate,) = [x509.load_der_x509_certificate(base64.b64decode(text)) for text in found]
    certificate.verify_directly_issued_by(certificate)
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days == 3650
    assert 0 < certificate.serial_number < 2**128

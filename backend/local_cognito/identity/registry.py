"""The implemented operations of cognito-identity, by name."""

from collections.abc import Callable, Mapping

from local_cognito.context import Output
from local_cognito.identity.operations import credentials, developer, identities, pools, roles, tags

OPERATIONS: Mapping[str, Callable[..., Output]] = {
    "CreateIdentityPool": pools.create_identity_pool,
    "DeleteIdentities": identities.delete_identities,
    "DeleteIdentityPool": pools.delete_identity_pool,
    "DescribeIdentity": identities.describe_identity,
    "DescribeIdentityPool": pools.describe_identity_pool,
    "GetCredentialsForIdentity": credentials.get_credentials_for_identity,
    "GetId": identities.get_id,
    "GetIdentityPoolRoles": roles.get_identity_pool_roles,
    "GetOpenIdToken": credentials.get_open_id_token,
    "GetOpenIdTokenForDeveloperIdentity": developer.get_open_id_token_for_developer_identity,
    "GetPrincipalTagAttributeMap": roles.get_principal_tag_attribute_map,
    "ListIdentities": identities.list_identities,
    "ListIdentityPools": pools.list_identity_pools,
    "ListTagsForResource": tags.list_tags_for_resource,
    "LookupDeveloperIdentity": developer.lookup_developer_identity,
    "MergeDeveloperIdentities": developer.merge_developer_identities,
    "SetIdentityPoolRoles": roles.set_identity_pool_roles,
    "SetPrincipalTagAttributeMap": roles.set_principal_tag_attribute_map,
    "TagResource": tags.tag_resource,
    "UnlinkDeveloperIdentity": developer.unlink_developer_identity,
    "UnlinkIdentity": identities.unlink_identity,
    "UntagResource": tags.untag_resource,
    "UpdateIdentityPool": pools.update_identity_pool,
}

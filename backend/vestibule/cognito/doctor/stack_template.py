"""What a CloudFormation template says about its user pools."""

import json
import re

POOL_TYPE = "AWS::Cognito::UserPool"
POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


def policies_of_pools(template: str) -> list[dict[str, str]]:
    """The policies of each user pool in the template, JSON or YAML; without those that it does not name."""
    try:
        return _of_json(json.loads(template))
    except ValueError:
        return _of_yaml(template)


def _of_json(template: dict[str, dict[str, dict[str, str]]]) -> list[dict[str, str]]:
    pools = [each for each in template.get("Resources", {}).values() if each.get("Type") == POOL_TYPE]
    return [{policy: pool[policy] for policy in POLICIES if policy in pool} for pool in pools]


def _of_yaml(template: str) -> list[dict[str, str]]:
    """By indentation: a YAML parser would need to know the tags of CloudFormation."""
    resources = re.search(
        r"^Resources:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ ]+)\S.*?(?=^\S|\Z)", template, re.DOTALL | re.MULTILINE
    )
    if resources is None:
        return []
    blocks = re.split(rf"^{resources[1]}(?=[^\s#])", resources[0], flags=re.MULTILINE)
    pools = [block for block in blocks if re.search(rf"^\s+Type:\s*[\"']?{POOL_TYPE}[\"']?\s*$", block, re.MULTILINE)]
    return [dict(re.findall(rf"^\s+({'|'.join(POLICIES)}):\s*[\"']?(\w+)", pool, re.MULTILINE)) for pool in pools]

"""botocore's service models, by which fakes of AWS refuse calls that boto3 does not make."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore.exceptions import ParamValidationError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator


@cache
def service_model(service: str) -> ServiceModel:
    """The model of a service, such as `cognito-idp`."""
    return ServiceModel(Loader().load_service_model(service, "service-2"))


def validate_request(service: str, operation: str, request: Mapping[str, Any]) -> None:
    """ParamValidationError for a member that is unknown, missing or of another type.

    Values may be shorter than AWS's: sessions and codes of tests are. OperationNotFoundError for an unknown operation.
    """
    shape = service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(dict(request), shape).generate_report() if shape else ""
    if faults := [line for line in report.splitlines() if not line.startswith("Invalid length")]:
        raise ParamValidationError(report="\n".join(faults))

"""The pre-signed URL of an import job, to which its CSV file is uploaded. AWS has it on S3."""

import hmac

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from local_cognito.context import Context
from local_cognito.model import import_jobs

ENCRYPTION = "x-amz-server-side-encryption"


class ImportUpload:
    """PUT /imports/<job id>?X-Amz-Signature=<signature>."""

    PATH = "/imports/{job_id}"

    def __init__(self, context: Context) -> None:
        self._context = context

    async def put(self, request: Request) -> Response:
        """Store the file. 403 unless the URL is the job's, unexpired, and the signed header was sent."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > import_jobs.MAX_BYTES:
                return PlainTextResponse("EntityTooLarge", 400)
        return await to_thread.run_sync(self._store, request, bytes(body))

    def _store(self, request: Request, csv: bytes) -> Response:
        context, given = self._context, request.query_params.get("X-Amz-Signature", "")
        with context.storage.write() as db:
            job = import_jobs.find(db, request.path_params["job_id"])
            if job is None or not hmac.compare_digest(given.encode(), import_jobs.signature(context, job).encode()):
                return PlainTextResponse("SignatureDoesNotMatch", 403)
            if request.headers.get(ENCRYPTION) != "aws:kms":
                return PlainTextResponse(f"SignatureDoesNotMatch: {ENCRYPTION} must be aws:kms", 403)
            if job.status != "Created" or context.now >= job.created + import_jobs.UPLOAD_SECONDS:
                return PlainTextResponse("AccessDenied: Request has expired", 403)
            import_jobs.store_csv(db, job, csv)
        return Response(status_code=200)

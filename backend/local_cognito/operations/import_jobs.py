"""Importing users from a CSV file, with or without their password hashes."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import PreconditionNotMetException
from local_cognito.model import import_csv, import_jobs, import_run, pools
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def get_csv_header(context: Context, request: t.GetCSVHeaderRequestTypeDef) -> Output:
    """GetCSVHeader."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
    return {"UserPoolId": pool.id, "CSVHeader": import_csv.header(pool)}


def create_user_import_job(context: Context, request: t.CreateUserImportJobRequestTypeDef) -> Output:
    """CreateUserImportJob."""
    algorithm = request.get("PasswordHashingAlgorithm")
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        job = import_jobs.new(pool.id, request["JobName"], request["CloudWatchLogsRoleArn"], algorithm, context.now)
        import_jobs.insert(db, job)
    return {"UserImportJob": job.describe(context)}


def describe_user_import_job(context: Context, request: t.DescribeUserImportJobRequestTypeDef) -> Output:
    """DescribeUserImportJob."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"UserImportJob": import_jobs.get(db, pool.id, request["JobId"]).describe(context)}


def list_user_import_jobs(context: Context, request: t.ListUserImportJobsRequestTypeDef) -> Output:
    """ListUserImportJobs, newest first."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = import_jobs.of_pool(db, pool.id)
    shown, token = page(found, request["MaxResults"], request.get("PaginationToken"))
    output: dict[str, object] = {"UserImportJobs": [job.describe(context) for job in shown]}
    return output | next_page(token, "PaginationToken")


def start_user_import_job(context: Context, request: t.StartUserImportJobRequestTypeDef) -> Output:
    """StartUserImportJob. The import continues in a thread of its own."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        job = import_jobs.get(db, pool.id, request["JobId"])
        if job.describe(context)["Status"] != "Created":
            raise PreconditionNotMetException("The job was started already, or has expired.")
        if not pool.auto_verified:
            raise PreconditionNotMetException("The user pool has no auto verified attributes.")
        if import_jobs.csv_of(db, job) is None:
            raise PreconditionNotMetException("No file was uploaded.")
        if import_jobs.is_active(db, pool.id):
            raise PreconditionNotMetException("Another import job of the user pool is active.")
        job = replace(job, status="Pending", started=context.now)
        import_jobs.save(db, job)
        thread = Thread(target=import_run.run, args=(context, job), name=job.id, daemon=True)
        context.storage.after_commit(thread.start)
    return {"UserImportJob": job.describe(context)}


def stop_user_import_job(context: Context, request: t.StopUserImportJobRequestTypeDef) -> Output:
    """StopUserImportJob. The users that were imported stay."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        job = import_jobs.get(db, pool.id, request["JobId"])
        if job.status not in import_jobs.ACTIVE:
            raise PreconditionNotMetException("The job is not running.")
        job = replace(job, status="Stopping")
        import_jobs.save(db, job)
    return {"UserImportJob": job.describe(context)}

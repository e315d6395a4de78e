#!/usr/bin/env bash
# Does moto's mock take every bucket name that S3 does?
#
# Guess: yes; a bucket may be named `logs` or `events`.
# No: clients put the bucket into the host name, and `logs.s3.amazonaws.com` is one of CloudWatch Logs to moto, which finds
# no such path: 404 at CreateBucket. With path-style addresses, the other way S3 has, the same bucket is made.
#
# moto 5.2.1, boto3 1.43.11, Python 3.11, 2026-11-28. Where it matters: the local endpoint sends moto path-style
# requests only (local-endpoint/endpoint/virtual-host.ts).
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[s3,logs,events]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

AWS_ACCESS_KEY_ID=anyone AWS_SECRET_ACCESS_KEY=anything "$python" - <<'PYTHON'
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws


def made(name, style):
    s3 = boto3.client("s3", region_name="us-east-1", config=Config(s3={"addressing_style": style}))
    try:
        s3.create_bucket(Bucket=name)
        return True
    except ClientError as error:
        return error.response["Error"]["Code"]


with mock_aws():
    found = {f"{name} {style}": made(name, style) for name in ("shop", "logs", "events") for style in ("virtual", "path")}
    for bucket, outcome in found.items():
        print(bucket, outcome)
    made_all = all(found[f"{name} path"] is True for name in ("shop", "logs", "events"))
    raise SystemExit(0 if made_all and found["shop virtual"] is True and found["logs virtual"] == "404" else 1)
PYTHON

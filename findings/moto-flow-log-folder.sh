#!/usr/bin/env bash
# Does moto take a folder in the destination of flow logs?
#
# Guess: arn:aws:s3:::BUCKET/FOLDER/ is the bucket and a folder in it, as EC2 documents.
# No: moto looks for a bucket that is named with the folder, and reports the call as unsuccessful, with status 200.
#
# moto 5.2.1, boto3 1.43.11, Python 3.11, 2026-11-28. Where it matters: the local endpoint's ec2 service makes up
# for it, for the flow logs of hardened environments.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2,s3]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

AWS_ACCESS_KEY_ID=anyone AWS_SECRET_ACCESS_KEY=anything "$python" - <<'PYTHON'
import boto3
from moto import mock_aws

with mock_aws():
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="shop-logs")
    ec2 = boto3.client("ec2", region_name="us-east-1")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]

    def errors(destination):
        answer = ec2.create_flow_logs(
            ResourceIds=[vpc],
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination=destination,
        )
        return [one["Error"]["Message"] for one in answer["Unsuccessful"]]

    bucket, folder = errors("arn:aws:s3:::shop-logs"), errors("arn:aws:s3:::shop-logs/networks/")
    print("bucket:", bucket or "made")
    print("bucket and folder:", folder or "made")
    raise SystemExit(0 if not bucket and folder else 1)
PYTHON

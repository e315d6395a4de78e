#!/usr/bin/env bash
# Does a call of S3 leave moto's IAM alone?
#
# Guess: yes, but for a note of who has called. An account that never calls IAM costs none.
# No: whose an access key is, moto looks up in IAM of every partition of every account that it knows, and makes those that
# are not there. Two calls of S3 make six IAMs, China's and the secret regions' among them. Where AWS's own policies are
# loaded (MOTO_IAM_LOAD_MANAGED_POLICIES), each of the six reads them all.
#
# moto 5.2.1, boto3 1.43.11, Python 3.11, 2026-11-29. Where it matters: a test run with many accounts, each of which pays
# for six. The local endpoint's moto looks into what is there (local-endpoint/moto/startup/identity.py).
# https://docs.getmoto.org/en/latest/docs/iam.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[iam,s3]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

AWS_ACCESS_KEY_ID=anyone AWS_SECRET_ACCESS_KEY=anything "$python" - <<'PYTHON'
import boto3
from moto import mock_aws
from moto.iam.models import iam_backends


def partitions():
    return sorted(name for account in iam_backends.values() for name in dict.keys(account))


with mock_aws():
    s3 = boto3.client("s3", region_name="us-east-1")
    seen = []
    for _ in range(2):
        s3.list_buckets()
        seen.append(partitions())

print("after one call of S3: ", ", ".join(seen[0]))
print("after two calls of S3:", ", ".join(seen[1]))
assert seen[0] == ["aws"], seen[0]
assert len(seen[1]) == 6 and "aws-cn" in seen[1], seen[1]
PYTHON

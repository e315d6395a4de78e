#!/usr/bin/env bash
# Does moto's server answer a presigned call of another service than S3?
#
# Guess: it reads the service from the signature, as it does where that is in the header Authorization; so the presigned
# sts:GetCallerIdentity that proves an identity to Kubernetes or Vault is answered by its STS.
# No: it reads the header alone. By a name of localhost a presigned call of any service goes to its S3, which answers
# something else with status 200, a list of buckets here.
#
# moto 5.2.1, botocore 1.43.11, Python 3.11, 2026-11-28. Where it matters:
# local-endpoint/endpoint/identify/identify.ts reads both, and forwards only what it knows the service of.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[server]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

"$python" - <<'PYTHON' || exit 1
import logging
import re
import urllib.request

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
sts = boto3.client(
    "sts",
    endpoint_url=f"http://localhost:{port}",
    region_name="eu-west-1",
    aws_access_key_id="anyone",
    aws_secret_access_key="anything",
    config=Config(signature_version="v4"),
)
print("signed in the header:", sts.get_caller_identity()["Account"])
with urllib.request.urlopen(sts.generate_presigned_url("get_caller_identity")) as answer:
    body = answer.read().decode()
    root = re.search(r"<(\w+)[ >]", body.split("?>", 1)[-1]).group(1)
    print("signed in the query:", answer.status, root)
server.stop()
raise SystemExit(0 if root == "ListAllMyBucketsResult" else 1)
PYTHON

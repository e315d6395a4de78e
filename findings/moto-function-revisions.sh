#!/usr/bin/env bash
# Does moto's mock give a Lambda function a RevisionId, another one after each change?
#
# Guess: yes; Lambda makes one for every change, and clients hand it back so that nobody's change in between is published.
# No: neither CreateFunction nor any read or change of `$LATEST` answers with one, though those of aliases have it, and
# PublishVersion takes any RevisionId, also one that no version ever had.
#
# moto 5.2.1, boto3 1.43.11, Python 3.11, 2026-11-29. Where it matters: the local endpoint keeps revisions of its own and
# compares them in PublishVersion, UpdateFunctionCode and UpdateFunctionConfiguration (local-endpoint/services/lambda), because
# publish-versions counts on the refusal where two pipelines release one function.
# https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html#lambda-PublishVersion-request-RevisionId
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[awslambda,iam]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

AWS_ACCESS_KEY_ID=anyone AWS_SECRET_ACCESS_KEY=anything "$python" - <<'PYTHON'
import io
import zipfile

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def code(text):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("index.py", text)
    return archive.getvalue()


with mock_aws():
    trust = '{"Version":"2012-10-17","Statement":[]}'
    role = boto3.client("iam", region_name="us-east-1").create_role(RoleName="quotes", AssumeRolePolicyDocument=trust)
    functions = boto3.client("lambda", region_name="us-east-1")
    name = {"FunctionName": "quotes"}
    answers = [
        functions.create_function(
            **name, Runtime="python3.13", Handler="index.handler", Role=role["Role"]["Arn"], Code={"ZipFile": code("one")}
        ),
        functions.update_function_code(**name, ZipFile=code("two")),
        functions.update_function_configuration(**name, Timeout=9),
        functions.get_function_configuration(**name),
    ]
    revisions = [answer.get("RevisionId") for answer in answers]
    print("code changed:", answers[0]["CodeSha256"] != answers[-1]["CodeSha256"], "| revisions:", revisions)
    try:
        published = functions.publish_version(**name, RevisionId="00000000-0000-4000-8000-000000000000")["Version"]
    except ClientError as error:
        published = error.response["Error"]["Code"]
    print("published with a revision that never was:", published)
    alias = functions.create_alias(**name, Name="live", FunctionVersion="1").get("RevisionId")
    print("an alias has one:", alias is not None)
    raise SystemExit(0 if set(revisions) == {None} and published == "1" and alias else 1)
PYTHON

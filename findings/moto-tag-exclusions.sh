#!/usr/bin/env bash
# Which tags does an exclusion from immutable tags except in moto's ECR?
#
# Guess: those that ECR would: filterType is WILDCARD, so `stable` is the tag stable alone.
# No: moto reads the filter as a regular expression that must match the tag's beginning, so that `stable-2` may be moved as
# well, where ECR answers ImageTagAlreadyExistsException.
#
# moto 5.2.1, boto3 1.43.11, Python 3.11, 2026-11-28. Where it matters:
# local-endpoint/services/ecr/operations/tag-mutability.ts decides this itself.
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=python3
if [ "$(python3 -c 'import moto, boto3; print(moto.__version__)' 2>/dev/null)" != 5.2.1 ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ecr]==5.2.1' boto3 2>/dev/null \
    || { echo "moto cannot be installed"; exit 2; }
  python=venv/bin/python
fi

AWS_ACCESS_KEY_ID=anyone AWS_SECRET_ACCESS_KEY=anything "$python" - <<'PYTHON'
import json

import boto3
from moto import mock_aws


def manifest(name):
    digest = {"size": 1, "digest": "sha256:" + name * 64}
    layers = [{**digest, "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"}]
    config = {**digest, "mediaType": "application/vnd.oci.image.config.v1+json"}
    return json.dumps({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config,
        "layers": layers,
    })


def moves(ecr, tag):
    ecr.put_image(repositoryName="web", imageManifest=manifest("a"), imageTag=tag)
    try:
        ecr.put_image(repositoryName="web", imageManifest=manifest("b"), imageTag=tag)
        return True
    except (ecr.exceptions.ImageTagAlreadyExistsException, ecr.exceptions.ImageAlreadyExistsException):
        return False


with mock_aws():
    client = boto3.client("ecr", region_name="eu-west-1")
    client.create_repository(
        repositoryName="web",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "stable"}],
    )
    found = {tag: moves(client, tag) for tag in ("stable", "stable-2", "v1")}
    print("may be moved:", found)
    raise SystemExit(0 if found == {"stable": True, "stable-2": True, "v1": False} else 1)
PYTHON

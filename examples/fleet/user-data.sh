#!/bin/sh
# Runs once, when an instance starts. What is the same on every instance is in the image: here is only what is not.
set -eu

imds=http://169.254.169.254/latest
token=$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$imds/api/token")
metadata() { curl -fsS -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/$1"; }

logger -t fleet "instance $(metadata instance-id) runs $(metadata ami-id)"

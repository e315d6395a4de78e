#!/usr/bin/env bash
# Does a client of the SDK for JavaScript that is made with `profile` call the endpoint of that profile?
#
# Guess: `new STSClient({ profile: 'local' })` takes credentials, region and `endpoint_url` of [profile local].
# No: credentials and region are that profile's; `endpoint_url` is read of the profile that AWS_PROFILE names, or else of the
# default one. With the option alone the profile's keys are sent to AWS.
#
# @aws-sdk/client-sts 3.1169.0, Node 20.20, 2026-11-29. Where it matters: `--profile` of the commands; bin/releases/clients.ts
# makes the profile that of the process, and test/bin/releases/profile.test.ts calls a local endpoint so.
set -euo pipefail
for tool in node npm; do command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 2; }; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-sts@3.1169.0 >/dev/null
cat > config <<'INI'
[default]
region = eu-west-1
endpoint_url = http://default.example:1

[profile local]
region = eu-north-1
endpoint_url = http://local.example:1
aws_access_key_id = LOCAL
aws_secret_access_key = none
INI
: > credentials
cat > try.mjs <<'JS'
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';

/** Where a call would go, with whose key and region: it is stopped before it is sent. */
async function calledBy(client) {
  let seen;
  client.middlewareStack.add(
    () => async ({ request }) => {
      const [, key, region] = /Credential=(\w+)\/\d+\/([\w-]+)/.exec(request.headers.authorization) ?? [];
      seen = `${request.hostname} ${key} ${region}`;
      throw new Error('stopped');
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(new GetCallerIdentityCommand({})).catch((error) => {
    if (error.message !== 'stopped') throw error;
  });
  return seen;
}

const option = await calledBy(new STSClient({ profile: 'local' }));
process.env.AWS_PROFILE = 'local';
const environment = await calledBy(new STSClient({}));
console.log(`the option: ${option}`);
console.log(`AWS_PROFILE: ${environment}`);
const isAsSeen =
  option === 'default.example LOCAL eu-north-1' && environment === 'local.example LOCAL eu-north-1';
process.exit(isAsSeen ? 0 : 1);
JS
env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_SESSION_TOKEN -u AWS_PROFILE -u AWS_REGION -u AWS_ENDPOINT_URL \
  AWS_CONFIG_FILE="$folder/config" AWS_SHARED_CREDENTIALS_FILE="$folder/credentials" node try.mjs

#!/usr/bin/env bash
# By which name does the SDK for JavaScript throw an error of a service with the Query protocol?
#
# Guess: by the code that the service sends and its documentation lists, `AlreadyExists`.
# No: by the name of its shape in the service's model, `AlreadyExistsFault`; the code is in `error.Code`. An error that the
# model does not have, such as `ValidationError`, keeps its code as its name. So a handler that compares `error.name` with
# the documented code never matches, and one that compares with the shape's name misses what is not modelled.
#
# @aws-sdk/client-auto-scaling 3.1169.0, Node 20, 2026-11-28. Where it matters: handlers/create-green-group/bring-up.ts, and
# lib/foundation/bundle-handler.ts, which may leave out error classes of JSON protocols only.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-auto-scaling@3.1169.0 >/dev/null 2>&1 \
  || { echo "the package cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { AutoScalingClient, CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';

const answer = (code) => `<ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><Error><Type>Sender</Type>
<Code>${code}</Code><Message>A group by this name already exists</Message></Error></ErrorResponse>`;

async function nameOf(code) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(400, { 'content-type': 'text/xml' }).end(answer(code)));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const client = new AutoScalingClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const group = { AutoScalingGroupName: 'web', MinSize: 1, MaxSize: 2, VPCZoneIdentifier: 'subnet-1' };
  const error = await client.send(new CreateAutoScalingGroupCommand(group)).catch((caught) => caught);
  console.log(`code ${code}: error.name is ${error.name}, error.Code is ${error.Code}`);
  return error.name;
}

const names = [await nameOf('AlreadyExists'), await nameOf('ValidationError')];
process.exit(names.join() === 'AlreadyExistsFault,ValidationError' ? 0 : 1);
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node try.mjs

#!/usr/bin/env bash
# Does `waitUntilTargetDeregistered` end when a target group has no targets any more?
#
# Guess: yes, because whoever waits without naming targets waits for just that.
# No: its acceptors want an `unused` state in a list that is empty by then, so that it waits until its own time is over,
# ten minutes with the defaults. Only with `Targets` does DescribeTargetHealth name targets that have gone.
# The AWS CLI and boto3 (`target_deregistered`) do the same.
#
# @aws-sdk/client-elastic-load-balancing-v2 3.1142.0, Node 20, 2026-11-28. Where it matters: handlers/fleet/retire-group.ts
# waits until the group has no instances, and asks no waiter.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-elastic-load-balancing-v2@3.1142.0 >/dev/null 2>&1 \
  || { echo "the package cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import {
  ElasticLoadBalancingV2Client,
  waitUntilTargetDeregistered,
} from '@aws-sdk/client-elastic-load-balancing-v2';

// what Elastic Load Balancing answers once every target has drained
const body = `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
<DescribeTargetHealthResult><TargetHealthDescriptions/></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;
let questions = 0;
const server = createServer((request, response) => {
  questions += 1;
  request.resume().on('end', () => response.setHeader('content-type', 'text/xml').end(body));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const client = new ElasticLoadBalancingV2Client({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
const waiting = { client, maxWaitTime: 5, minDelay: 1, maxDelay: 1 };
const outcome = await waitUntilTargetDeregistered(waiting, { TargetGroupArn: 'arn:aws:elasticloadbalancing:x' }).then(
  ({ state }) => state,
  ({ name }) => name,
);
console.log(`after ${questions} questions, each answered with no target: ${outcome}`);
process.exit(outcome === 'TimeoutError' && questions > 1 ? 0 : 1);
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node try.mjs

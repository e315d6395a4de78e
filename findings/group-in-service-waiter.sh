#!/usr/bin/env bash
# When does `waitUntilGroupInService` take an Auto Scaling group for being in service?
#
# Guess: when as many instances are InService as its desired capacity.
# No: when as many are as its minimum size. A group with MinSize 0 and DesiredCapacity 4 is "in service" before its first
# instance is. The same release of boto3 (1.43) has no waiters for Auto Scaling at all.
#
# @aws-sdk/client-auto-scaling 3.1169.0, Node 20, 2026-11-28. Where it matters: handlers/create-green-group/await-health.ts
# counts against the desired capacity, and asks the load balancer for each target.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-auto-scaling@3.1169.0 >/dev/null 2>&1 \
  || { echo "the package cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { AutoScalingClient, waitUntilGroupInService } from '@aws-sdk/client-auto-scaling';

const answer = (minimum) => `<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
<DescribeAutoScalingGroupsResult><AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName>
<MinSize>${minimum}</MinSize><MaxSize>4</MaxSize><DesiredCapacity>4</DesiredCapacity><Instances/></member>
</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`;

async function waitFor(minimum) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'text/xml').end(answer(minimum)));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const client = new AutoScalingClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const waiting = { client, maxWaitTime: 4, minDelay: 1, maxDelay: 1 };
  const outcome = await waitUntilGroupInService(waiting, { AutoScalingGroupNames: ['web'] }).then(
    ({ state }) => state,
    ({ name }) => name,
  );
  console.log(`MinSize ${minimum}, DesiredCapacity 4, no instance: ${outcome}`);
  return outcome;
}

const outcomes = [await waitFor(0), await waitFor(1)];
process.exit(outcomes[0] === 'SUCCESS' && outcomes[1] === 'TimeoutError' ? 0 : 1);
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node try.mjs

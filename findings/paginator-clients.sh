#!/usr/bin/env bash
# Does a paginator of the AWS SDK take any client with a `send`?
#
# Guess: yes; its type asks for the client, and all it does is to send commands.
# No: it asks `instanceof` and throws "Invalid client" before the first call. What only has the prototype is enough: it
# need not be constructed. Waiters take anything with a `send`.
#
# @aws-sdk/client-ssm 3.1169.0, Node 20, 2026-11-28. Where it matters: prove/process/sdk.ts hands calls of handlers to a
# store, and handlers page.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-ssm@3.1169.0 >/dev/null 2>&1 \
  || { echo "the package cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { paginateDescribeParameters, SSMClient, waitUntilCommandExecuted } from '@aws-sdk/client-ssm';

const send = async () => ({ Parameters: [], Status: 'Success' });
const first = async (client) => {
  try {
    await paginateDescribeParameters({ client }, {}).next();
    return 'a page';
  } catch (error) {
    return error.message;
  }
};
const bare = await first({ send });
const inherited = await first(Object.assign(Object.create(SSMClient.prototype), { send }));
const waiter = await waitUntilCommandExecuted(
  { client: { send }, maxWaitTime: 60 },
  { CommandId: '11111111-1111-1111-1111-111111111111', InstanceId: 'i-00000000000000000' },
).then(({ state }) => state, ({ name }) => name);
console.log(`paginator, object with send: ${bare}`);
console.log(`paginator, object with the client's prototype: ${inherited}`);
console.log(`waiter, object with send: ${waiter}`);
process.exit(bare.startsWith('Invalid client') && inherited === 'a page' && waiter === 'SUCCESS' ? 0 : 1);
JS
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true node try.mjs

#!/usr/bin/env bash
# If a Jest environment gives its tests the `Date` of the packages outside of the sandbox, is a date of fake time one to
# them, too?
#
# Guess: yes; fake timers replace the `Date` that the test has by then, and extend it.
# No: they extend the one that the sandbox had when the environment's base class was constructed, before a subclass could
# set another. So a client of the AWS SDK that the environment loads sends the time of a `new Date()`, and with fake timers
# it sends the same request without that parameter, and no error. In the test itself, `instanceof Date` holds both times.
#
# jest 30.5.2, @aws-sdk/client-ec2 3.1169.0, Node 20, 2026-11-28. Where it matters: local-endpoint/testing/shared-realm.ts.
# https://jestjs.io/docs/configuration#testenvironment-string
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
packages=(jest@30.5.2 jest-environment-node@30.5.2 @aws-sdk/client-ec2@3.1169.0)
npm install --silent --no-audit --no-fund --prefix . "${packages[@]}" >/dev/null 2>&1 \
  || { echo "the packages cannot be installed"; exit 2; }
cat > environment.js <<'JS'
const { TestEnvironment } = require('jest-environment-node');
const ec2 = require('@aws-sdk/client-ec2');

module.exports = class extends TestEnvironment {
  constructor(...given) {
    super(...given);
    Object.assign(this.global, { Date, ec2 });
  }
};
JS
cat > date.test.js <<'JS'
const { writeFileSync } = require('node:fs');

/** What the client sends for a time. */
async function sent(StartTime) {
  let request;
  const requestHandler = {
    handle: async ({ body }) => {
      request = body;
      throw new Error('not sent');
    },
  };
  const credentials = { accessKeyId: 'anyone', secretAccessKey: 'anything' };
  const client = new ec2.EC2Client({ region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 });
  await client.send(new ec2.DescribeSpotPriceHistoryCommand({ StartTime })).catch(() => undefined);
  return `${StartTime instanceof Date ? 'a Date' : 'no Date'} to the test, sent as ${request}`;
}

test('dates', async () => {
  const real = await sent(new Date(0));
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'queueMicrotask'] });
  const fake = await sent(new Date());
  writeFileSync('found.txt', `real: ${real}\nfake: ${fake}\n`);
});
JS
npx jest --config '{ "testEnvironment": "./environment.js" }' >jest.txt 2>&1 || { cat jest.txt; exit 1; }
cat found.txt
request='Action=DescribeSpotPriceHistory&Version=2016-11-15'
printf 'real: a Date to the test, sent as %s\nfake: a Date to the test, sent as %s\n' \
  "$request&StartTime=1970-01-01T00%3A00%3A00Z" "$request" | cmp -s - found.txt

#!/usr/bin/env tsx
import { parseArgs } from 'node:util';
import { forgetAws } from '../forget-aws';
import { scaledClock } from '../kit/clock';
import { ExpectedError } from '../kit/expected-error';
import { startLocalEndpoint } from '../local-endpoint';
import { RUNS_AS_YOU } from '../trust';

const USAGE = `usage: local-endpoint [--port 4566] [--speed 1] [--account 111111111111] [--region us-east-1]

  --port     port on 127.0.0.1; 0 takes any free one
  --speed    how much faster than real time waits go, from 1 to 1000
  --account  account of dummy credentials
  --region   region to show; every call names its own
`;

main().catch((error: unknown) => {
  const expected = error instanceof ExpectedError;
  process.stderr.write(expected ? `error: ${error.message}\n` : `${(error as Error).stack}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { help, speed, ...options } = optionsOf(process.argv.slice(2));
  if (help) return void process.stdout.write(USAGE);
  forgetAws();
  const interrupted = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort());
  const log = (line: string) => void process.stdout.write(`${line}\n`);
  log(`# ${RUNS_AS_YOU}`); // a comment: what is printed can be given to a shell
  const local = await startLocalEndpoint({
    ...options,
    clock: scaledClock(speed),
    log,
    signal: interrupted.signal,
  });
  log(`export AWS_ENDPOINT_URL=${local.url} AWS_REGION=${local.region} AWS_DEFAULT_REGION=${local.region}`);
  log(`export AWS_ACCESS_KEY_ID=${local.account} AWS_SECRET_ACCESS_KEY=test`);
  if (!interrupted.signal.aborted)
    await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve, { once: true }));
  await local.close();
}

/** @throws ExpectedError for an unknown option or a value out of range */
function optionsOf(args: string[]) {
  const { port, speed, account, region, help } = parsed(args);
  return {
    help,
    port: numberFrom('--port', port, 0, 65_535),
    speed: numberFrom('--speed', speed, 1, 1_000),
    account: matching('--account', account, /^\d{12}$/, 'twelve digits'),
    region: matching('--region', region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as us-east-1'),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4566' },
        speed: { type: 'string', default: '1' },
        account: { type: 'string', default: '111111111111' },
        region: { type: 'string', default: 'us-east-1' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ExpectedError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

function numberFrom(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= min && value <= max) return value;
  throw new ExpectedError(`${option} must be a number from ${min} to ${max}, got: ${text}`);
}

function matching(option: string, text: string, pattern: RegExp, rule: string): string {
  if (pattern.test(text)) return text;
  throw new ExpectedError(`${option} must be ${rule}, got: ${text}`);
}

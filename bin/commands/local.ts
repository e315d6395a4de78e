import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  describeFault,
  forgetAws,
  RUNS_AS_YOU,
  scaledClock,
  startLocalEndpoint,
} from '@pipeline-factory/local-endpoint';
import colors from 'picocolors';
import type { Config } from '../../lib/config/model';
import { loadConfig } from '../../lib/load-config';
import { type AccountRegion, distinctAccountRegions } from '../../rehearsal/account-region';
import { CONFIG_VARIABLE } from '../../rehearsal/set-up/cdk';
import { DEFAULT_ACCOUNT_REGION } from './default-account-region';
import { describeUnmatched, readFaults } from './faults';
import { interruption } from './interruption';

/** Options of `pipeline-factory local`. */
export interface LocalOptions {
  readonly port: number;
  /** How much faster than real time waits go. */
  readonly speed: number;
  /** @default - that of the config's first environment */
  readonly account?: string;
  /** @default - that of the config's first environment */
  readonly region?: string;
  /** Path of the config. @default - `pipelines.yaml` where it exists */
  readonly config?: string;
  /** Rules of calls that fail, or files of rules. @default - none */
  readonly fault?: readonly string[];
}

/**
 * Keeps the local endpoint running until it is interrupted, and prints how to use it.
 * @throws ConfigError where the config or a fault's rule has mistakes, before anything starts
 */
export async function runLocal(options: LocalOptions, out: NodeJS.WritableStream): Promise<number> {
  const config = configOf(options);
  const accountRegions = accountRegionsOf(options, config);
  const faults = await readFaults(options.fault, config);
  forgetAws();
  const log = (line: string) =>
    void out.write(`${colors.dim(new Date().toISOString().slice(11, 19))}  ${line}\n`);
  const signal = interruption();
  out.write(`${colors.yellow(RUNS_AS_YOU)}\nStarting the local AWS endpoint …\n`);
  const { port, speed } = options;
  const clock = scaledClock(speed);
  const local = await startLocalEndpoint({
    ...{ port, clock, ...accountRegions[0], log, signal, faults },
    onFault: ({ rule, ...fault }) => log(`fault: ${describeFault({ ...rule, ...fault })}`),
  });
  out.write(instructions(local.url, accountRegions, options));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  out.write('\nEnding the local endpoint\n');
  const unmatched = local.unmatchedFaults();
  await local.close();
  for (const rule of unmatched) out.write(`${colors.red('error')}: ${describeUnmatched(rule)}\n`);
  return unmatched.length > 0 ? 1 : 0;
}

function configOf({ config }: LocalOptions): Config | undefined {
  const file = config ?? 'pipelines.yaml';
  return config || existsSync(file) ? loadConfig(file) : undefined;
}

/** Every account and region of the config, those of the dummy credentials first. */
function accountRegionsOf(
  { account, region }: LocalOptions,
  config: Config | undefined,
): readonly [AccountRegion, ...AccountRegion[]] {
  const environments = config?.environments ?? [];
  const first = {
    account: account ?? environments[0]?.account ?? DEFAULT_ACCOUNT_REGION.account,
    region: region ?? environments[0]?.region ?? DEFAULT_ACCOUNT_REGION.region,
  };
  const [, ...others] = distinctAccountRegions([first, ...environments]);
  return [first, ...others];
}

function instructions(
  url: string,
  accountRegions: readonly [AccountRegion, ...AccountRegion[]],
  { speed, config }: LocalOptions,
): string {
  const [{ account, region }] = accountRegions;
  const pace =
    speed === 1
      ? 'Waits take as long as in AWS; --speed 60 makes a minute a second.'
      : `Waits go ${speed} times as fast as in AWS.`;
  const commands = [
    `export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    // cdk caches the account of an access key from one endpoint to the next: the account's own number is always right
    `export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`,
    ...(config ? [`export ${CONFIG_VARIABLE}=${resolve(config)}`] : []),
    ...accountRegions.map((each) => bootstrapCommand(each, account)),
    'npx cdk deploy --all --require-approval never',
    'aws codepipeline list-pipelines',
  ];
  return `
${colors.green('Ready')} on ${url}: account ${account}, region ${region}. ${pace}

In another terminal:

${commands.map((command) => `  ${command}`).join('\n')}

git push ${url}/git/<owner>/<name>.git <branch> starts the pipelines that have that repository as their source, through a
connection; CodeCommit's repositories are at ${url}/v1/repos/<name>.

To work in another account, use its number as AWS_ACCESS_KEY_ID. Ctrl-C ends the endpoint and deletes all that it holds.

`;
}

/** Another account has to trust the one that deploys to it, as in AWS. */
function bootstrapCommand({ account, region }: AccountRegion, deployer: string): string {
  const target = `aws://${account}/${region}`;
  if (account === deployer) return `npx cdk bootstrap ${target}`;
  const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
  return `AWS_ACCESS_KEY_ID=${account} npx cdk bootstrap ${target} --trust ${deployer} --cloudformation-execution-policies ${policy}`;
}

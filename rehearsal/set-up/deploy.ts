import { join } from 'node:path';
import type { LocalEndpoint, VirtualClock } from '@pipeline-factory/local-endpoint';
import { type AccountRegion, distinctAccountRegions } from '../account-region';
import type { Report } from '../report/report';
import { stacksOf } from './assembly';
import { type CdkOptions, runCdk } from './cdk';

/** What is deployed. */
export interface DeployOptions {
  /** Path of the config that the app reads. */
  readonly config: string;
  /** Command of the CDK app. @default - as in cdk.json */
  readonly app?: string;
}

/**
 * Synthesizes the app, bootstraps every account and region it needs and deploys all stacks.
 * @returns the accounts and regions that have stacks
 */
export async function deployAll(
  local: LocalEndpoint<VirtualClock>,
  { config, app }: DeployOptions,
  report: Report,
): Promise<AccountRegion[]> {
  const { url: endpoint, folder, closing, clock } = local;
  const assembly = join(folder, 'cdk.out');
  const optionsFor = ({ account, region }: AccountRegion): CdkOptions => ({
    ...{ endpoint, clock, folder, closing, config, account, region },
  });
  report.emit({ type: 'set-up-started' });
  await timed(report, 'cdk synth', () => {
    const command = app === undefined ? [] : ['--app', app];
    return runCdk(['synth', '--quiet', '--output', assembly, ...command], optionsFor(local));
  });
  const stacks = await stacksOf(assembly);
  const accountRegions = distinctAccountRegions(stacks);
  for (const { account, region } of accountRegions) {
    const target = `aws://${account}/${region}`;
    await timed(report, `cdk bootstrap ${target}`, () =>
      runCdk(['bootstrap', target, '--app', assembly], optionsFor({ account, region })),
    );
  }
  for (const account of new Set(accountRegions.map((each) => each.account))) {
    const own = stacks.filter((stack) => stack.account === account);
    const [first] = own;
    if (!first) continue;
    const ids = own.map(({ id }) => id);
    const arguments_ = [
      'deploy',
      ...ids,
      '--app',
      assembly,
      '--require-approval',
      'never',
      '--concurrency',
      '2',
    ];
    const shown = ids.length === stacks.length ? '--all' : ids.join(' ');
    await timed(report, `cdk deploy ${shown}`, () =>
      runCdk(arguments_, { ...optionsFor(first), onLine: showStack(report) }),
    );
  }
  return accountRegions;
}

/** Of all that `cdk deploy` prints, the line with which each stack ends. */
function showStack(report: Report): (line: string) => void {
  return (line) => {
    if (/✅ {2}\S/.test(line)) report.emit({ type: 'stack-deployed', stack: line.replace('✅', '').trim() });
  };
}

async function timed(report: Report, command: string, run: () => Promise<void>): Promise<void> {
  const started = Date.now();
  report.emit({ type: 'command-started', command });
  await run();
  report.emit({ type: 'command-finished', command, seconds: (Date.now() - started) / 1_000 });
}

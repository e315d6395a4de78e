import {
  type LocalEndpoint,
  RUNS_AS_YOU,
  startLocalEndpoint,
  virtualClock,
} from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { AccountRegion } from './account-region';
import { clientsFor } from './clients';
import type { RehearsalContext } from './context';
import { findApplications } from './find-applications';
import { listDeclarations } from './pipeline/deployed-pipeline';
import { Expectations } from './report/expectations';
import { reportUnusedGrants } from './report/grants';
import { type RehearsedApplication, summarize } from './report/summary';
import { terminalOn } from './report/terminal';
import type { ApplicationRehearsal, RegionPipelines, Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { deployAll } from './set-up/deploy';
import { interruptedError } from './until';

/** How to rehearse. Account and region are those of the dummy credentials until the synthesized stacks name their own. */
export interface RehearseOptions extends AccountRegion, Pick<RehearsalContext, 'applicationsFolder'> {
  /** The config, usually `pipelines.yaml`. */
  readonly config: string;
  /** @default SCENARIOS */
  readonly scenarios?: readonly Scenario[];
  /** Command of the CDK app that makes the config's stacks. @default - as in cdk.json */
  readonly app?: string;
  readonly out: NodeJS.WritableStream;
  /** Interrupts the rehearsal and closes all that belongs to it. */
  readonly signal?: AbortSignal;
}

/**
 * Deploys the config's pipelines to a local endpoint of its own and plays releases on them.
 * @returns the exit code: 0 where every expectation was met
 * @throws ExpectedError where the set-up fails, no pipeline can be rehearsed, or the rehearsal is interrupted
 */
export async function rehearse(options: RehearseOptions): Promise<number> {
  const terminal = terminalOn(options.out);
  const { account, region, signal, config, applicationsFolder } = options;
  terminal.line(RUNS_AS_YOU);
  const clock = virtualClock({ driver: 'the rehearsal', warn: (line) => terminal.line(`  · ${line}`) });
  const local = await startLocalEndpoint({
    ...{ account, region, clock, signal },
    port: 0,
    log: (line) => terminal.line(`  · ${line}`),
  });
  try {
    const accountRegions = await deployAll(local, options, terminal);
    const expect = new Expectations(terminal);
    const regions = await pipelinesOf(local, accountRegions);
    const { scenarios = SCENARIOS } = options;
    const { rehearsals, leftOut } = await findApplications(scenarios, regions, options);
    for (const reason of leftOut) terminal.line(`\n  left out: ${reason}`);
    if (rehearsals.length === 0)
      throw new ExpectedError(`${config} deploys no pipeline that can be rehearsed`);
    const { closing, folder, url: endpoint } = local;
    const context = { clock, closing, folder, endpoint, terminal, expect, applicationsFolder };
    const applications = await runAll(rehearsals, context);
    const roles = rehearsals.flatMap((rehearsal) => rehearsal.roles);
    if (expect.missed.length === 0) await reportUnusedGrants(local, roles, terminal);
    summarize(terminal, applications, expect);
    return expect.missed.length === 0 ? 0 : 1;
  } catch (error) {
    throw local.closing.aborted ? interruptedError() : error;
  } finally {
    await local.close();
  }
}

async function pipelinesOf(
  local: LocalEndpoint,
  accountRegions: readonly AccountRegion[],
): Promise<RegionPipelines[]> {
  const regions: RegionPipelines[] = [];
  for (const { account, region } of accountRegions) {
    const clients = clientsFor(local.url, account, region);
    regions.push({ clients, declarations: await listDeclarations(clients) });
  }
  return regions;
}

async function runAll(
  rehearsals: readonly ApplicationRehearsal[],
  context: RehearsalContext,
): Promise<RehearsedApplication[]> {
  const applications: RehearsedApplication[] = [];
  for (const rehearsal of rehearsals) {
    const pipelines = rehearsal.pipelines.join(' and ');
    if (rehearsals.length > 1) context.terminal.heading(`─── ${pipelines}`);
    applications.push({ pipelines, steps: await rehearsal.run(context) });
  }
  return applications;
}

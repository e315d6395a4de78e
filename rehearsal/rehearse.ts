import {
  type FaultRule,
  fullDisk,
  type LocalEndpoint,
  RUNS_AS_YOU,
  startLocalEndpoint,
  type UnmatchedFault,
  virtualClock,
} from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { AccountRegion } from './account-region';
import { clientsFor } from './clients';
import type { RehearsalContext } from './context';
import { findApplications } from './find-applications';
import { listDeclarations } from './pipeline/deployed-pipeline';
import { endpointEvent } from './report/endpoint-log';
import type { StepOutcome } from './report/events';
import { Expectations } from './report/expectations';
import { faultEvent, reportUnmatched } from './report/faults';
import { reportUnusedGrants } from './report/grants';
import { type OutputOptions, renderersFor } from './report/outputs';
import { Report } from './report/report';
import { terminalOf } from './report/terminal';
import type { ApplicationRehearsal, RegionPipelines, Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { requireSteps, selectSteps } from './select-steps';
import { deployAll } from './set-up/deploy';
import { interruptedError } from './until';
import { GrantTrial } from './grants/trial';
import type { TriedGrant } from './grants/tried-grants';

/** How to rehearse. Account and region are those of the dummy credentials until the synthesized stacks name their own. */
export interface RehearseOptions extends AccountRegion, Pick<RehearsalContext, 'applicationsFolder'> {
  /** The config, usually `pipelines.yaml`. */
  readonly config: string;
  /** @default SCENARIOS */
  readonly scenarios?: readonly Scenario[];
  /** Command of the CDK app that makes the config's stacks. @default - as in cdk.json */
  readonly app?: string;
  /** The steps to play, with what they need: short names or beginnings of titles. @default - all */
  readonly only?: readonly string[];
  /** Has each grant of each role missing once, but those that earlier trials have settled. @default - none is taken away */
  readonly takeGrants?: readonly TriedGrant[];
  /** Calls that are broken, and why one of them met no call. @default - none */
  readonly faults?: {
    readonly rules: readonly FaultRule[];
    describeUnmatched(unmatched: UnmatchedFault): string;
  };
  /** @default - what is best for a person at `out` */
  readonly output?: OutputOptions;
  readonly out: NodeJS.WritableStream;
  /** Interrupts the rehearsal and closes all that belongs to it. */
  readonly signal?: AbortSignal;
}

/**
 * Deploys the config's pipelines to a local endpoint of its own and plays releases on them.
 * @returns the exit code: 0 where every expectation was met, and each fault met a call
 * @throws ExpectedError where an option is wrong, before anything starts; where the set-up fails, no pipeline can be rehearsed, or the rehearsal is interrupted
 */
export async function rehearse(options: RehearseOptions): Promise<number> {
  const { scenarios = SCENARIOS, only, config } = options;
  requireSteps(scenarios, only);
  const report: Report = new Report(renderersFor(options.output ?? {}, options.out, () => report.time));
  report.emit({ type: 'rehearsal-started', config, notice: RUNS_AS_YOU });
  const outcome = await rehearseOn(report, { ...options, scenarios }).catch((error: Error) => {
    report.emit({ type: 'rehearsal-failed', message: error.message });
    return error;
  });
  const [problem] = report.close();
  if (outcome instanceof Error) throw outcome;
  if (problem) throw problem;
  return outcome;
}

async function rehearseOn(
  report: Report,
  options: RehearseOptions & Required<Pick<RehearseOptions, 'scenarios'>>,
): Promise<number> {
  const { account, region, signal, config, scenarios, only, applicationsFolder, faults } = options;
  const clock = virtualClock({
    driver: 'the rehearsal',
    warn: (text) => report.emit({ type: 'log', text }),
  });
  const local = await startLocalEndpoint({
    ...{ account, region, clock, signal },
    port: 0,
    log: (line) => report.emit(endpointEvent(line)),
    faults: faults?.rules,
    onFault: (fault) => report.emit(faultEvent(fault)),
  });
  report.useClock(clock);
  try {
    const accountRegions = await deployAll(local, options, report);
    await clock.pass(untilReleases(report.time) * 1_000);
    const found = await pipelinesOf(local, accountRegions);
    const trial =
      options.takeGrants &&
      new GrantTrial({ grants: local.withheldGrants, report, regions: found, settled: options.takeGrants });
    const regions = found.map(({ clients, ...region }) => ({ ...region, clients: { ...clients, trial } }));
    const { rehearsals, leftOut } = await findApplications(scenarios, regions, options);
    for (const reason of leftOut) report.emit({ type: 'left-out', reason });
    if (rehearsals.length === 0)
      throw new ExpectedError(`${config} deploys no pipeline that can be rehearsed`);
    const selected = withSteps(rehearsals, only);
    report.emit({ type: 'rehearsal-planned', applications: selected.map((each) => plan(each, only)) });
    const { closing, folder, url: endpoint } = local;
    const [expect, terminal] = [new Expectations(report), terminalOf(report)];
    const context = { clock, closing, folder, endpoint, report, terminal, expect, applicationsFolder, trial };
    await trial?.begin();
    const outcomes = await runAll(selected, context, only);
    const roles = selected.flatMap((rehearsal) => rehearsal.roles);
    if (expect.missed.length === 0 && !only) await reportUnusedGrants(local, roles, report);
    const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
    const unmatched = faults
      ? reportUnmatched(local.unmatchedFaults(), (each) => faults.describeUnmatched(each), report)
      : 0;
    const [expectations, missed] = [expect.all.length, expect.missed.length];
    report.emit({ type: 'rehearsal-finished', expectations, met: expectations - missed, seconds });
    return missed === 0 && unmatched === 0 ? 0 : 1;
  } catch (error) {
    throw local.closing.aborted ? interruptedError() : ((await fullDisk(local.folder)) ?? error);
  } finally {
    await local.close();
  }
}

/** The set-up takes as long on the clock as `cdk` waits for stacks, which differs a little from one run to the next. */
const SET_UP_SECONDS = 300;

/** How long to wait, so that the releases of every run begin at the same time. */
const untilReleases = (seconds: number): number => SET_UP_SECONDS - (seconds % SET_UP_SECONDS);

async function pipelinesOf(
  local: LocalEndpoint,
  accountRegions: readonly AccountRegion[],
): Promise<RegionPipelines[]> {
  const regions: RegionPipelines[] = [];
  for (const { account, region } of accountRegions) {
    const clients = clientsFor(local, account, region);
    regions.push({ clients, declarations: await listDeclarations(clients) });
  }
  return regions;
}

/** The applications that have a wanted step. @throws ExpectedError where none has */
function withSteps(
  rehearsals: readonly ApplicationRehearsal[],
  only: readonly string[] | undefined,
): ApplicationRehearsal[] {
  requireSteps(rehearsals, only);
  return rehearsals.filter(({ steps }) => selectSteps(steps, only).length > 0);
}

const plan = ({ pipelines, steps }: ApplicationRehearsal, only: readonly string[] | undefined) => ({
  pipelines,
  steps: selectSteps(steps, only).map(({ title }) => title),
});

async function runAll(
  rehearsals: readonly ApplicationRehearsal[],
  context: RehearsalContext,
  only: readonly string[] | undefined,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const rehearsal of rehearsals) {
    context.report.emit({ type: 'application-started', pipelines: rehearsal.pipelines });
    outcomes.push(...(await rehearsal.run(context, only)));
  }
  return outcomes;
}

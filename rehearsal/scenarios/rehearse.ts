import { ExpectedError } from '../expected-error';
import { startLocalEndpoint } from '../local';
import { clientsFor } from './clients';
import { deployAll, type Place } from './deploy';
import { groupByApplication } from './ecs-blue-green/application';
import { type DeployedPipeline, findDeployedPipelines } from './ecs-blue-green/deployed-pipeline';
import { playEcsBlueGreen, type StepOutcome } from './ecs-blue-green/scenario';
import { missingService } from './ecs-blue-green/service-there';
import { Expectations } from './expectations';
import { reportGrants } from './grants';
import { summarize } from './summary';
import { type Terminal, terminalOn } from './terminal';
import { endedEarly } from './until';

/** How to rehearse. */
export interface RehearseOptions {
  /** The spec, usually `pipelines.yaml`. */
  readonly spec: string;
  /** How much faster than real time waits go. */
  readonly speed: number;
  /** Account and region of the dummy credentials, before any stack tells. */
  readonly place: Place;
  /** Where teams keep appspec.yaml and taskdef.json, by repository and environment. @default - `examples` */
  readonly settingsFolder?: string;
  readonly out: NodeJS.WritableStream;
  /** Ends the rehearsal and all that belongs to it. */
  readonly signal?: AbortSignal;
}

/**
 * Deploys the spec's pipelines to a local endpoint of its own and plays releases on them.
 * @returns the exit code: 0 where every expectation was met
 * @throws ExpectedError where it cannot be set up, there is nothing to rehearse, or it is ended before its time
 */
export async function rehearse(options: RehearseOptions): Promise<number> {
  const terminal = terminalOn(options.out);
  const local = await startLocalEndpoint({
    ...options.place,
    port: 0,
    speed: options.speed,
    signal: options.signal,
    say: (line) => terminal.line(`  · ${line}`),
  });
  try {
    const places = await deployAll(local, options.spec, terminal);
    const expect = new Expectations(terminal);
    const outcomes: StepOutcome[] = [];
    const rehearsed: DeployedPipeline[] = [];
    for (const { account, region } of places) {
      const found = await findDeployedPipelines(clientsFor(local.url, account, region));
      const pipelines = await withService(found, terminal);
      rehearsed.push(...pipelines);
      for (const application of groupByApplication(pipelines)) {
        const settingsFolder = options.settingsFolder ?? 'examples';
        outcomes.push(
          ...(await playEcsBlueGreen(application, {
            clock: local.clock,
            closing: local.closing,
            speed: options.speed,
            terminal,
            expect,
            settingsFolder,
          })),
        );
      }
    }
    if (outcomes.length === 0)
      throw new ExpectedError(`${options.spec} deploys no pipeline that can be rehearsed`);
    if (expect.missed.length === 0) await reportGrants(local, rehearsed, terminal);
    summarize(terminal, outcomes, expect);
    return expect.missed.length === 0 ? 0 : 1;
  } catch (error) {
    throw local.closing.aborted ? endedEarly() : error;
  } finally {
    await local.close();
  }
}

/** The pipelines whose service is there; of the others it is told why they are left out. */
async function withService(
  pipelines: readonly DeployedPipeline[],
  terminal: Terminal,
): Promise<DeployedPipeline[]> {
  const there: DeployedPipeline[] = [];
  for (const pipeline of pipelines) {
    const reason = await missingService(pipeline);
    if (reason === undefined) there.push(pipeline);
    else terminal.line(`\n  left out: ${reason}`);
  }
  return there;
}

import { ExpectedError } from '../expected-error';
import { type LocalEndpoint, startLocalEndpoint } from '../local';
import { clientsFor } from './clients';
import { deployAll, type Place } from './deploy';
import { type Application, groupByApplication } from './ecs-blue-green/application';
import { type DeployedPipeline, findDeployedPipelines } from './ecs-blue-green/deployed-pipeline';
import { playEcsBlueGreen } from './ecs-blue-green/scenario';
import { missingService } from './ecs-blue-green/service-there';
import { Expectations } from './expectations';
import { reportGrants } from './grants';
import { type PlayedApplication, summarize } from './summary';
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
  /** Where teams keep appspec.yaml and taskdef.json, by repository and environment. */
  readonly settingsFolder: string;
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
    const applications = await findApplications(local, places, terminal);
    const played: PlayedApplication[] = [];
    const { speed, settingsFolder } = options;
    const stage = { clock: local.clock, closing: local.closing, speed, terminal, expect, settingsFolder };
    for (const application of applications) {
      const pipelines = application.pipelines.map(({ name }) => name).join(' and ');
      if (applications.length > 1) terminal.heading(`─── ${pipelines}`);
      played.push({ pipelines, steps: await playEcsBlueGreen(application, stage) });
    }
    if (played.length === 0)
      throw new ExpectedError(`${options.spec} deploys no pipeline that can be rehearsed`);
    const rehearsed = applications.flatMap(({ pipelines }) => pipelines);
    if (expect.missed.length === 0) await reportGrants(local, rehearsed, terminal);
    summarize(terminal, played, expect);
    return expect.missed.length === 0 ? 0 : 1;
  } catch (error) {
    throw local.closing.aborted ? endedEarly() : error;
  } finally {
    await local.close();
  }
}

/** The applications of all places whose services are there. */
async function findApplications(
  local: LocalEndpoint,
  places: readonly Place[],
  terminal: Terminal,
): Promise<Application[]> {
  const applications: Application[] = [];
  for (const { account, region } of places) {
    const found = await findDeployedPipelines(clientsFor(local.url, account, region));
    applications.push(...groupByApplication(await withService(found, terminal)));
  }
  return applications;
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

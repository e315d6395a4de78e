import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { type LocalEndpoint, startLocalEndpoint } from '@pipeline-factory/local-endpoint';
import { clientsFor } from './clients';
import { deployAll, type Place } from './deploy';
import { ecsBlueGreen } from './ecs-blue-green/scenario';
import { Expectations } from './expectations';
import { gitPush } from './ecs-rolling/scenario';
import { reportGrants } from './grants';
import { deployedStructures } from './pipeline/deployed-pipeline';
import type { DeployedPlace, Playable, Scenario, ScenarioOptions } from './playable';
import { type PlayedApplication, summarize } from './summary';
import { type Terminal, terminalOn } from './terminal';
import { endedEarly } from './until';

/** How to rehearse. */
export interface RehearseOptions extends Pick<ScenarioOptions, 'applicationsFolder'> {
  /** The spec, usually `pipelines.yaml`. */
  readonly spec: string;
  /** How much faster than real time waits go. */
  readonly speed: number;
  /** Account and region of the dummy credentials, before any stack tells. */
  readonly place: Place;
  readonly out: NodeJS.WritableStream;
  /** Ends the rehearsal and all that belongs to it. */
  readonly signal?: AbortSignal;
}

/** Every way of releasing that can be rehearsed. */
const SCENARIOS: readonly Scenario[] = [ecsBlueGreen, gitPush];

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
    log: (line) => terminal.line(`  · ${line}`),
  });
  try {
    const places = await deployAll(local, options.spec, terminal);
    const expect = new Expectations(terminal);
    const applications = await findPlayable(local, places, options, terminal);
    if (applications.length === 0)
      throw new ExpectedError(`${options.spec} deploys no pipeline that can be rehearsed`);
    const played = await playAll(applications, local, options, terminal, expect);
    if (expect.missed.length === 0)
      await reportGrants(
        local,
        applications.flatMap(({ roles }) => roles),
        terminal,
      );
    summarize(terminal, played, expect);
    return expect.missed.length === 0 ? 0 : 1;
  } catch (error) {
    throw local.closing.aborted ? endedEarly() : error;
  } finally {
    await local.close();
  }
}

async function playAll(
  applications: readonly Playable[],
  local: LocalEndpoint,
  { speed, applicationsFolder }: RehearseOptions,
  terminal: Terminal,
  expect: Expectations,
): Promise<PlayedApplication[]> {
  const { clock, closing, folder, url: endpoint } = local;
  const options = { clock, closing, folder, endpoint, speed, terminal, expect, applicationsFolder };
  const played: PlayedApplication[] = [];
  for (const application of applications) {
    const pipelines = application.pipelines.join(' and ');
    if (applications.length > 1) terminal.heading(`─── ${pipelines}`);
    played.push({ pipelines, steps: await application.play(options) });
  }
  return played;
}

/** What can be played in all places; of what cannot it is told why. */
async function findPlayable(
  local: LocalEndpoint,
  places: readonly Place[],
  options: RehearseOptions,
  terminal: Terminal,
): Promise<Playable[]> {
  const deployed: DeployedPlace[] = [];
  for (const { account, region } of places) {
    const clients = clientsFor(local.url, account, region);
    deployed.push({ clients, structures: await deployedStructures(clients) });
  }
  const playable: Playable[] = [];
  for (const scenario of SCENARIOS) {
    const found = await scenario(deployed, options);
    for (const reason of found.leftOut) terminal.line(`\n  left out: ${reason}`);
    playable.push(...found.playable);
  }
  return playable;
}

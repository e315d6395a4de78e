import { playSteps, type StepOutcome } from '../run-steps';
import type { DeployedPlace, Found, ScenarioOptions } from '../scenario';
import { lifecycleSteps } from '../ecs/lifecycle';
import { missingService } from '../ecs/service';
import { watchPipelines } from '../pipeline/watch';
import { type Application, groupByApplication } from './application';
import { type BlueGreenPipeline, describeBlueGreen } from './deployed-pipeline';
import type { Stage } from './context';
import { STEPS } from './steps';

/** A release's life where images and settings are uploaded and CodeDeploy replaces blue by green. */
export async function ecsBlueGreen(places: readonly DeployedPlace[]): Promise<Found> {
  const found = await Promise.all(places.map(inPlace));
  return {
    playable: found.flatMap(({ playable }) => playable),
    leftOut: found.flatMap(({ leftOut }) => leftOut),
  };
}

/** Each account and region has images and settings of its own. */
async function inPlace({ clients, structures }: DeployedPlace): Promise<Found> {
  const there: BlueGreenPipeline[] = [];
  const leftOut: string[] = [];
  for (const structure of structures) {
    const pipeline = await describeBlueGreen(clients, structure);
    if (!pipeline) continue;
    const { clusterName: cluster = '', serviceName: service = '' } = pipeline.group.ecsServices?.[0] ?? {};
    const reason = await missingService(pipeline, { cluster, service });
    if (reason === undefined) there.push(pipeline);
    else leftOut.push(reason);
  }
  const playable = groupByApplication(there).map((application) => ({
    pipelines: application.pipelines.map(({ name }) => name),
    roles: application.pipelines.flatMap(({ roles }) => roles),
    play: (options: ScenarioOptions) => play(application, options),
  }));
  return { playable, leftOut };
}

async function play(application: Application, options: ScenarioOptions): Promise<StepOutcome[]> {
  const stage: Stage = { application, ...options, settings: new Map(), serving: new Map() };
  const watcher = watchPipelines(application.pipelines, options, options.terminal, lifecycleSteps);
  try {
    return await playSteps(STEPS, stage);
  } finally {
    await watcher.stop();
  }
}

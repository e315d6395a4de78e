import type { z } from 'zod';
import type { ecsBlueGreenSchema } from './schema';
import type { BlueGreenDeploy, Commits, EcsBlueGreenPipeline, EcsService, Uploads } from '../../../config/model';
import { buildOf, checksOf } from '../../../build/config/resolve';
import { gitSource } from '../../../source/config/resolve-git';
import { defaultContainer, filler, severity, type Surroundings } from '../../../config/kind';
import { uploads } from '../../../source/config/resolve-uploads';

type Recipe = z.output<typeof ecsBlueGreenSchema>;

/** A pipeline of kind `ecs-blue-green`. */
export function ecsBlueGreen(recipe: Recipe, surroundings: Surroundings): EcsBlueGreenPipeline {
  const { identity } = surroundings;
  const { kind, checks, scan, deploy, service } = recipe;
  return {
    ...identity,
    kind,
    source: sourceOf(recipe, surroundings),
    checks: checksOf(checks, identity),
    scan: severity(scan),
    deploy: deployOf(deploy, service, filler(identity)),
    service,
  };
}

/** The schema lets a build through beside git only, and git beside a build only. */
function sourceOf({ source, build, service }: Recipe, surroundings: Surroundings): Uploads | Commits {
  const { identity } = surroundings;
  if (!source.git || !build) return uploads(source, identity);
  return {
    from: 'git',
    git: gitSource(source.git, surroundings),
    build: buildOf(build, defaultContainer(service), identity),
  };
}

function deployOf(
  deploy: Recipe['deploy'],
  service: EcsService,
  fill: (value: string) => string,
): BlueGreenDeploy {
  const hasAlarms = service.owned || service.alarms.length > 0;
  return {
    traffic: deploy.traffic,
    blueTerminationWaitMinutes: deploy.blueTerminationWait,
    rollbackOn: deploy.rollbackOn ?? (hasAlarms ? ['failure', 'stop', 'alarm'] : ['failure', 'stop']),
    appSpec: fill(deploy.appSpec ?? 'appspec.yaml'),
    taskDefinition: fill(deploy.taskDefinition ?? 'taskdef.json'),
  };
}

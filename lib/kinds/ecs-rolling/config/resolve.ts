import type { z } from 'zod';
import type { ecsRollingSchema } from './schema';
import type { EcsRollingPipeline, RollingDeploy } from '../../../config/model';
import { buildOf, checksOf } from '../../../build/config/resolve';
import { gitSource } from '../../../source/config/resolve-git';
import { defaultContainer, filler, severity, type Surroundings } from '../../../config/kind';

type Recipe = z.output<typeof ecsRollingSchema>;

/** A pipeline of kind `ecs-rolling`. */
export function ecsRolling(recipe: Recipe, surroundings: Surroundings): EcsRollingPipeline {
  const { identity } = surroundings;
  const { kind, source, checks, build, scan, deploy, service } = recipe;
  return {
    ...identity,
    kind,
    source: {
      from: 'git',
      git: gitSource(source.git, surroundings),
      build: buildOf(build, defaultContainer(service), identity),
    },
    checks: checksOf(checks, identity),
    scan: severity(scan),
    deploy: deployOf(deploy, service.owned ? 'taskdef.json' : undefined, filler(identity)),
    service,
  };
}

function deployOf(
  { taskDefinition, timeout }: Recipe['deploy'],
  usual: string | undefined,
  fill: (value: string) => string,
): RollingDeploy {
  const path = taskDefinition ?? usual;
  return { taskDefinition: path && fill(path), timeoutMinutes: timeout };
}

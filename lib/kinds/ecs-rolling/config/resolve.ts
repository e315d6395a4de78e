import type { z } from 'zod';
import { resolveBuild, resolveChecks, resolveVerify } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { defaultContainer } from '../../../ecs-service/config/names';
import { resolveScan } from '../../../gates/config/gates';
import { resolveGit } from '../../../source/config/resolve-git';
import type { EcsRollingPipeline, RollingDeploy } from './model';
import type { ecsRollingSchema } from './schema';

type Entry = z.output<typeof ecsRollingSchema>;

/** The pipeline of an entry in one environment. */
export function resolveRolling(entry: Entry, context: ResolveContext): EcsRollingPipeline {
  const { kind, source, checks, build, scan, deploy, service, verify } = entry;
  return {
    ...context.base,
    kind,
    source: {
      from: 'git',
      git: resolveGit(source.git, context),
      build: resolveBuild(build, defaultContainer(service), context),
    },
    checks: resolveChecks(checks, context.fill),
    scan: resolveScan(scan),
    deploy: resolveDeploy(deploy, service.owned ? 'taskdef.json' : undefined, context.fill),
    service,
    ...resolveVerify(verify, context.fill),
  };
}

function resolveDeploy(
  { taskDefinition, timeout }: Entry['deploy'],
  usual: string | undefined,
  fill: ResolveContext['fill'],
): RollingDeploy {
  const path = taskDefinition ?? usual;
  return { taskDefinition: path && fill(path), timeoutMinutes: timeout };
}

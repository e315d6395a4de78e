import type { z } from 'zod';
import type { Commits } from '../../../build/config/model';
import { resolveBuild, resolveChecks, resolveVerify } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { defaultContainer } from '../../../ecs-service/config/names';
import { resolveScan } from '../../../gates/config/gates';
import { resolveGit } from '../../../source/config/resolve-git';
import { resolveUploads } from '../../../source/config/resolve-uploads';
import type { Uploads } from '../../../source/config/uploads-model';
import type { BlueGreenDeploy, BlueGreenService, EcsBlueGreenPipeline } from './model';
import type { ecsBlueGreenSchema } from './schema';

type Entry = z.output<typeof ecsBlueGreenSchema>;

/** The pipeline of an entry in one environment. */
export function resolveBlueGreen(entry: Entry, context: ResolveContext): EcsBlueGreenPipeline {
  const { kind, checks, scan, deploy, service, verify } = entry;
  return {
    ...context.base,
    kind,
    source: resolveSource(entry, context),
    checks: resolveChecks(checks, context.fill),
    scan: resolveScan(scan),
    deploy: resolveDeploy(deploy, service, context.fill),
    service,
    ...resolveVerify(verify, context.fill),
  };
}

/** The schema lets a build through beside git only, and git beside a build only. */
function resolveSource({ source, build, service }: Entry, context: ResolveContext): Uploads | Commits {
  if (!source.git || !build) return resolveUploads(source, context.fill);
  return {
    from: 'git',
    git: resolveGit(source.git, context),
    build: resolveBuild(build, defaultContainer(service), context),
  };
}

function resolveDeploy(
  deploy: Entry['deploy'],
  service: BlueGreenService,
  fill: ResolveContext['fill'],
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

import type { z } from 'zod';
import { resolveArtifactBuild, resolveChecks } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { resolveGit } from '../../../source/config/resolve-git';
import type { LambdaFunction, LambdaPipeline } from './model';
import type { lambdaSchema } from './schema';

type Entry = z.output<typeof lambdaSchema>;

/** The pipeline of an entry in one environment. */
export function resolveLambda(entry: Entry, context: ResolveContext): LambdaPipeline {
  const { kind, source, checks, build, functions, deploy } = entry;
  const { fill } = context;
  return {
    ...context.base,
    kind,
    source: {
      from: 'git',
      git: resolveGit(source.git, context),
      build: resolveArtifactBuild(build, fill),
    },
    checks: resolveChecks(checks, fill),
    functions: Object.entries(functions).map(([name, one]) => resolveFunction(name, one, fill)),
    deploy: { ...deploy, alarms: deploy.alarms.map(fill) },
  };
}

function resolveFunction(
  name: string,
  { code, environment, role, policies = [], ...rest }: Entry['functions'][string],
  fill: ResolveContext['fill'],
): LambdaFunction {
  return {
    ...rest,
    name,
    code: fill(code),
    environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, fill(value)])),
    role: role === undefined ? { owned: true, policies: policies.map(fill) } : { owned: false, arn: role },
  };
}

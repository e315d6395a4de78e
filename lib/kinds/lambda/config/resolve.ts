import type { z } from 'zod';
import { resolveArtifactBuild, resolveChecks } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { resolveGit } from '../../../source/config/resolve-git';
import { resolveCodeUpload } from '../../../source/config/resolve-uploads';
import type { LambdaFunction, LambdaPipeline } from './model';
import type { lambdaSchema } from './schema';

type Entry = z.output<typeof lambdaSchema>;

/** The pipeline of an entry in one environment. */
export function resolveLambda(entry: Entry, context: ResolveContext): LambdaPipeline {
  const { kind, checks, functions, deploy } = entry;
  const { fill } = context;
  return {
    ...context.base,
    kind,
    source: resolveSource(entry, context),
    checks: resolveChecks(checks, fill),
    functions: Object.entries(functions).map(([name, one]) => resolveFunction(name, one, fill)),
    deploy: { ...deploy, alarms: deploy.alarms.map(fill) },
  };
}

/** The schema lets a build through beside git only, and git beside a build only. */
function resolveSource(
  { source: { git, code, ci }, build }: Entry,
  context: ResolveContext,
): LambdaPipeline['source'] {
  if (code) return resolveCodeUpload({ code, ci }, context.fill);
  if (!git || !build) throw new Error('source.git and build are required without source.code');
  return {
    from: 'git',
    git: resolveGit(git, context),
    build: resolveArtifactBuild(build, context.fill),
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

import type { z } from 'zod';
import type { TrafficHooks } from '../../../../handlers/contract/lambda-settings';
import { resolveArtifactBuild, resolveChecks, resolveVerify } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { resolveGit } from '../../../source/config/resolve-git';
import { resolveCodeUpload } from '../../../source/config/resolve-uploads';
import type { LambdaFunction, LambdaPipeline } from './model';
import type { lambdaSchema } from './schema';

type Entry = z.output<typeof lambdaSchema>;

/** The pipeline of an entry in one environment. */
export function resolveLambda(entry: Entry, context: ResolveContext): LambdaPipeline {
  const {
    kind,
    checks,
    functions,
    deploy: { hooks, ...deploy },
    verify,
    environmentsAre,
  } = entry;
  const { fill, siblings } = context;
  const isShared = environmentsAre === 'aliases';
  const { alias = isShared ? context.base.environment.name : 'live' } = deploy;
  return {
    ...context.base,
    kind,
    source: resolveSource(entry, context),
    checks: resolveChecks(checks, fill),
    functions: Object.entries(functions).map(([name, one]) =>
      resolveFunction(name, one, fill, isShared ? (text) => text : fill),
    ),
    deploy: {
      ...deploy,
      alias,
      alarms: deploy.alarms.map(fill),
      ...(hooks && { hooks: resolveHooks(hooks, fill) }),
    },
    ...resolveVerify(verify, fill),
    ...(isShared && { shared: siblings }),
  };
}

function resolveHooks(
  { beforeAllowTraffic, afterAllowTraffic }: NonNullable<Entry['deploy']['hooks']>,
  fill: ResolveContext['fill'],
): TrafficHooks {
  return {
    ...(beforeAllowTraffic !== undefined && { beforeAllowTraffic: fill(beforeAllowTraffic) }),
    ...(afterAllowTraffic !== undefined && { afterAllowTraffic: fill(afterAllowTraffic) }),
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

/** @param fillWhole fills what is of the function as a whole, and leaves it as it is where environments share that */
function resolveFunction(
  name: string,
  {
    existing,
    code,
    environment,
    role,
    policies = [],
    network,
    onFailure,
    ...rest
  }: Entry['functions'][string],
  fill: ResolveContext['fill'],
  fillWhole: ResolveContext['fill'],
): LambdaFunction {
  const common = { name, code: fill(code), ...(network && { network }) };
  if (existing !== undefined)
    return {
      ...{ ...rest, ...common, existing: fillWhole(existing) },
      ...(environment && variablesOf(environment, fill)),
    };
  const { architecture = 'x86_64', memory = 128, timeout = 3 } = rest;
  return {
    ...{ ...rest, ...common, architecture, memory, timeout },
    ...variablesOf(environment ?? {}, fill),
    ...(onFailure !== undefined && { onFailure }),
    role:
      role === undefined ? { owned: true, policies: policies.map(fillWhole) } : { owned: false, arn: role },
  };
}

/** Values, and the names of parameters that have one, by variable. */
function variablesOf(
  given: NonNullable<Entry['functions'][string]['environment']>,
  fill: ResolveContext['fill'],
): Pick<LambdaFunction, 'environment' | 'parameters'> {
  const environment: Record<string, string> = {};
  const parameters: Record<string, string> = {};
  for (const [variable, value] of Object.entries(given))
    if (typeof value === 'string') environment[variable] = fill(value);
    else parameters[variable] = fill(value.parameter);
  return { environment, ...(Object.keys(parameters).length > 0 && { parameters }) };
}

import {
  accessLogBucketName,
  actionFunctionName,
  artifactBucketName,
  connectionName,
  eventsRoleName,
  foundationName,
  pipelineName,
  RESERVED_PIPELINE_NAMES,
} from '../../../handlers/contract/names';
import type { Diagnostic } from '../diagnostic';
import { identityOf, pullRequestsIdentity, pullRequestsName } from '../identity';
import type { ComposedName } from '../kind';
import type { BasePipeline, Environment } from '../model';
import { type Path, printPath } from '../path';
import type { ResolvedConfig } from '../resolve';
import type { RequestedPullRequests, ResolvedPipeline } from '../resolved-pipeline';

/** A composed name, and what in the file it is composed of. */
interface NameInFile extends ComposedName {
  readonly path: Path;
  /** What the name must be the only one in. */
  readonly scope: string;
}

/** Composed names fit AWS's limits, and no two things are called the same. */
export function checkNames(resolved: ResolvedConfig): Diagnostic[] {
  const names = [
    ...resolved.environments.flatMap((environment) => foundationNames(resolved, environment)),
    ...connectionNames(resolved),
    ...resolved.pipelines.flatMap(pipelineNames),
    ...resolved.pullRequests.flatMap(pullRequestNames),
  ];
  return [
    ...reservedNames(resolved),
    ...environmentEndings(resolved),
    ...prefixRules(resolved),
    ...tooLong(names),
    ...collisions(names),
  ];
}

function foundationNames({ prefix, pipelines }: ResolvedConfig, environment: Environment): NameInFile[] {
  const { name, account, region } = environment;
  const path = ['environments', name];
  const scope = `${account} ${region}`;
  const bucket = artifactBucketName(prefix, name, account, region);
  const logs = accessLogBucketName(prefix, name, account, region);
  const functions = pipelines
    .filter(({ pipeline }) => pipeline.environment.name === name)
    .flatMap(({ kind, pipeline }) => kind.actionFunctions(pipeline))
    .map((action) => actionFunctionName(prefix, name, action.name));
  return [
    { what: 'stack', name: foundationName(prefix, name), limit: 128, path, scope },
    { what: 'S3 bucket', name: bucket, limit: 63, path, scope: 'the world' },
    ...(environment.hardened ? [{ what: 'S3 bucket', name: logs, limit: 63, path, scope: 'the world' }] : []),
    { what: 'IAM role', name: eventsRoleName(prefix, name), limit: 64, path, scope: account },
    ...[...new Set(functions)].flatMap((composed) => [
      { what: 'Lambda function', name: composed, limit: 64, path, scope },
      { what: 'IAM role', name: composed, limit: 64, path, scope: account },
    ]),
  ];
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
function connectionNames({ prefix, connections }: ResolvedConfig): NameInFile[] {
  return connections
    .filter(({ arn }) => !arn)
    .map(({ name }) => ({
      what: 'connection',
      name: connectionName(prefix, name),
      limit: 32,
      path: ['connections', name],
      scope: 'its account',
    }));
}

function pipelineNames({ kind, pipeline }: ResolvedPipeline): NameInFile[] {
  const path = ['pipelines', pipeline.name, 'environments', pipeline.environment.name];
  const name = pipelineName(identityOf(pipeline));
  const names: ComposedName[] = [
    { what: 'stack', name, limit: 128 },
    { what: 'pipeline', name, limit: 100 },
    { what: 'IAM role', name, limit: 64 },
    ...kind.names(pipeline),
  ];
  return names.map((composed) => ({ ...composed, path, scope: scopeOf(composed, pipeline) }));
}

function pullRequestNames({ pipeline, requested, at }: RequestedPullRequests): NameInFile[] {
  const name = pullRequestsName(identityOf(pipeline));
  const names: ComposedName[] = [
    { what: 'stack', name, limit: 128 },
    { what: 'pipeline', name, limit: 100 },
    { what: 'IAM role', name: pipelineName(pullRequestsIdentity(pipeline)), limit: 64 },
    ...requested.names,
  ];
  const path = at(requested.fields.pullRequest);
  return names.map((composed) => ({ ...composed, path, scope: scopeOf(composed, pipeline) }));
}

/** Roles are an account's, whatever the region. */
function scopeOf({ what }: ComposedName, { environment: { account, region } }: BasePipeline): string {
  return what === 'IAM role' ? account : `${account} ${region}`;
}

function reservedNames({ pipelines }: ResolvedConfig): Diagnostic[] {
  const reserved: readonly string[] = RESERVED_PIPELINE_NAMES;
  return pipelines
    .filter(({ pipeline }) => reserved.includes(pipeline.name))
    .map(({ pipeline }) => ({
      path: ['pipelines', pipeline.name],
      part: 'key',
      rule: `is a name the factory keeps for its own stacks (${reserved.join(', ')})`,
    }));
}

/** What an environment's pipelines may start, and whose failures are mailed, goes by names that end as the environment is called. */
function environmentEndings({ environments, pullRequests }: ResolvedConfig): Diagnostic[] {
  return pullRequests.flatMap(({ pipeline }) => {
    const name = pullRequestsName(identityOf(pipeline));
    const { account } = pipeline.environment;
    const alike = environments.find((one) => one.account === account && name.endsWith(`-${one.name}`));
    if (!alike) return [];
    const rule = `must not end in -${alike.name} where pull requests are checked: their pipeline ${name} would be taken for one of environment ${alike.name}`;
    return [{ path: ['pipelines', pipeline.name], part: 'key', rule }];
  });
}

/** Parameter Store keeps `/aws…` and `/ssm…` to itself: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function prefixRules({ prefix }: ResolvedConfig): Diagnostic[] {
  if (!/^(aws|ssm)/.test(prefix)) return [];
  return [
    { path: ['prefix'], rule: 'must not start with aws or ssm: Parameter Store keeps those to itself' },
  ];
}

/** The tightest limit only: a shorter name that keeps it most likely keeps the others. */
function tooLong(names: readonly NameInFile[]): Diagnostic[] {
  const worst = new Map<string, NameInFile>();
  for (const each of names) {
    const path = printPath(each.path);
    const before = worst.get(path);
    if (each.name.length > each.limit && (!before || excess(each) > excess(before))) worst.set(path, each);
  }
  return [...worst.values()].map(({ what, name, limit, path }) => ({
    path,
    part: 'key',
    rule: `makes the ${what} name ${name}, which has ${name.length} characters; AWS takes at most ${limit}`,
  }));
}

function excess({ name, limit }: ComposedName): number {
  return name.length - limit;
}

function collisions(names: readonly NameInFile[]): Diagnostic[] {
  const first = new Map<string, NameInFile>();
  const diagnostics = new Map<string, Diagnostic>();
  for (const each of names) {
    const key = JSON.stringify([each.what, each.name, each.scope]);
    const other = first.get(key) ?? each;
    first.set(key, other);
    const path = printPath(each.path);
    if (printPath(other.path) === path || diagnostics.has(path)) continue;
    const rule = `makes a second ${each.what} named ${each.name} in ${each.scope}: ${printPath(other.path)} makes one already`;
    diagnostics.set(path, { path: each.path, part: 'key', rule });
  }
  return [...diagnostics.values()];
}

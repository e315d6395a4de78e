import {
  actionFunctionName,
  artifactBucketName,
  buildName,
  checkName,
  ciRoleName,
  connectionName,
  deployRoleName,
  eventsRoleName,
  foundationName,
  type PipelineIdentity,
  pipelineName,
  RESERVED_PIPELINE_NAMES,
} from '../../../handlers/contract/names';
import type { Finding } from '../check-schema';
import type { Environment, Pipeline } from '../model';
import type { Draft, Placed } from '../resolve';
import { printPath, type Path } from '../yaml-file';

/** A name that the factory composes, and where the file makes it do so. */
interface Composed {
  readonly what: string;
  readonly name: string;
  /** The most characters AWS takes. */
  readonly limit: number;
  readonly path: Path;
  /** What the name must be the only one in. */
  readonly scope: string;
}

type Named = [what: string, name: string, limit: number];

/** Composed names fit AWS's limits, and no two things are called the same. */
export function checkNames(draft: Draft): Finding[] {
  const names = [
    ...draft.environments.flatMap((each) => foundationNames(draft.prefix, each)),
    ...connectionNames(draft),
    ...draft.pipelines.flatMap(pipelineNames),
  ];
  return [...reservedNames(draft), ...prefixProblems(draft), ...tooLong(names), ...collisions(names)];
}

function foundationNames(prefix: string, { name, account, region }: Environment): Composed[] {
  const path = ['environments', name];
  const place = `${account} ${region}`;
  const bucket = artifactBucketName(prefix, name, account, region);
  return [
    { what: 'stack', name: foundationName(prefix, name), limit: 128, path, scope: place },
    { what: 'S3 bucket', name: bucket, limit: 63, path, scope: 'the world' },
    { what: 'IAM role', name: eventsRoleName(prefix, name), limit: 64, path, scope: account },
    ...ACTIONS.flatMap((action) => {
      const composed = actionFunctionName(prefix, name, action);
      return [
        { what: 'Lambda function', name: composed, limit: 64, path, scope: place },
        { what: 'IAM role', name: composed, limit: 64, path, scope: account },
      ];
    }),
  ];
}

/** Every environment has them all. */
const ACTIONS: readonly string[] = ['record-release', 'scan-images', 'update-task-definition'];

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
function connectionNames({ prefix, connections }: Draft): Composed[] {
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

function pipelineNames({ pipeline }: Placed): Composed[] {
  const { account, region, name: environment } = pipeline.environment;
  const path = ['pipelines', pipeline.name, 'environments', environment];
  const identity = { prefix: pipeline.prefix, pipeline: pipeline.name, environment };
  const name = pipelineName(identity);
  const place = `${account} ${region}`;
  const names: Named[] = [
    ['stack', name, 128],
    ['pipeline', name, 100],
    ['IAM role', name, 64],
    ...deploymentNames(pipeline, identity),
    ...sourceNames(pipeline, identity),
    ...serviceNames(pipeline, name),
  ];
  return names.map(([what, composed, limit]) => ({
    what,
    name: composed,
    limit,
    path,
    scope: what === 'IAM role' ? account : place,
  }));
}

function deploymentNames({ kind }: Pipeline, identity: PipelineIdentity): Named[] {
  if (kind !== 'ecs-blue-green') return [];
  return [
    ['CodeDeploy application', pipelineName(identity), 100],
    ['IAM role', deployRoleName(identity), 64],
  ];
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
function sourceNames({ source, checks }: Pipeline, identity: PipelineIdentity): Named[] {
  if (source.from === 'uploads') return source.ci ? [['IAM role', ciRoleName(identity), 64]] : [];
  return [
    ['CodeBuild project', buildName(identity), 150],
    ['IAM role', buildName(identity), 64],
    ...checks.map(({ name }): Named => ['CodeBuild project', checkName(identity, name), 150]),
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, API_CreateTargetGroup.html */
function serviceNames({ kind, service }: Pipeline, name: string): Named[] {
  if (!service.owned) return [];
  const targetGroups = kind === 'ecs-blue-green' ? [`${name}-blue`, `${name}-green`] : [name];
  return [
    ['stack', `${name}-service`, 128],
    ['IAM role', `${name}-execution`, 64],
    ['IAM role', `${name}-task`, 64],
    ['load balancer', name, 32],
    ...targetGroups.map((group): Named => ['target group', group, 32]),
  ];
}

function reservedNames({ pipelines }: Draft): Finding[] {
  const words: readonly string[] = RESERVED_PIPELINE_NAMES;
  return pipelines
    .filter(({ pipeline }) => words.includes(pipeline.name))
    .map(({ pipeline }) => ({
      path: ['pipelines', pipeline.name],
      part: 'key',
      rule: `is a name the factory keeps for its own stacks (${words.join(', ')})`,
    }));
}

/** Parameter Store keeps `/aws…` and `/ssm…` to itself: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function prefixProblems({ prefix, pipelines }: Draft): Finding[] {
  const path = ['prefix'];
  if (/^(aws|ssm)/.test(prefix))
    return [{ path, rule: 'must not start with aws or ssm: Parameter Store keeps those to itself' }];
  if (prefix !== 'internal' || !pipelines.some(({ pipeline }) => pipeline.service.owned)) return [];
  return [{ path, rule: 'must not be internal: no load balancer’s name may start with internal-' }];
}

/** The tightest limit only: a shorter name that keeps it most likely keeps the others. */
function tooLong(names: readonly Composed[]): Finding[] {
  const worst = new Map<string, Composed>();
  for (const each of names) {
    const place = printPath(each.path);
    const before = worst.get(place);
    if (each.name.length > each.limit && (!before || excess(each) > excess(before))) worst.set(place, each);
  }
  return [...worst.values()].map(({ what, name, limit, path }) => ({
    path,
    part: 'key',
    rule: `makes the ${what} name ${name}, which has ${name.length} characters; AWS takes at most ${limit}`,
  }));
}

function excess({ name, limit }: Composed): number {
  return name.length - limit;
}

function collisions(names: readonly Composed[]): Finding[] {
  const first = new Map<string, Composed>();
  const findings = new Map<string, Finding>();
  for (const each of names) {
    const key = JSON.stringify([each.what, each.name, each.scope]);
    const other = first.get(key) ?? each;
    first.set(key, other);
    const place = printPath(each.path);
    if (printPath(other.path) === place || findings.has(place)) continue;
    const rule = `makes a second ${each.what} named ${each.name} in ${each.scope}: ${printPath(other.path)} makes one already`;
    findings.set(place, { path: each.path, part: 'key', rule });
  }
  return [...findings.values()];
}

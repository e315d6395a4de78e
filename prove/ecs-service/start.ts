import {
  EXECUTION_TAG,
  PIPELINE_TAG,
  previousTag,
  releaseParameterName,
  servingTag,
} from '../../handlers/contract/names';
import type { EcsRelease, ReleaseRecord } from '../../handlers/contract/release-record';
import type { ImageState } from '../stores/ecr/model';
import type { RevisionRecord, ServiceRecord } from '../stores/ecs/model';
import { revisionArn } from '../stores/ecs/find';
import type { ActionRun, PipelineState } from '../stores/codepipeline/model';
import type { TargetGroupRecord } from '../stores/elasticloadbalancing/model';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import * as names from './names';
import { taskDefinition } from './task-definition';

const START = Date.parse('2026-01-01T00:00:00Z');

/** Numbers of revisions at the start: the placeholder, what served before, and what serves. */
export const REVISIONS = { placeholder: 1, before: 2, serving: 3 } as const;

/** Memory of what serves at the start, and of what a release with another content brings. */
export const MEMORY = { before: '512', after: '1024' } as const;

/** What a kind has of its own. */
export interface StartProps {
  readonly pipeline: Pick<PipelineState, 'stages' | 'sources'>;
  readonly service: Pick<
    ServiceRecord,
    'controller' | 'configuration' | 'deployments' | 'taskSets' | 'completed'
  >;
  /** Id of the deployment or task set whose tasks serve, and of the deployment in the record. */
  readonly servedBy: string;
  readonly recordedDeployment: string;
  /** Of the target groups, the first of which has all traffic. */
  readonly targetGroups: readonly string[];
  readonly objects: NonNullable<SimulatedAccount['s3']>;
  /** Of the executions: their artifacts. */
  readonly artifactsOf: (execution: string) => Readonly<Record<string, string>>;
}

/** A service of two tasks that a release made serve, and someone else's service is in the account. */
export function startService(props: StartProps): SimulatedAccount {
  const service = ownService(props);
  const other = otherService();
  return {
    ...{ now: START, sequence: 0, events: [], autoScaling: { groups: {} } },
    loadBalancing: startBalancer(props, service),
    ec2: {
      subnets: names.SUBNETS.map((SubnetId) => ({ SubnetId, VpcId: names.VPC })),
      images: {},
      templates: {},
    },
    ssm: {
      [releaseParameterName(names.IDENTITY)]: { values: [JSON.stringify(recordAtStart(props))], first: 1 },
      [`/${names.OTHER}`]: { values: ['of someone else'], first: 1 },
    },
    cloudWatch: { [names.ALARM]: 'OK' },
    pipeline: {
      ...{ name: names.NAME, functionPrefix: names.FUNCTION_PREFIX, artifactBucket: names.BUCKET },
      ...props.pipeline,
      executions: [
        { id: names.FIRST, status: 'Succeeded', variables: {}, artifacts: props.artifactsOf(names.FIRST) },
      ],
      ...{ actions: firstRuns(props), jobs: [], continuations: [] },
      latest: Object.fromEntries(
        props.pipeline.stages.map(({ name }) => [
          name,
          { execution: names.FIRST, status: 'Succeeded' as const },
        ]),
      ),
    },
    lambda: { queue: [], dropped: 0 },
    ecs: {
      families: { [names.NAME]: revisions(), [names.OTHER]: [otherRevision()] },
      services: { [`${names.NAME}/${names.NAME}`]: service, [`${names.OTHER}/${names.OTHER}`]: other },
      failing: [],
    },
    ecr: {
      [names.REPOSITORY]: images(),
      [names.OTHER]: { [names.digestOf('other')]: image('other', ['latest']) },
    },
    s3: props.objects,
  };
}

/** The same before the first release: the placeholder serves, and nothing is recorded. */
export function withoutReleases(simulated: SimulatedAccount): SimulatedAccount {
  const { ecs, ecr, pipeline, ssm } = simulated;
  const service = ecs?.services[`${names.NAME}/${names.NAME}`];
  const placeholder = revisionArn(names.NAME, REVISIONS.placeholder);
  if (!ecs || !service) throw new Error('The simulated account must have the service');
  ecs.families[names.NAME] = revisions().slice(0, 1);
  service.deployments = service.deployments.map((one) => ({ ...one, definition: placeholder }));
  service.taskSets = service.taskSets.map((one) => ({ ...one, definition: placeholder, externalId: '' }));
  if (service.completed) service.completed = { ...service.completed, definition: placeholder };
  service.served.splice(0, Infinity, placeholder);
  delete ssm[releaseParameterName(names.IDENTITY)];
  for (const one of Object.values(ecr?.[names.REPOSITORY] ?? {})) {
    one.tags.splice(1);
    delete one.scannedAt;
  }
  pipeline.executions.length = pipeline.actions.length = 0;
  for (const name of Object.keys(pipeline.latest)) delete pipeline.latest[name];
  return simulated;
}

/** What the execution did that serves at the start. */
const firstRuns = ({ pipeline: { stages }, artifactsOf, recordedDeployment }: StartProps): ActionRun[] =>
  stages.flatMap(({ name: stage, actions }) =>
    actions.map((definition) => ({
      ...{ id: `${names.FIRST}-${definition.name}`, execution: names.FIRST, stage, definition },
      ...{ userParameters: definition.userParameters, status: 'Succeeded' as const, output: {} },
      ...(definition.native && { externalId: recordedDeployment }),
      artifacts: (definition.inputs ?? []).map((name) => ({
        ...{ name, bucket: names.BUCKET, key: artifactsOf(names.FIRST)[name] ?? '' },
      })),
    })),
  );

const revision = (of: string, image: string, tags: RevisionRecord['tags'] = []): RevisionRecord => ({
  input: taskDefinition(image, MEMORY.before),
  tags: [...tags, ...(of === 'placeholder' ? [] : [{ key: EXECUTION_TAG, value: of }])],
  registeredAt: START - 3_600_000,
});

function otherRevision(): RevisionRecord {
  const { input, ...rest } = revision('other-image', 'public.ecr.aws/other');
  return { ...rest, input: { ...input, family: names.OTHER } };
}

function revisions(): RevisionRecord[] {
  const own = [{ key: PIPELINE_TAG, value: names.NAME }];
  return [
    revision('placeholder', 'public.ecr.aws/nginx/nginx:stable'),
    revision('e0000000', names.imageOf('before'), own),
    revision(names.FIRST, names.imageOf(names.FIRST), own),
  ];
}

const image = (name: string, tags: string[]): ImageState => ({
  ...{ manifest: names.manifestOf(name), tags, scan: 'clean' },
});

/** What served before and what serves, which were scanned, and what the next executions bring. */
const images = (): Record<string, ImageState> =>
  Object.fromEntries(
    ['before', names.FIRST, names.RELEASE, names.NEXT].map((name) => {
      const protecting = protectingTags(name);
      const made = image(name, [`commit-${name}`, ...protecting]);
      return [
        names.digestOf(name),
        { ...made, ...(protecting.length > 0 && { scannedAt: START - 3_600_000 }) },
      ];
    }),
  );

const protectingTags = (name: string): string[] => {
  if (name === 'before') return [previousTag(names.IDENTITY)];
  return name === names.FIRST ? [servingTag(names.IDENTITY)] : [];
};

function ownService({ service, servedBy, targetGroups }: StartProps): ServiceRecord {
  const { before, serving } = REVISIONS;
  return {
    ...{ cluster: names.NAME, name: names.NAME, desired: names.SIZE, ...service },
    loadBalancer: {
      ...{ container: names.CONTAINER, port: names.PORT, targetGroup: targetGroups[0] ?? '' },
    },
    tasks: tasks('own', servedBy),
    served: [before, serving].map((number) => revisionArn(names.NAME, number)),
  };
}

const tasks = (name: string, startedBy: string): ServiceRecord['tasks'] =>
  Array.from({ length: names.SIZE }, (_, at) => ({
    ...{ id: `task-${name}-${at}`, startedBy, state: 'RUNNING' as const, due: 0 },
  }));

function otherService(): ServiceRecord {
  const definition = revisionArn(names.OTHER, 1);
  const deployment = { id: 'ecs-svc/9', definition, createdAt: 0, state: 'COMPLETED' as const, failed: 0 };
  return {
    ...{ cluster: names.OTHER, name: names.OTHER, controller: 'ECS', desired: names.SIZE },
    configuration: {},
    loadBalancer: { container: names.CONTAINER, port: names.PORT, targetGroup: names.OTHER_TARGET_GROUP },
    deployments: [{ ...deployment, reason: '' }],
    ...{ completed: deployment, taskSets: [], tasks: tasks('other', deployment.id), served: [definition] },
  };
}

function startBalancer(
  { targetGroups }: StartProps,
  { tasks: own }: ServiceRecord,
): SimulatedAccount['loadBalancing'] {
  const all = [...targetGroups, names.OTHER_TARGET_GROUP];
  return {
    rules: {
      [names.RULE]: rule(names.RULE, names.LISTENER, targetGroups),
      [`${names.RULE}-other`]: rule(`${names.RULE}-other`, `${names.LISTENER}-other`, [
        names.OTHER_TARGET_GROUP,
      ]),
    },
    targetGroups: Object.fromEntries(
      all.map((arn) => [
        arn,
        targetGroup(
          arn,
          arn === targetGroups[0] ? own : arn === names.OTHER_TARGET_GROUP ? tasks('other', '') : [],
        ),
      ]),
    ),
  };
}

const rule = (RuleArn: string, listener: string, targetGroups: readonly string[]) => ({
  ...{ RuleArn, listener },
  Actions: [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: targetGroups.map((TargetGroupArn, at) => ({
          ...{ TargetGroupArn, Weight: at === 0 ? 100 : 0 },
        })),
      },
    },
  ],
});

const targetGroup = (TargetGroupArn: string, targets: ServiceRecord['tasks']): TargetGroupRecord => ({
  described: {
    ...{ TargetGroupArn, TargetType: 'ip', Protocol: 'HTTP', Port: names.PORT, VpcId: names.VPC },
    ...{ HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
  },
  attributes: { 'deregistration_delay.timeout_seconds': '30' },
  targets: Object.fromEntries(
    targets.map(({ id }) => [id, { checkedSince: START - 3_600_000, succeeds: true }]),
  ),
});

function recordAtStart({ recordedDeployment }: StartProps): ReleaseRecord {
  const release = (number: number, of: string, deploymentId: string, minutes: number): EcsRelease => ({
    ...{ type: 'ecs', taskDefinition: revisionArn(names.NAME, number), deploymentId, cause: 'release' },
    images: { [names.CONTAINER]: names.imageOf(of) },
    pipelineExecutionId: of === 'before' ? 'e0000000' : of,
    servingSince: new Date(START - minutes * 60_000).toISOString(),
  });
  return {
    serving: release(REVISIONS.serving, names.FIRST, recordedDeployment, 60),
    previous: release(REVISIONS.before, 'before', 'before', 120),
  };
}

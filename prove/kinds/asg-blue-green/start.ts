import {
  type AnyFleetSettings,
  isRefreshed,
  releaseVersionDescription,
  settingsVersionDescription,
} from '../../../handlers/contract/fleet-settings';
import {
  ATTEMPT_TAG,
  EXECUTION_TAG,
  settingsParameterName,
  IMAGE_TAG,
  PIPELINE_TAG,
  releaseParameterName,
} from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { GroupRecord } from '../../stores/autoscaling/model';
import type { PipelineState, StageDefinition } from '../../stores/codepipeline/model';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { startBalancer } from './start-balancer';
import { ALARM, SETTINGS, SUBNETS } from './settings';
import { stagesOf } from './stages';
import * as names from './names';

const START = Date.parse('2026-01-01T00:00:00Z');
const SERVING_VERSION = '2';

/** What a pipeline is deployed with. */
export interface Deployed {
  /** @default {@link SETTINGS} */
  readonly settings?: AnyFleetSettings;
  /** @default - Deploy and Retire */
  readonly stages?: readonly StageDefinition[];
  /** @default QUEUED */
  readonly mode?: PipelineState['mode'];
}

/** A fleet of two instances that a release made serves, and someone else's fleet is in the account. */
export function start({
  settings = SETTINGS,
  stages = stagesOf(settings.hash),
  mode,
}: Deployed = {}): SimulatedAccount {
  const blue = blueGroup();
  const foreign = foreignGroup();
  const testRule = isRefreshed(settings) ? undefined : settings.traffic.testListenerRule;
  return {
    now: START,
    sequence: 0,
    events: [],
    autoScaling: { groups: { [blue.name]: blue, [foreign.name]: foreign } },
    loadBalancing: startBalancer(START, blue, foreign, testRule),
    ec2: startEc2(),
    ssm: Object.fromEntries(
      Object.entries(startParameters(settings)).map(([name, value]) => [
        name,
        { values: [value].flat(), first: 1 },
      ]),
    ),
    cloudWatch: { [ALARM]: 'OK' },
    pipeline: {
      ...{ name: names.NAME, functionPrefix: names.FUNCTION_PREFIX, stages },
      ...(mode !== undefined && { mode }),
      executions: [{ id: names.FIRST, status: 'Succeeded', variables: { Bake: { AMI_VERSION: '1' } } }],
      ...{ actions: [], jobs: [], continuations: [] },
      latest: Object.fromEntries(
        stages.map(({ name }) => [name, { execution: names.FIRST, status: 'Succeeded' as const }]),
      ),
    },
    lambda: { queue: [], dropped: 0 },
  };
}

/** The same without a release: what the pipeline's stacks have made. */
export function startEmpty(deployed: Deployed = {}): SimulatedAccount {
  const simulated = start(deployed);
  delete simulated.autoScaling.groups[names.BLUE];
  for (const { targets } of names.TARGET_GROUPS.flatMap(
    (arn) => simulated.loadBalancing.targetGroups[arn] ?? [],
  ))
    for (const id of Object.keys(targets)) delete targets[id];
  for (const name of ['asg/new', 'asg/old', 'asg/green', 'launch-template'] as const)
    delete simulated.ssm[names.parameter(name)];
  delete simulated.ssm[releaseParameterName(names.IDENTITY)];
  const template = simulated.ec2.templates[names.NAME];
  if (template) Object.assign(template, { versions: template.versions.slice(0, 1), last: 1 });
  simulated.pipeline.executions.length = 0;
  for (const name of Object.keys(simulated.pipeline.latest)) delete simulated.pipeline.latest[name];
  return simulated;
}

function blueGroup(): GroupRecord {
  const own = {
    [PIPELINE_TAG]: names.NAME,
    [EXECUTION_TAG]: names.FIRST,
    [ATTEMPT_TAG]: '1',
    [IMAGE_TAG]: names.IMAGES[0],
  };
  return {
    ...{ name: names.BLUE, min: names.MINIMUM, max: SETTINGS.group.max, desired: names.SIZE },
    template: { LaunchTemplateName: names.NAME, Version: SERVING_VERSION },
    subnets: SUBNETS.join(','),
    graceSeconds: SETTINGS.group.healthCheckGrace,
    targetGroups: [names.TARGET_GROUPS[0]],
    tags: Object.fromEntries(
      Object.entries(own).map(([key, Value]) => [key, { Value, PropagateAtLaunch: key !== IMAGE_TAG }]),
    ),
    instances: instances('blue', names.IMAGES[0]),
    extras: [...names.EXTRAS],
  };
}

const foreignGroup = (): GroupRecord => ({
  ...{ name: names.FOREIGN_GROUP, min: 1, max: 2, desired: 2 },
  template: { LaunchTemplateName: 'other', Version: '1' },
  subnets: SUBNETS[0],
  graceSeconds: 0,
  targetGroups: [names.FOREIGN_TARGET_GROUP],
  tags: { owner: { Value: 'someone else', PropagateAtLaunch: true } },
  instances: instances('other', 'ami-0000000000000009f'),
  extras: [],
});

const instances = (name: string, imageId: string): GroupRecord['instances'] =>
  Array.from({ length: names.SIZE }, (_, at) => ({
    ...{ id: `i-${name}-${at}`, imageId, version: SERVING_VERSION, state: 'InService' as const },
  }));

function startEc2(): SimulatedAccount['ec2'] {
  const own = { [PIPELINE_TAG]: names.NAME };
  const image = (at: number) => ({
    ...{
      createdAt: new Date(START - 86_400_000 + at * 60_000).toISOString(),
      tags: own,
      succeeds: 'all' as const,
    },
  });
  const version = (VersionNumber: number, VersionDescription: string, ImageId?: string) => ({
    ...{ VersionNumber, VersionDescription, DefaultVersion: VersionNumber === 1 },
    LaunchTemplateData: { InstanceType: 't3.small' as const, ImageId },
  });
  return {
    subnets: SUBNETS.map((SubnetId, at) => ({ SubnetId, VpcId: 'vpc-1', AvailabilityZone: `zone-${at}` })),
    images: {
      ...Object.fromEntries(names.IMAGES.map((id, at) => [id, image(at)])),
      'ami-0000000000000009f': { ...image(0), tags: {} },
    },
    templates: {
      [names.NAME]: {
        id: 'lt-00000001',
        versions: [
          version(1, settingsVersionDescription(SETTINGS.hash)),
          version(2, releaseVersionDescription(names.IMAGES[0], SETTINGS.hash), names.IMAGES[0]),
        ],
        ...{ last: 2, tokens: {} },
      },
      other: {
        id: 'lt-00000002',
        versions: [version(1, 'of someone else', 'ami-0000000000000009f')],
        ...{ last: 1, tokens: {} },
      },
    },
  };
}

/** Values by name; one with several versions has a list. */
const startParameters = (settings: AnyFleetSettings): Record<string, string | string[]> => ({
  [settingsParameterName(names.IDENTITY)]: JSON.stringify(settings),
  [names.parameter('ami-id')]: [...names.IMAGES],
  [names.parameter('launch-template')]: SERVING_VERSION,
  [names.parameter('asg/new')]: names.BLUE,
  [names.parameter('asg/old')]: 'none',
  [names.parameter('asg/green')]: 'none',
  [releaseParameterName(names.IDENTITY)]: JSON.stringify({
    serving: {
      ...{ type: 'asg', group: names.BLUE, imageId: names.IMAGES[0], cause: 'release' },
      launchTemplate: { name: names.NAME, version: SERVING_VERSION },
      ...{ pipelineExecutionId: names.FIRST, servingSince: new Date(START).toISOString() },
    },
  } satisfies ReleaseRecord),
});

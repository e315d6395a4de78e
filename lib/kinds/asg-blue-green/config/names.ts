import { bakeName, type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import { checkProjectNames, verifyNames } from '../../../build/config/names';
import type { Claim, ComposedName } from '../../../config/kind';
import { identityOf } from '../../../config/identity';
import { loadBalancingNames } from '../../../load-balancing/config/names';
import type { AsgBlueGreenPipeline } from './model';

/** A target group of a service that the factory owns: `<name>-a` or `<name>-b`. At most 32 characters. */
export const targetGroupName = (identity: PipelineIdentity, letter: 'a' | 'b'): string =>
  `${pipelineName(identity)}-${letter}`;

/** Both target groups of a service that the factory owns; the first release goes to the second. */
export const targetGroupNames = (identity: PipelineIdentity): [a: string, b: string] => [
  targetGroupName(identity, 'a'),
  targetGroupName(identity, 'b'),
];

/** The role of instances, and its instance profile, where the factory makes them with the service. */
export const instanceRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-instance`;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
const MAX_LAUNCH_TEMPLATE_NAME_LENGTH = 128;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
const MAX_GROUP_NAME_LENGTH = 255;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const MAX_PROJECT_NAME_LENGTH = 150;

/** The names of what a pipeline deploys and works with. */
export function fleetNames(pipeline: AsgBlueGreenPipeline): ComposedName[] {
  const { checks, service, instances } = pipeline;
  const identity = identityOf(pipeline);
  const name = pipelineName(identity);
  return [
    { what: 'launch template', name, limit: MAX_LAUNCH_TEMPLATE_NAME_LENGTH },
    { what: 'Auto Scaling group', name: `${name}-${'0'.repeat(8)}-100`, limit: MAX_GROUP_NAME_LENGTH },
    { what: 'CodeBuild project', name: bakeName(identity), limit: MAX_PROJECT_NAME_LENGTH },
    { what: 'IAM role', name: bakeName(identity), limit: 64 },
    ...checkProjectNames(checks, identity),
    ...verifyNames(pipeline, identity),
    ...(service.owned ? loadBalancingNames(identity, targetGroupNames(identity)) : []),
    ...(service.owned && !instances.profile
      ? [{ what: 'IAM role', name: instanceRoleName(identity), limit: 64 }]
      : []),
  ];
}

/** The last words of the names of roles that a pipeline has, and of those of its action functions. */
export const FLEET_ROLE_ENDINGS: readonly string[] = [
  'bake',
  'instance',
  'version',
  'group',
  'traffic',
  'groups',
  'instances',
  'bakes',
];

/** Only one pipeline moves the traffic of a listener rule, and only one has its groups in a target group. */
export function fleetClaims({ service }: AsgBlueGreenPipeline): Claim[] {
  if (service.owned) return [];
  if ('targetGroup' in service)
    return [
      {
        what: 'target group',
        key: service.targetGroup,
        field: ['service', 'existing', 'targetGroups', 0],
        because: 'each would take the other one’s instances for its own',
      },
    ];
  const because = 'each would take the traffic from what the other one releases';
  return [
    {
      what: 'listener rule',
      key: service.listenerRule,
      field: ['service', 'existing', 'listenerRule'],
      because,
    },
    ...service.targetGroups.map((key, index) => ({
      what: 'target group',
      key,
      field: ['service', 'existing', 'targetGroups', index],
      because: 'each would take the other one’s group for its own idle one',
    })),
  ];
}

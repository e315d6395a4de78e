import {
  type AutoScalingClient,
  type AutoScalingGroup,
  type Filter,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';
import { PIPELINE_TAG, RETIRING_TAG } from '../contract/names';

/** An Auto Scaling group, of a pipeline or of someone else. */
export interface FleetGroup {
  readonly name: string;
  /** ARNs. */
  readonly targetGroups: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly tags: Readonly<Record<string, string>>;
  /** @default - it has a launch configuration */
  readonly template?: GroupTemplate;
  /** Whether its size counts something else than instances, by weights of instance types. */
  readonly isWeighted: boolean;
  readonly instances: readonly GroupInstance[];
  /** Whether AWS is deleting it. */
  readonly deleting: boolean;
  /** `none`, `prevent-force-deletion` or `prevent-all-deletion`. */
  readonly deletionProtection: string;
}

export interface GroupTemplate {
  readonly id?: string;
  readonly name?: string;
  /** Number, `$Latest` or `$Default`. */
  readonly version: string;
}

export interface GroupInstance {
  readonly id: string;
  /** `Pending`, `InService`, `Terminating:Wait`, … */
  readonly lifecycle: string;
  /** `Healthy` or `Unhealthy`, as the group sees it. */
  readonly health: string;
  /** Whether it is protected from scale-in. */
  readonly isProtected: boolean;
  /** Number of the launch template version that it was launched with. @default - it was launched otherwise */
  readonly templateVersion?: string;
}

/** Groups of an account that are described at once. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
const PAGE_SIZE = 100;

/** Every group of the account and region: AWS finds no groups by their target groups. */
export const readAllGroups = (client: AutoScalingClient): Promise<FleetGroup[]> => readGroups(client, {});

/** Groups by name; those that are gone are left out. */
export const readGroupsNamed = (client: AutoScalingClient, names: readonly string[]): Promise<FleetGroup[]> =>
  readGroups(client, { AutoScalingGroupNames: [...names] });

async function readGroups(
  client: AutoScalingClient,
  input: { readonly AutoScalingGroupNames?: string[]; readonly Filters?: Filter[] },
): Promise<FleetGroup[]> {
  const groups: FleetGroup[] = [];
  for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize: PAGE_SIZE }, input))
    groups.push(...(page.AutoScalingGroups ?? []).map(groupOf));
  return groups;
}

/** Whether a group carries a pipeline's tag: no other is changed. */
export const isOwn = ({ tags }: FleetGroup, pipeline: string): boolean => tags[PIPELINE_TAG] === pipeline;

/** Whether a group gets no traffic any more and is on its way out. */
export const isRetiring = ({ deleting, tags }: FleetGroup): boolean => deleting || RETIRING_TAG in tags;

/** Instances that serve, as far as their group knows. */
export const inService = ({ instances }: FleetGroup): readonly GroupInstance[] =>
  instances.filter(({ lifecycle }) => lifecycle === 'InService');

function groupOf(group: AutoScalingGroup): FleetGroup {
  const { LaunchTemplate, MixedInstancesPolicy, Instances = [], Tags = [], TrafficSources = [] } = group;
  const template = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const sources = TrafficSources.filter(({ Type }) => !Type || Type === 'elbv2');
  return {
    name: group.AutoScalingGroupName ?? '',
    targetGroups: [
      ...new Set([...(group.TargetGroupARNs ?? []), ...sources.map(({ Identifier = '' }) => Identifier)]),
    ],
    min: group.MinSize ?? 0,
    max: group.MaxSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    template: template && {
      id: template.LaunchTemplateId,
      name: template.LaunchTemplateName,
      version: template.Version ?? '$Default',
    },
    isWeighted: (MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).some(
      ({ WeightedCapacity }) => WeightedCapacity !== undefined,
    ),
    instances: Instances.map((one) => ({
      id: one.InstanceId ?? '',
      lifecycle: one.LifecycleState ?? '',
      health: one.HealthStatus ?? '',
      isProtected: one.ProtectedFromScaleIn ?? false,
      templateVersion: one.LaunchTemplate?.Version,
    })),
    deleting: group.Status !== undefined,
    deletionProtection: group.DeletionProtection ?? 'none',
  };
}

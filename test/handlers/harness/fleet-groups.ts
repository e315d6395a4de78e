import {
  type AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeleteTagsCommand,
  paginateDescribeAutoScalingGroups,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  ATTEMPT_TAG,
  EXECUTION_TAG,
  IMAGE_TAG,
  MINIMUM_TAG,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
} from '../../../handlers/contract/names';
import type { FleetBalancer, FleetNetwork } from './fleet-network';

/** The Auto Scaling groups of a pipeline, and what releases and others do with them. */
export interface FleetGroups {
  /** Creates a group as a release does. @returns its name */
  group(options: GroupOptions): Promise<string>;
  /** Raises a group's minimum to two, as a release does. @param minimum what it gets back */
  hold(group: string, minimum: number): Promise<void>;
  /** Gives a group its minimum back, as a release does. */
  release(group: string, minimum: number): Promise<void>;
  /** Empties a group whose minimum someone has lowered. */
  shrink(group: string): Promise<void>;
  /** Gives a group another size, as its scaling policy does. */
  grow(group: string, size: number): Promise<void>;
  /** Deletes them, because they would go on being checked. */
  remove(): Promise<void>;
  /** Those whose names have the pipeline's in them. */
  groups(): Promise<AutoScalingGroup[]>;
}

export interface GroupOptions {
  readonly execution: string;
  readonly attempt?: number;
  readonly imageId: string;
  readonly version: string;
  /** On which of the two target groups it is. */
  readonly on: 0 | 1;
  /** The minimum that it gets back. @default - its minimum is not raised */
  readonly minimum?: number;
  readonly more?: Partial<CreateAutoScalingGroupCommandInput>;
}

interface FleetGroupsProps {
  readonly autoScaling: AutoScalingClient;
  readonly identity: PipelineIdentity;
  readonly balancer: FleetBalancer;
  readonly network: FleetNetwork;
}

export function fleetGroups({ autoScaling, identity, balancer, network }: FleetGroupsProps): FleetGroups {
  const name = pipelineName(identity);
  const own: FleetGroups = {
    group: async ({ execution, attempt = 1, imageId, version, on, minimum, more }) => {
      const AutoScalingGroupName = `${name}-${execution.slice(0, 8)}-${attempt}`;
      const tags = {
        [PIPELINE_TAG]: name,
        [EXECUTION_TAG]: execution,
        [ATTEMPT_TAG]: `${attempt}`,
        [IMAGE_TAG]: imageId,
        ...(minimum !== undefined && { [MINIMUM_TAG]: `${minimum}` }),
      };
      const input = {
        ...{ AutoScalingGroupName, MinSize: 1, MaxSize: 6, DesiredCapacity: 2 },
        LaunchTemplate: { LaunchTemplateName: name, Version: version },
        VPCZoneIdentifier: network.subnets.join(','),
        TargetGroupARNs: [balancer.targetGroups[on]],
        HealthCheckType: 'ELB',
        HealthCheckGracePeriod: 60,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true })),
        ...more,
      };
      await autoScaling.send(new CreateAutoScalingGroupCommand(input));
      return input.AutoScalingGroupName;
    },
    hold: async (AutoScalingGroupName, minimum) => {
      const tag = { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: MINIMUM_TAG };
      await autoScaling.send(
        new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: `${minimum}`, PropagateAtLaunch: false }] }),
      );
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 2 }));
    },
    release: async (AutoScalingGroupName, MinSize) => {
      const tag = { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: MINIMUM_TAG };
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize }));
      await autoScaling.send(new DeleteTagsCommand({ Tags: [tag] }));
    },
    shrink: async (AutoScalingGroupName) => {
      const empty = { MinSize: 0, DesiredCapacity: 0 };
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...empty }));
    },
    grow: async (AutoScalingGroupName, DesiredCapacity) => {
      await autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));
    },
    remove: async () => {
      for (const { AutoScalingGroupName, Status, DeletionProtection } of await own.groups()) {
        if (Status) continue;
        if (DeletionProtection !== 'none')
          await autoScaling.send(
            new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DeletionProtection: 'none' }),
          );
        await autoScaling.send(
          new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }),
        );
      }
    },
    groups: async () => {
      const found: AutoScalingGroup[] = [];
      for await (const page of paginateDescribeAutoScalingGroups({ client: autoScaling }, {}))
        found.push(...(page.AutoScalingGroups ?? []));
      return found.filter(({ AutoScalingGroupName = '' }) =>
        AutoScalingGroupName.includes(`${identity.pipeline}-`),
      );
    },
  };
  return own;
}

import type { RunInstancesCommandInput, Tag } from '@aws-sdk/client-ec2';
import type { GroupRecord, GroupSubnet } from '../model';
import type { LaunchSource } from './source';
import type { TemplateVersion } from './template';

/** Instances that one call launches: of one subnet, type and purchase option. */
export interface LaunchBatch {
  readonly count: number;
  readonly subnet: GroupSubnet;
  /** @default - the launch template's */
  readonly type?: string;
  readonly spot: boolean;
}

/** The RunInstances call of a batch. @param tags of the instances */
export function runInstancesInput(
  template: TemplateVersion,
  { count, subnet, type, spot }: LaunchBatch,
  tags: readonly Tag[],
): RunInstancesCommandInput {
  const [network, ...others] = template.data.NetworkInterfaces ?? [];
  return {
    LaunchTemplate: { LaunchTemplateId: template.id, Version: template.version },
    MinCount: count,
    MaxCount: count,
    // EC2 refuses a subnet beside network interfaces: theirs is replaced instead
    ...(network
      ? {
          NetworkInterfaces: [
            { ...network, DeviceIndex: 0, SubnetId: subnet.id },
            ...others,
          ] as RunInstancesCommandInput['NetworkInterfaces'],
        }
      : { SubnetId: subnet.id }),
    ...(type ? { InstanceType: type as RunInstancesCommandInput['InstanceType'] } : {}),
    ...(spot ? { InstanceMarketOptions: { MarketType: 'spot' } } : {}),
    ...(tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'instance', Tags: [...tags] }] } : {}),
  };
}

/** The tags that EC2 is given for a group's instances: only a service may set the last one. */
export const instanceTags = ({ name, tags }: Pick<GroupRecord, 'name' | 'tags'>): Tag[] => [
  ...callersTags(tags),
  { Key: 'aws:autoscaling:groupName', Value: name },
];

/** Those that whoever makes a group must be allowed to give its instances. */
export const callersTags = (tags: GroupRecord['tags']): Tag[] =>
  [...tags.values()]
    .filter(({ PropagateAtLaunch }) => PropagateAtLaunch)
    .map(({ Key, Value }) => ({ Key, Value }));

/** The instance types of a source in the order in which they are tried; `undefined` is the launch template's own. */
export function typesOf({ mixed }: LaunchSource): (string | undefined)[] {
  const types = (mixed?.LaunchTemplate?.Overrides ?? []).flatMap(({ InstanceType }) => InstanceType ?? []);
  return types.length > 0 ? types : [undefined];
}

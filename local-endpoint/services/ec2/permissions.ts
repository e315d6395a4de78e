import type { CreateVolumeRequest } from '@aws-sdk/client-ec2';
import type { ApiCall } from '../../kit/call';
import type { Lookup } from '../../kit/lookup';
import {
  anyResource,
  onResources,
  type PermissionRule,
  type PermissionRules,
  type RequiredPermission,
  textOf,
  textsOf,
} from '../../kit/permissions';
import { creationTags, onCreated } from './access/created';
import { keyUse } from './access/encryption';
import {
  copyImageRule,
  createImageRule,
  deregisterImageRule,
  modifyImageAttributeRule,
  modifySnapshotAttributeRule,
} from './access/images';
import { type ArnType, ec2Of, ec2Arn, onExisting, readFacts } from './access/resources';
import { runInstancesRule } from './access/run-instances';

/** An action on resources that a member names, by id. */
const on =
  (type: ArnType, member: string): PermissionRule =>
  (call, lookup) => {
    const ids = [textOf(call.input, member), ...textsOf(call.input, member)].filter(Boolean);
    return onExisting(call, lookup, type, [...new Set(ids)]);
  };

const each = (operations: string, rule: PermissionRule): PermissionRules =>
  Object.fromEntries(operations.split(' ').map((name) => [name, rule]));

/** A launch template by id or name. */
const onTemplate: PermissionRule = async (call, lookup) => {
  const id = textOf(call.input, 'LaunchTemplateId') || (await templateId(call, lookup));
  return onExisting(call, lookup, 'launch-template', [id]);
};

async function templateId(call: ApiCall, lookup: Lookup): Promise<string> {
  const { DescribeLaunchTemplatesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const LaunchTemplateNames = [textOf(call.input, 'LaunchTemplateName')];
  const { LaunchTemplates } = await ec2
    .send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames }))
    .catch(() => ({ LaunchTemplates: undefined }));
  return LaunchTemplates?.[0]?.LaunchTemplateId ?? '*';
}

/** A security group by id, or by its name in the default VPC. */
const onGroup: PermissionRule = async (call, lookup) => {
  const id = textOf(call.input, 'GroupId') || (await groupId(call, lookup));
  return [...(await onExisting(call, lookup, 'security-group', [id])), ...creationTags(call)];
};

async function groupId(call: ApiCall, lookup: Lookup): Promise<string> {
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const Filters = [{ Name: 'group-name', Values: [textOf(call.input, 'GroupName')] }];
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups?.[0]?.GroupId ?? '*';
}

/** A key pair has its name in its ARN. */
const createKeyPair: PermissionRule = (call) => {
  const name = textOf(call.input, 'KeyName');
  const keys = { 'ec2:KeyPairType': textOf(call.input, 'KeyType') || 'rsa' };
  return [onCreated(call, 'key-pair', keys, name), ...creationTags(call, undefined, () => name)];
};

const deleteKeyPair: PermissionRule = async (call, lookup) => {
  const name =
    textOf(call.input, 'KeyName') || (await keyName(call, lookup, textOf(call.input, 'KeyPairId')));
  return onExisting(call, lookup, 'key-pair', [name]);
};

async function keyName(call: ApiCall, lookup: Lookup, id: string): Promise<string> {
  const { DescribeKeyPairsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const Filters = [{ Name: 'key-pair-id', Values: [id] }];
  const { KeyPairs } = await ec2
    .send(new DescribeKeyPairsCommand({ Filters }))
    .catch(() => ({ KeyPairs: undefined }));
  return KeyPairs?.[0]?.KeyName ?? '*';
}

const createSecurityGroup: PermissionRule = async (call, lookup) => {
  const vpc = textOf(call.input, 'VpcId');
  const inVpc = vpc ? await onExisting(call, lookup, 'vpc', [vpc]) : [];
  return [onCreated(call, 'security-group'), ...inVpc, ...creationTags(call)];
};

const createNetworkInterface: PermissionRule = async (call, lookup) => [
  onCreated(call, 'network-interface'),
  ...(await onExisting(call, lookup, 'subnet', [textOf(call.input, 'SubnetId')])),
  ...(await onExisting(call, lookup, 'security-group', textsOf(call.input, 'Groups'))),
  ...creationTags(call),
];

const createSnapshot: PermissionRule = async (call, lookup) => {
  const id = textOf(call.input, 'VolumeId');
  const volume = (await readFacts(call, lookup, 'volume', [id])).get(id);
  const keys = {
    'ec2:ParentVolume': ec2Arn(call, 'volume', id),
    'ec2:VolumeSize': volume?.['ec2:VolumeSize'],
  };
  return [
    ...(await onExisting(call, lookup, 'volume', [id])),
    onCreated(call, 'snapshot', keys),
    ...creationTags(call),
  ];
};

const copySnapshot: PermissionRule = async (call, lookup) => [
  onCreated(call, 'snapshot'),
  ...creationTags(call),
  ...(await keyUse(call, lookup, textOf(call.input, 'KmsKeyId') || undefined)),
];

const createVolume: PermissionRule = async (call, lookup) => {
  const { input } = call;
  const { Encrypted = false, Size } = input as Pick<CreateVolumeRequest, 'Encrypted' | 'Size'>;
  const snapshot = textOf(input, 'SnapshotId');
  const keys = {
    'ec2:AvailabilityZone': textOf(input, 'AvailabilityZone') || undefined,
    'ec2:Encrypted': String(Encrypted),
    'ec2:ParentSnapshot': snapshot ? ec2Arn(call, 'snapshot', snapshot) : undefined,
    'ec2:VolumeSize': Size === undefined ? undefined : String(Size),
    'ec2:VolumeType': textOf(input, 'VolumeType') || 'gp2',
  };
  return [
    onCreated(call, 'volume', keys),
    ...(await onExisting(call, lookup, 'snapshot', snapshot ? [snapshot] : [])),
    ...creationTags(call),
    ...(await keyUse(call, lookup, textOf(input, 'KmsKeyId') || undefined)),
  ];
};

const registerImage: PermissionRule = async (call, lookup) => {
  const mappings = (call.input.BlockDeviceMappings ?? []) as { Ebs?: { SnapshotId?: string } }[];
  const snapshots = mappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  return [
    onCreated(call, 'image', { 'ec2:Owner': call.context.caller.accountId }),
    ...(await onExisting(call, lookup, 'snapshot', snapshots)),
    ...creationTags(call),
  ];
};

/** Types by the prefixes of ids, of what can be tagged; a prefix that is not here is a type that has no rules. */
const TYPES: Readonly<Record<string, ArnType>> = {
  ami: 'image',
  i: 'instance',
  lt: 'launch-template',
  sg: 'security-group',
  snap: 'snapshot',
  subnet: 'subnet',
  vol: 'volume',
  key: 'key-pair',
  vpc: 'vpc',
};

/** Tags of the request are the call's own; each resource is one more permission, with the tags that it has. */
const onTagged: PermissionRule = async (call, lookup) => {
  const types = byType(textsOf(call.input, 'Resources'));
  const permissions = [...types].map(async ([type, ids]): Promise<readonly RequiredPermission[]> => {
    if (type === 'key-pair') {
      const names = await Promise.all(ids.map((id) => keyName(call, lookup, id)));
      return onExisting(call, lookup, type, names);
    }
    if (type) return onExisting(call, lookup, type, ids);
    return [{ action: `ec2:${call.operation}`, resources: ids.map((id) => ec2Arn(call, '*', id)) }];
  });
  return (await Promise.all(permissions)).flat();
};

function byType(ids: readonly string[]): Map<ArnType | undefined, string[]> {
  const types = new Map<ArnType | undefined, string[]>();
  for (const id of ids) {
    const type = TYPES[id.slice(0, id.indexOf('-'))];
    types.set(type, [...(types.get(type) ?? []), id]);
  }
  return types;
}

/** Which attribute of an instance is modified. */
const onModifiedInstance: PermissionRule = (call, lookup) => {
  const others = ['InstanceId', 'Attribute', 'Value', 'DryRun'];
  const named = Object.keys(call.input).find((member) => !others.includes(member));
  const keys = { 'ec2:Attribute': textOf(call.input, 'Attribute') || named };
  return onExisting(call, lookup, 'instance', [textOf(call.input, 'InstanceId')], { keys });
};

/**
 * What EC2 operations need. Operations that are not here need their action on `*`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeFastLaunchImages DescribeIamInstanceProfileAssociations DescribeImages DescribeInstanceCreditSpecifications DescribeInstanceStatus DescribeInstanceTypeOfferings DescribeInstanceTypes DescribeInstances DescribeInternetGateways DescribeKeyPairs DescribeLaunchTemplateVersions DescribeLaunchTemplates DescribeNatGateways DescribeNetworkAcls DescribeNetworkInterfaces DescribeRegions DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSnapshots DescribeSpotPriceHistory DescribeSubnets DescribeTags DescribeVolumes DescribeVpcEndpoints DescribeVpcs GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault',
  ),
  ...each('RebootInstances StartInstances StopInstances TerminateInstances', on('instance', 'InstanceIds')),
  ...each('DescribeInstanceAttribute GetConsoleOutput GetPasswordData', on('instance', 'InstanceId')),
  ...each('ModifyInstanceAttribute ModifyInstanceMetadataOptions', onModifiedInstance),
  ...each(
    'DescribeImageAttribute DisableImage DisableImageDeprecation DisableImageDeregistrationProtection EnableFastLaunch EnableImage EnableImageDeprecation EnableImageDeregistrationProtection',
    on('image', 'ImageId'),
  ),
  ...each('DeleteSnapshot DescribeSnapshotAttribute', on('snapshot', 'SnapshotId')),
  ...each('DeleteVolume DescribeVolumeAttribute', on('volume', 'VolumeId')),
  ...each(
    'CreateLaunchTemplateVersion DeleteLaunchTemplate DeleteLaunchTemplateVersions ModifyLaunchTemplate',
    onTemplate,
  ),
  ...each(
    'AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress DeleteSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress',
    onGroup,
  ),
  ...each('CreateTags DeleteTags', onTagged),
  ...each('CreateKeyPair ImportKeyPair', createKeyPair),
  CopyImage: copyImageRule,
  CopySnapshot: copySnapshot,
  CreateImage: createImageRule,
  CreateLaunchTemplate: (call) => [onCreated(call, 'launch-template'), ...creationTags(call)],
  CreateNetworkInterface: createNetworkInterface,
  CreateSecurityGroup: createSecurityGroup,
  CreateSnapshot: createSnapshot,
  CreateVolume: createVolume,
  DeleteKeyPair: deleteKeyPair,
  DeregisterImage: deregisterImageRule,
  ModifyImageAttribute: modifyImageAttributeRule,
  ModifySnapshotAttribute: modifySnapshotAttributeRule,
  RegisterImage: registerImage,
  RunInstances: runInstancesRule,
};

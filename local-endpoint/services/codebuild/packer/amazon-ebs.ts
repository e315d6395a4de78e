import type { BlockDeviceMapping, RunInstancesCommandInput, Tag } from '@aws-sdk/client-ec2';
import { type HclObject, type HclValue, isHclObject, textOf } from './hcl/evaluate';
import { attributeValues, blockValues, type Source, type Template } from './template';

/** What the stand-in takes of an `amazon-ebs` source. https://developer.hashicorp.com/packer/integrations/hashicorp/amazon/latest/components/builder/ebs */
export interface AmazonEbs {
  readonly region: string;
  readonly imageName: string;
  readonly description?: string;
  readonly sourceImage: SourceImage;
  readonly instance: Omit<RunInstancesCommandInput, 'ImageId' | 'MinCount' | 'MaxCount'>;
  readonly runTags: Tag[];
  readonly volumeTags: Tag[];
  readonly imageTags: Tag[];
  readonly snapshotTags: Tag[];
  readonly imdsSupport?: string;
  readonly deprecateAt?: string;
}

/** An id, or filters of which the newest image is taken. */
export type SourceImage =
  | { readonly id: string }
  | { readonly owners: string[]; readonly filters: { Name: string; Values: string[] }[] };

/** The tag `Name` that an instance gets where the template gives it none. */
const DEFAULT_NAME = 'Packer Builder';

/** @throws PackerFailure for HCL that the stand-in does not know */
export function amazonEbs({ body }: Source, { scope }: Template): AmazonEbs {
  const values = attributeValues(body, scope);
  const runTags = { Name: DEFAULT_NAME, ...objectOf(values.run_tags) };
  const volumeTags = objectOf(values.run_volume_tags);
  const blocks = (type: string) => blockValues(body, type, scope);
  const [metadata] = blocks('metadata_options');
  return {
    region: textOf(values.region),
    imageName: textOf(values.ami_name),
    description: optional(values.ami_description),
    sourceImage: sourceImage(values, blocks('source_ami_filter')),
    instance: {
      InstanceType: textOf(values.instance_type) as AmazonEbs['instance']['InstanceType'],
      ...network(values),
      IamInstanceProfile: values.iam_instance_profile
        ? { Name: textOf(values.iam_instance_profile) }
        : undefined,
      KeyName: optional(values.ssh_keypair_name),
      BlockDeviceMappings: blocks('launch_block_device_mappings').map(blockDevice),
      MetadataOptions: metadata && {
        HttpEndpoint: optional(metadata.http_endpoint) as 'enabled',
        HttpTokens: optional(metadata.http_tokens) as 'required',
        HttpPutResponseHopLimit: metadata.http_put_response_hop_limit as number | undefined,
      },
      TagSpecifications: [
        { ResourceType: 'instance', Tags: tagsOf(runTags) },
        ...(Object.keys(volumeTags).length
          ? [{ ResourceType: 'volume' as const, Tags: tagsOf(volumeTags) }]
          : []),
        { ResourceType: 'network-interface', Tags: tagsOf(runTags) },
      ],
    },
    runTags: values.skip_ami_run_tags === true ? [] : tagsOf(runTags),
    volumeTags: tagsOf(volumeTags),
    imageTags: tagsOf(objectOf(values.tags)),
    snapshotTags: tagsOf(objectOf(values.snapshot_tags)),
    imdsSupport: optional(values.imds_support),
    deprecateAt: optional(values.deprecate_at),
  };
}

/** With a public address asked for, subnet and groups are those of a network interface. */
function network(values: HclObject): Partial<RunInstancesCommandInput> {
  const groups = values.security_group_ids
    ? (values.security_group_ids as readonly HclValue[]).map(textOf)
    : values.security_group_id
      ? [textOf(values.security_group_id)]
      : undefined;
  const subnet = optional(values.subnet_id);
  if (values.associate_public_ip_address === undefined || values.associate_public_ip_address === null)
    return { SecurityGroupIds: groups, SubnetId: subnet };
  return {
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        AssociatePublicIpAddress: values.associate_public_ip_address === true,
        SubnetId: subnet,
        Groups: groups,
        DeleteOnTermination: true,
      },
    ],
  };
}

const blockDevice = (values: HclObject): BlockDeviceMapping => ({
  DeviceName: textOf(values.device_name),
  Ebs: {
    DeleteOnTermination: values.delete_on_termination as boolean | undefined,
    Encrypted: values.encrypted as boolean | undefined,
    Iops: values.iops as number | undefined,
    KmsKeyId: optional(values.kms_key_id),
    Throughput: values.throughput as number | undefined,
    VolumeSize: values.volume_size as number | undefined,
    VolumeType: optional(values.volume_type) as 'gp3' | undefined,
  },
});

function sourceImage(values: HclObject, [filter]: readonly HclObject[]): SourceImage {
  if (!filter) return { id: textOf(values.source_ami) };
  return {
    owners: (filter.owners as readonly HclValue[]).map(textOf),
    filters: Object.entries(objectOf(filter.filters)).map(([Name, value]) => ({
      Name,
      Values: [textOf(value)],
    })),
  };
}

const objectOf = (value: HclValue | undefined): HclObject => (isHclObject(value) ? value : {});

const optional = (value: HclValue | undefined): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : textOf(value);

const tagsOf = (values: HclObject): Tag[] =>
  Object.entries(values).map(([Key, value]) => ({ Key, Value: textOf(value) }));

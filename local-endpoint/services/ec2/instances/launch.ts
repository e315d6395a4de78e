import type {
  BlockDeviceMapping,
  RequestLaunchTemplateData,
  RunInstancesRequest,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';

/** What instances are launched with: the request, and what it leaves to its launch template. */
export type Launch = Omit<RunInstancesRequest, 'LaunchTemplate' | 'MinCount' | 'MaxCount'>;

/**
 * Lays the parameters of a request over those of its launch template. Tags are merged by key, block devices by name.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html
 */
export function layOver(template: RequestLaunchTemplateData, request: Launch): Launch {
  const given = Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  ) as Launch;
  return {
    ...(template as Launch),
    ...given,
    TagSpecifications: mergeTags(template.TagSpecifications, request.TagSpecifications),
    BlockDeviceMappings: mergeDevices(template.BlockDeviceMappings, request.BlockDeviceMappings),
  };
}

function mergeTags(
  template: readonly TagSpecification[] = [],
  request: readonly TagSpecification[] = [],
): TagSpecification[] {
  const types = new Map<TagSpecification['ResourceType'], Map<string | undefined, Tag>>();
  for (const { ResourceType, Tags = [] } of [...template, ...request]) {
    const tags = types.get(ResourceType) ?? new Map<string | undefined, Tag>();
    for (const tag of Tags) tags.set(tag.Key, tag);
    types.set(ResourceType, tags);
  }
  return [...types].map(([ResourceType, tags]) => ({ ResourceType, Tags: [...tags.values()] }));
}

/** Mappings of one device replace each other member by member, as an image's are changed at launch. */
export function mergeDevices(
  under: readonly BlockDeviceMapping[] = [],
  over: readonly BlockDeviceMapping[] = [],
): BlockDeviceMapping[] {
  const devices = new Map(under.map((mapping) => [mapping.DeviceName, mapping]));
  for (const mapping of over) {
    const { Ebs } = devices.get(mapping.DeviceName) ?? {};
    devices.set(mapping.DeviceName, {
      ...mapping,
      ...(mapping.Ebs && { Ebs: { ...Ebs, ...mapping.Ebs } }),
    });
  }
  return [...devices.values()].filter(({ NoDevice }) => NoDevice === undefined);
}

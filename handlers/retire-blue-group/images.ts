import {
  type EC2Client,
  type Image,
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import { PIPELINE_TAG } from '../contract/names';
import type { FleetGroup } from '../fleet/fleet-group';

/** The images of a pipeline. */
export async function readImages(ec2: EC2Client, pipeline: string): Promise<Image[]> {
  const Filters = [{ Name: `tag:${PIPELINE_TAG}`, Values: [pipeline] }];
  const images: Image[] = [];
  for await (const page of paginateDescribeImages({ client: ec2 }, { Owners: ['self'], Filters }))
    images.push(...(page.Images ?? []));
  return images;
}

/**
 * Which of some images are in use: by an instance; by the latest or default version of any launch template; or by the
 * version of another template that a group names. Nothing is asked where there is no image to ask for.
 */
export async function imagesInUse(
  ec2: EC2Client,
  images: readonly string[],
  groups: readonly FleetGroup[],
  launchTemplate: string,
): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  if (images.length === 0) return used;
  const Filters = [{ Name: 'image-id', Values: [...images] }];
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, { Filters }))
    for (const { Instances = [] } of Reservations)
      for (const { ImageId = '', State } of Instances) if (State?.Name !== 'terminated') used.add(ImageId);
  for await (const page of paginateDescribeLaunchTemplateVersions(
    { client: ec2 },
    { Versions: ['$Latest', '$Default'], Filters },
  ))
    for (const { LaunchTemplateName, LaunchTemplateData } of page.LaunchTemplateVersions ?? [])
      if (LaunchTemplateName !== launchTemplate) used.add(LaunchTemplateData?.ImageId ?? '');
  for (const [LaunchTemplateId, Versions] of otherTemplates(groups, launchTemplate))
    for await (const page of paginateDescribeLaunchTemplateVersions(
      { client: ec2 },
      { LaunchTemplateId, Versions },
    ))
      for (const { LaunchTemplateData } of page.LaunchTemplateVersions ?? [])
        used.add(LaunchTemplateData?.ImageId ?? '');
  return used;
}

/** Numbered versions of other templates, by template, that groups name. */
function otherTemplates(groups: readonly FleetGroup[], launchTemplate: string): Map<string, string[]> {
  const templates = new Map<string, string[]>();
  for (const { template } of groups) {
    if (!template?.id || template.name === launchTemplate || template.version.startsWith('$')) continue;
    templates.set(template.id, [...(templates.get(template.id) ?? []), template.version]);
  }
  return templates;
}

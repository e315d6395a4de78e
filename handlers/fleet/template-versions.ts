import {
  type EC2Client,
  type LaunchTemplateVersion,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import { ConfigurationError } from '../errors';

/** Versions that are described at once. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html */
const PAGE_SIZE = 200;

/**
 * All versions of a launch template, the newest first.
 * @throws ConfigurationError where there is no such launch template
 */
export async function readTemplateVersions(
  ec2: EC2Client,
  LaunchTemplateName: string,
): Promise<LaunchTemplateVersion[]> {
  const versions: LaunchTemplateVersion[] = [];
  try {
    const pages = paginateDescribeLaunchTemplateVersions(
      { client: ec2, pageSize: PAGE_SIZE },
      { LaunchTemplateName },
    );
    for await (const page of pages) versions.push(...(page.LaunchTemplateVersions ?? []));
  } catch (cause) {
    if (!/^InvalidLaunchTemplate.*NotFound/.test((cause as Error).name)) throw cause;
    throw new ConfigurationError(
      `Launch template ${LaunchTemplateName} must exist; deploy the pipeline's stack again`,
      { cause },
    );
  }
  return versions.sort((one, other) => numberOf(other) - numberOf(one));
}

/** The number of a version, 1 or more. */
export const numberOf = ({ VersionNumber = 0 }: LaunchTemplateVersion): number => VersionNumber;

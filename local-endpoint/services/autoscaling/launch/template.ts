import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import {
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';

/** A version of a launch template. */
export interface TemplateVersion {
  readonly id: string;
  readonly name: string;
  /** Its number. */
  readonly version: string;
  readonly data: ResponseLaunchTemplateData;
}

/**
 * Reads a version of a launch template, `$Latest` and `$Default` included.
 * @throws Error EC2's error where it does not exist
 */
export async function readTemplate(
  ec2: EC2Client,
  { LaunchTemplateId, LaunchTemplateName, Version = '$Default' }: LaunchTemplateSpecification,
): Promise<TemplateVersion> {
  const named = LaunchTemplateId ? { LaunchTemplateId } : { LaunchTemplateName };
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ ...named, Versions: [Version] }),
  );
  const found = LaunchTemplateVersions[0];
  if (!found)
    throw new Error(
      `Could not find the specified version ${Version} for the launch template with ID ${LaunchTemplateId}.`,
    );
  return {
    id: found.LaunchTemplateId ?? '',
    name: found.LaunchTemplateName ?? '',
    version: String(found.VersionNumber),
    data: found.LaunchTemplateData ?? {},
  };
}

import {
  CreateLaunchTemplateVersionCommand,
  type EC2Client,
  type LaunchTemplateVersion,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import {
  type FleetSettings,
  releaseVersionDescription,
  settingsVersionDescription,
} from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';
import { withQuota } from '../fleet/quotas';
import { numberOf, readTemplateVersions } from '../fleet/template-versions';

/** A numbered version of a launch template. */
export interface NumberedVersion {
  readonly number: string;
  /** Whether it was there already. */
  readonly isReused: boolean;
}

/**
 * Makes the version of an AMI and settings, unless there is one. It copies all of the version that has the settings, so
 * that nothing depends on how EC2 merges a source version with what is given.
 * @param token of the request: repeated within a day, it makes no second version
 * @throws ConfigurationError where no version has the settings
 */
export async function versionOnce(
  ec2: EC2Client,
  { launchTemplate, hash }: Pick<FleetSettings, 'launchTemplate' | 'hash'>,
  imageId: string,
  token: string,
): Promise<NumberedVersion> {
  const versions = await readTemplateVersions(ec2, launchTemplate);
  const described = (text: string) => versions.find(({ VersionDescription }) => VersionDescription === text);
  const description = releaseVersionDescription(imageId, hash);
  const made = described(description);
  if (made) return { number: `${numberOf(made)}`, isReused: true };
  const settings = described(settingsVersionDescription(hash));
  if (!settings)
    throw new ConfigurationError(
      `Launch template ${launchTemplate} must have a version described "${settingsVersionDescription(hash)}", got: ${versions.map(({ VersionDescription }) => VersionDescription ?? 'none').join(', ')}; deploy the pipeline's stack again`,
    );
  const created = await withQuota(
    'EC2: versions per launch template',
    ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: launchTemplate,
        VersionDescription: description,
        LaunchTemplateData: dataOf(settings, imageId),
        ClientToken: token,
      }),
    ),
  );
  return { number: `${numberOf(created.LaunchTemplateVersion ?? {})}`, isReused: false };
}

/**
 * What EC2 describes has the members that it takes, and a few of its own, which the client leaves out.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseLaunchTemplateData.html
 */
const dataOf = ({ LaunchTemplateData }: LaunchTemplateVersion, ImageId: string) =>
  ({ ...LaunchTemplateData, ImageId }) as RequestLaunchTemplateData;

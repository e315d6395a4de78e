import {
  CreateLaunchTemplateVersionCommand,
  type LaunchTemplateVersion,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import {
  type AnyFleetSettings,
  releaseVersionDescription,
  settingsVersionDescription,
} from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';
import { numberOf, readTemplateVersions } from '../fleet/template-versions';
import { withQuota } from '../quotas';
import { checkSubnets, type NetworkClients } from './check-subnets';

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
 * @throws ConfigurationError where no version has the settings, or where a new one could not be used in the subnets
 */
export async function versionOnce(
  { ec2, elb }: NetworkClients,
  settings: AnyFleetSettings,
  imageId: string,
  token: string,
): Promise<NumberedVersion> {
  const { launchTemplate, hash } = settings;
  const versions = await readTemplateVersions(ec2, launchTemplate);
  const described = (text: string) => versions.find(({ VersionDescription }) => VersionDescription === text);
  const description = releaseVersionDescription(imageId, hash);
  const made = described(description);
  if (made) return { number: `${numberOf(made)}`, isReused: true };
  const source = described(settingsVersionDescription(hash));
  if (!source)
    throw new ConfigurationError(
      `Launch template ${launchTemplate} must have a version described "${settingsVersionDescription(hash)}", got: ${versions.map(({ VersionDescription }) => VersionDescription ?? 'none').join(', ')}; deploy the pipeline's stack again`,
    );
  await checkSubnets({ ec2, elb }, settings);
  const created = await withQuota(
    'EC2: versions per launch template',
    ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: launchTemplate,
        VersionDescription: description,
        LaunchTemplateData: dataOf(source, imageId),
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

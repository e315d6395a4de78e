import { Fn } from 'aws-cdk-lib';
import { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { settingsVersionDescription } from '../../../../handlers/contract/fleet-settings';
import { PIPELINE_TAG, pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { AsgBlueGreenPipeline, Volume } from '../config/model';
import type { ReleaseTarget } from './release-target';

/** What of the target is in the launch template. */
type LaunchTarget = Pick<ReleaseTarget, 'securityGroups' | 'profile'>;

/**
 * The pipeline's launch template: everything but an image. CloudFormation makes a version whenever the settings change;
 * a release makes another one of it, with its image, and nothing ever launches the default or the latest version.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
 */
export function launchTemplate(
  scope: Construct,
  pipeline: AsgBlueGreenPipeline,
  target: LaunchTarget,
  hash: string,
): CfnLaunchTemplate {
  const name = pipelineName(identityOf(pipeline));
  const { userData, ...data } = launchTemplateData(pipeline, target);
  return new CfnLaunchTemplate(scope, 'LaunchTemplate', {
    launchTemplateName: name,
    versionDescription: settingsVersionDescription(hash),
    tagSpecifications: [{ resourceType: 'launch-template', tags: [{ key: PIPELINE_TAG, value: name }] }],
    launchTemplateData: { ...data, userData: userData === undefined ? undefined : Fn.base64(userData) },
  });
}

/** The data of its versions, with the user data as text. */
export function launchTemplateData(
  pipeline: AsgBlueGreenPipeline,
  { securityGroups, profile }: LaunchTarget,
): CfnLaunchTemplate.LaunchTemplateDataProperty {
  const { types, userData, volumes, tags, detailedMonitoring } = pipeline.instances;
  const name = pipelineName(identityOf(pipeline));
  const tagged = Object.entries({ Name: name, ...tags, [PIPELINE_TAG]: name }).map(([key, value]) => ({
    key,
    value,
  }));
  return {
    instanceType: types[0],
    iamInstanceProfile: { name: profile.name },
    securityGroupIds: [...securityGroups],
    userData: userData?.text,
    blockDeviceMappings: volumes.length > 0 ? volumes.map(blockDevice) : undefined,
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required' },
    monitoring: detailedMonitoring ? { enabled: true } : undefined,
    tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags: tagged })),
  };
}

function blockDevice({
  device,
  size,
  type,
  iops,
  throughput,
  keep,
}: Volume): CfnLaunchTemplate.BlockDeviceMappingProperty {
  return {
    deviceName: device,
    ebs: {
      volumeSize: size,
      volumeType: type,
      iops,
      throughput,
      encrypted: true,
      deleteOnTermination: !keep,
    },
  };
}

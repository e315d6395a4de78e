import { createHash } from 'node:crypto';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { settingsParameterName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { AsgBlueGreenPipeline } from '../config/model';
import { fleetSettings, type FleetTarget, longestTarget } from '../config/settings';
import { launchTemplateData } from './launch-template';

/**
 * SHA-256 of all that the settings and the launch template are made of, as 16 hexadecimal digits. What the factory makes
 * itself counts by its name, because its ids are known to CloudFormation only.
 */
export function settingsHash(pipeline: AsgBlueGreenPipeline): string {
  const { securityGroups, profile } = pipeline.instances;
  const { name = 'own', role = 'own' } = profile ?? {};
  const launched = launchTemplateData(pipeline, { securityGroups, profile: { name, roleArn: role } });
  const settings = fleetSettings(pipeline, longestTarget(pipeline), '');
  return createHash('sha256')
    .update(JSON.stringify([settings, launched]))
    .digest('hex')
    .slice(0, 16);
}

/** The parameter with what the action functions need of the config. */
export function settingsParameter(
  scope: Construct,
  pipeline: AsgBlueGreenPipeline,
  target: FleetTarget,
  hash: string,
): CfnParameter {
  const { listenerRule, testListenerRule, targetGroups, subnets } = target;
  const named: FleetTarget = {
    ...(listenerRule !== undefined && { listenerRule }),
    ...(testListenerRule !== undefined && { testListenerRule }),
    targetGroups,
    subnets,
  };
  return new CfnParameter(scope, 'Settings', {
    name: settingsParameterName(identityOf(pipeline)),
    type: 'String',
    tier: 'Intelligent-Tiering',
    value: JSON.stringify(fleetSettings(pipeline, named, hash)),
  });
}

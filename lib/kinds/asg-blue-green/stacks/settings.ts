import type { AnyFleetSettings } from '../../../../handlers/contract/fleet-settings';
import { hashOfSettings } from '../../../pipeline/settings';
import type { AsgBlueGreenPipeline } from '../config/model';
import { fleetSettings, type FleetTarget, longestTarget } from '../config/settings';
import { launchTemplateData } from './launch-template';

/**
 * The hash of all that the settings and the launch template are made of. What the factory makes itself counts by its name,
 * because its ids are known to CloudFormation only.
 */
export function settingsHash(pipeline: AsgBlueGreenPipeline): string {
  const { securityGroups, profile } = pipeline.instances;
  const { name = 'own', role = 'own' } = profile ?? {};
  const launched = launchTemplateData(pipeline, { securityGroups, profile: { name, roleArn: role } });
  const settings = fleetSettings(pipeline, longestTarget(pipeline), '');
  return hashOfSettings([settings, launched]);
}

/** What the action functions need of the config. */
export function deployedSettings(
  pipeline: AsgBlueGreenPipeline,
  { listenerRule, testListenerRule, targetGroups, subnets }: FleetTarget,
  hash: string,
): AnyFleetSettings {
  const named: FleetTarget = {
    ...(listenerRule !== undefined && { listenerRule }),
    ...(testListenerRule !== undefined && { testListenerRule }),
    targetGroups,
    subnets,
  };
  return fleetSettings(pipeline, named, hash);
}

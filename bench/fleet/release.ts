import { randomUUID } from 'node:crypto';
import { fleetParameterName } from '../../handlers/contract/names';
import type { LocalFleet } from './local-fleet';
import { type ActionRun, type ActionSurroundings, type Handler, runAction } from './run-action';

/** The functions of a release. They make clients as they are loaded, so that the environment has to be there before. */
export interface FleetFunctions {
  readonly launchTemplate: Handler;
  readonly green: Handler;
  readonly traffic: Handler;
  readonly retire: Handler;
}

export async function loadFunctions(): Promise<FleetFunctions> {
  const [launchTemplate, green, traffic, retire] = await Promise.all([
    import('../../handlers/create-launch-template-version/handler.js'),
    import('../../handlers/create-green-group/handler.js'),
    import('../../handlers/shift-traffic/handler.js'),
    import('../../handlers/retire-blue-group/handler.js'),
  ]);
  return {
    launchTemplate: launchTemplate.handler,
    green: green.handler,
    traffic: traffic.handler,
    retire: retire.handler,
  };
}

/** A release's actions, as they ran. */
export type ReleaseRun = readonly { readonly action: keyof FleetFunctions; readonly run: ActionRun }[];

/**
 * Runs stage Deploy, and stage Retire unless the release is to stay in its hold.
 * @param amiVersion version of `…/ami-id` @default - of a new image
 */
export async function release(
  surroundings: ActionSurroundings,
  functions: FleetFunctions,
  fleet: LocalFleet,
  { amiVersion, hold = false }: { readonly amiVersion?: string; readonly hold?: boolean } = {},
): Promise<{ readonly runs: ReleaseRun; readonly amiVersion: string }> {
  const { identity, settings, put, image } = fleet;
  const version = amiVersion ?? (await put(fleetParameterName(identity, 'ami-id'), await image()));
  const common = { ...identity, executionId: randomUUID(), settings: settings.hash };
  const made = await runAction(surroundings, functions.launchTemplate, { ...common, amiVersion: version });
  const { ParameterVersion: launchTemplateVersion, ImageId: imageId } = made.variables;
  const isHealthy = () => hasFleet(fleet);
  const green = await runAction(
    surroundings,
    functions.green,
    { ...common, launchTemplateVersion, imageId },
    isHealthy,
  );
  const { Group: group, Traffic } = green.variables;
  const traffic = await runAction(surroundings, functions.traffic, { ...common, group, traffic: Traffic });
  const runs: ReleaseRun = [
    { action: 'launchTemplate', run: made },
    { action: 'green', run: green },
    { action: 'traffic', run: traffic },
  ];
  if (hold) return { runs, amiVersion: version };
  const { NewVersion: newVersion, OldVersion: oldVersion } = traffic.variables;
  const retire = await runAction(surroundings, functions.retire, { ...common, newVersion, oldVersion });
  return { runs: [...runs, { action: 'retire', run: retire }], amiVersion: version };
}

/** Whether each of the two target groups has as many healthy targets as the fleet has instances. */
async function hasFleet({ targetGroups, healthy, settings }: LocalFleet): Promise<boolean> {
  const counts = await Promise.all(targetGroups.map((arn) => healthy(arn)));
  return counts.every((count) => count >= settings.group.min);
}

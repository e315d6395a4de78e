import { join } from 'node:path';
import {
  type Fleet,
  type FleetLocation,
  readFleet,
  servingGroup,
} from '../../../rehearsal/fleet-from-commits/fleet';
import { describeFleetPipeline } from '../../../rehearsal/fleet-from-commits/pipeline';
import { listDeclarations } from '../../../rehearsal/pipeline/deployed-pipeline';
import type { DeployedApp } from './deployed-app';

/** The pipeline of a fleet that the factory makes: none of its names occurs in the product's own examples. */
export const MACHINES = 'acme-machines-test';

/** Finds what readFleet reads; its commit must have been cloned. */
export async function locateMachines({ clients, local }: DeployedApp): Promise<FleetLocation> {
  const declarations = await listDeclarations(clients);
  const declaration = declarations.find(({ name }) => name === MACHINES);
  const options = { applicationsFolder: join(local.folder, 'team') };
  const pipeline = declaration && (await describeFleetPipeline(clients, declaration, options));
  if (!pipeline || 'reason' in pipeline)
    throw new Error(`${MACHINES} must be a fleet, got: another pipeline`);
  return pipeline;
}

/** Waits until one group serves alone, at its minimum of two. @returns its name */
export function atRest({ until }: DeployedApp, location: FleetLocation): Promise<string> {
  return until('The rest of the fleet', async () => {
    const fleet: Fleet = await readFleet(location);
    const group = servingGroup(fleet);
    const rests =
      fleet.groups.length === 1 && group?.weight === 100 && group.minimum === 2 && group.healthy === 2;
    return rests && group.raisedFrom === undefined ? group.name : undefined;
  });
}

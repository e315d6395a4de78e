import { SHIFT_TRAFFIC } from '../../../handlers/contract/shift-traffic';
import { servingGroup } from '../../../rehearsal/fleet-from-commits/fleet';
import { locateAction } from '../../../rehearsal/pipeline/deployed-pipeline';
import type { DeploymentType } from '../model';
import { compareFleet } from './fleet/diff';
import { describeGroup } from './fleet/describe-group';
import { groupOfTarget } from './fleet/group-of-target';
import { readGroups } from './fleet/location';
import { readFleetNeeds } from './fleet/needs';
import { readTakenOver } from './fleet/taken-over';
import { readReleaseUnderWay } from './fleet/under-way';

/** Action functions replace an Auto Scaling group behind a listener rule. */
export const fleet: DeploymentType = {
  title: 'Auto Scaling group behind a listener rule',
  locate: (declaration) =>
    locateAction(
      declaration,
      ({ configuration }) => configuration?.FunctionName?.endsWith(`-${SHIFT_TRAFFIC.name}`) ?? false,
    ),
  async readServing(pipeline) {
    const found = await readGroups(pipeline);
    const group = servingGroup(found);
    return group && describeGroup(pipeline, found, group);
  },
  readUnderWay: async (pipeline) => (await readReleaseUnderWay(pipeline)) ?? readTakenOver(pipeline),
  readNeeds: readFleetNeeds,
  readDifferences: async (pipeline, actions) =>
    compareFleet(pipeline, actions, servingGroup(await readGroups(pipeline))?.version),
  async describeRollback(pipeline, target) {
    const kept = groupOfTarget(await readGroups(pipeline), target);
    return kept
      ? `group ${kept.name} is still at size, and gets all of the traffic in one changing call`
      : 'its image is brought up in a new group, which takes over in the configured steps';
  },
  whileRunning: 'no group of it has traffic yet, or what serves is the first release',
};

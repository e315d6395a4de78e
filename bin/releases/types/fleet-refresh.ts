import { REFRESH_INSTANCES } from '../../../handlers/contract/refresh-instances';
import { locateAction } from '../../../rehearsal/pipeline/deployed-pipeline';
import type { DeploymentType } from '../model';
import { describeRefreshed, templateOf } from './fleet-refresh/describe-refreshed';
import { readRefreshedGroup } from './fleet-refresh/refreshed-group';
import { readRefreshUnderWay } from './fleet-refresh/under-way';
import { compareFleet } from './fleet/diff';
import { readImageNeeds } from './fleet/needs';

/** An action function refreshes the instances of an Auto Scaling group. */
export const fleetRefresh: DeploymentType = {
  title: 'instance refresh of an Auto Scaling group',
  locate: (declaration) =>
    locateAction(
      declaration,
      ({ configuration }) => configuration?.FunctionName?.endsWith(`-${REFRESH_INSTANCES.name}`) ?? false,
    ),
  async readServing(pipeline) {
    const group = await readRefreshedGroup(pipeline);
    return group && describeRefreshed(pipeline, group);
  },
  readUnderWay: readRefreshUnderWay,
  readNeeds: readImageNeeds,
  async readDifferences(pipeline, actions) {
    const found = await readRefreshedGroup(pipeline);
    return compareFleet(pipeline, actions, found && templateOf(found.group).Version);
  },
  describeRollback: async () =>
    'an instance refresh brings its launch template version again, and leaves alone the instances that have it',
  whileRunning: 'no instance refresh is in progress, or what serves is the first release',
};

import type { Kind } from '../kind';
import { overlappingReleases, queuedReleases, supersededRelease } from './beside';
import { allAtOnce, rejectedApproval, withApproval, withoutHold, withTestListener } from './configured';
import {
  alarmInBake,
  firstRefresh,
  overlappingRefreshes,
  refresh,
  refreshRollback,
  unhealthyRefresh,
} from './refresh/scenarios';
import {
  actionRetryBeforeCleanUp,
  firstRelease,
  partlyHealthyRelease,
  release,
  retryBeforeCleanUp,
  rollbackInHold,
  unhealthyRelease,
} from './scenarios';

/** A fleet that is released by a second Auto Scaling group, to which the traffic moves in steps. */
export const asgBlueGreen: Kind = {
  name: 'asg-blue-green',
  scenarios: [
    ...[release, firstRelease, unhealthyRelease, partlyHealthyRelease, rollbackInHold],
    ...[retryBeforeCleanUp, actionRetryBeforeCleanUp],
    ...[queuedReleases, supersededRelease, overlappingReleases],
    ...[allAtOnce, withoutHold, withTestListener, withApproval, rejectedApproval],
    ...[refresh, firstRefresh, unhealthyRefresh, alarmInBake, refreshRollback, overlappingRefreshes],
  ],
};

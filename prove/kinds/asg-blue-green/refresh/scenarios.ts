import { caseRunOf } from '../../../run/case-run';
import { play } from '../../../run/play';
import type { SimulatedAccount } from '../../../simulated-account/simulated-account';
import type { Change, Scenario } from '../../kind';
import { overlapping } from '../beside';
import { CHANGES_WITHOUT_BLUE, setHealth } from '../changes';
import { common, rollBack } from '../common';
import { always } from '../invariants';
import { BLUE, FIRST, RELEASE, SIZE } from '../names';
import { ALARM, REFRESH_SETTINGS } from '../settings';
import { stagesWithRefresh } from '../stages';
import { start, startEmpty } from '../start';
import { atRest, isRefreshed } from './invariants';

const DEPLOYED = { settings: REFRESH_SETTINGS, stages: stagesWithRefresh(REFRESH_SETTINGS.hash) };

/** An instance refresh replaces the instances of the group that serves. */
export const refresh: Scenario = {
  ...common,
  ...{ name: 'refresh', start: async () => start(DEPLOYED), rollBack, atRest },
  changes: CHANGES_WITHOUT_BLUE,
};

const BEFORE = start(DEPLOYED);

/** Nothing serves before it: the release makes the group. */
export const firstRefresh: Scenario = {
  ...common,
  ...{ name: 'first-refresh', start: async () => startEmpty(DEPLOYED), atRest },
  changes: CHANGES_WITHOUT_BLUE,
  always: (simulated) => always(simulated, BEFORE, 0),
};

/**
 * The group makes up for an instance that is lost while it is refreshed with one of the release, which is never healthy: until
 * the refresh is rolled back there is one less.
 */
const CHANGES_WHILE_UNHEALTHY = CHANGES_WITHOUT_BLUE.map(
  (change): Change =>
    change.name === 'instance-lost'
      ? {
          ...change,
          always: (simulated) => always(simulated, BEFORE, isRefreshed(simulated, BLUE) ? SIZE - 1 : SIZE),
        }
      : change,
);

/** New instances are never healthy: nothing that served before is replaced, and at the deadline they are taken away. */
export const unhealthyRefresh: Scenario = {
  ...refresh,
  name: 'unhealthy-refresh',
  start: async () => {
    const simulated = start(DEPLOYED);
    setHealth(simulated, 'none');
    return simulated;
  },
  mayFail: 'its instances are never healthy, until a person has mended what they need',
  failsWith: /ended as RollbackSuccessful: it had not ended/,
  mend: (simulated) => setHealth(simulated, 'all'),
  changes: CHANGES_WHILE_UNHEALTHY,
};

/** All instances are replaced when an alarm goes off, so that AWS replaces each again. */
export const alarmInBake: Scenario = {
  ...refresh,
  name: 'alarm-in-bake',
  start: async () => {
    const simulated = start(DEPLOYED);
    refresh.begin(simulated);
    const isBaking = ({ autoScaling: { groups } }: SimulatedAccount) =>
      groups[BLUE]?.refreshes?.[0]?.status === 'Baking';
    await play(caseRunOf(refresh, simulated), { until: isBaking });
    return simulated;
  },
  begin: (simulated) => {
    simulated.cloudWatch[ALARM] = 'ALARM';
    return RELEASE;
  },
  mayFail: 'an alarm goes off, until a person has mended what raised it',
  failsWith: /ended as RollbackSuccessful: CloudWatch alarm/,
  mend: (simulated) => void (simulated.cloudWatch[ALARM] = 'OK'),
};

/** Two instance refreshes at once. */
export const overlappingRefreshes: Scenario = {
  ...{ ...common, ...overlapping, atRest },
  name: 'overlapping-refreshes',
  start: async () => start({ ...DEPLOYED, mode: 'PARALLEL' }),
};

/** The stage is rolled back to what served before a release: a refresh to its version. Its actions are given the id of that release. */
export const refreshRollback: Scenario = {
  ...refresh,
  name: 'refresh-rollback',
  start: async () => {
    const simulated = start(DEPLOYED);
    refresh.begin(simulated);
    await play(caseRunOf(refresh, simulated));
    return simulated;
  },
  begin: (simulated) => rollBack(simulated, FIRST),
};

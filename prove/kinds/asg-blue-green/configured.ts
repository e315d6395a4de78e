import type { FleetSettings } from '../../../handlers/contract/fleet-settings';
import type { Scenario } from '../kind';
import { CHANGES, CHANGES_WITHOUT_BLUE } from './changes';
import { common, rollBack } from './common';
import { TEST_RULE } from './names';
import { SETTINGS, withTraffic } from './settings';
import { stagesWithApproval } from './stages';
import { start } from './start';

const configured = (name: string, traffic: Partial<FleetSettings['traffic']>): Scenario => ({
  ...common,
  name,
  start: async () => start({ settings: withTraffic(traffic) }),
  rollBack,
  changes: CHANGES,
});

/** All traffic moves in one step, and nothing is watched after it. */
export const allAtOnce = configured('all-at-once', { steps: [100], bake: 0, alarms: [] });

/** The group that served before is retired as soon as the traffic has moved: what serves then cannot be made up for. */
export const withoutHold: Scenario = {
  ...configured('without-hold', { hold: 0 }),
  changes: CHANGES_WITHOUT_BLUE,
};

/** A rule of a test listener follows the group of the release. */
export const withTestListener = configured('test-listener', { testListenerRule: TEST_RULE });

/** A person is asked between the group and its traffic. Once its group is removed, a release is over. */
export const withApproval: Scenario = {
  ...common,
  name: 'traffic-approval',
  start: async () => start({ stages: stagesWithApproval(SETTINGS.hash) }),
  changes: CHANGES,
  isOver: /must be there to get the traffic|Rejected/, // the group is removed, and the stage that makes it has succeeded
};

/** The person rejects it, and approves what follows. */
export const rejectedApproval: Scenario = {
  ...withApproval,
  name: 'traffic-rejected',
  start: async () => {
    const simulated = start({ stages: stagesWithApproval(SETTINGS.hash) });
    simulated.pipeline.rejects = true;
    return simulated;
  },
  changes: [],
  mayFail: 'the person who is asked rejects it',
  mend: ({ pipeline }) => void delete pipeline.rejects,
};

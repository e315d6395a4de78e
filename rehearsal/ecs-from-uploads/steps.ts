import type { Step } from '../run-steps';
import type { Stage } from './context';
import { firstRelease, firstSettings } from './steps/first-release';
import { noApproval, rejected } from './steps/rejection';
import { blueNotKept, noAlarms, rolledBackByAlarm, rolledBackByHand } from './steps/deployment-rollback';
import { rolledBackLater } from './steps/stage-rollback';
import { settingsAlone } from './steps/settings-change';

/** A release's life with a team, in the order it is played. */
export const STEPS: readonly Step<Stage>[] = [
  {
    title: 'The first settings.zip arrives; without an image there is nothing to release yet',
    play: firstSettings,
  },
  { title: 'Release 1: the first image', vital: true, play: firstRelease },
  {
    title: 'Release 2: rolled back by hand while blue is still there',
    impossible: blueNotKept,
    play: rolledBackByHand,
  },
  {
    title: 'Release 3: an alarm fires and CodeDeploy rolls back by itself',
    impossible: noAlarms,
    play: rolledBackByAlarm,
  },
  { title: 'Release 4: rejected at the approval', impossible: noApproval, play: rejected },
  { title: 'Release 5: a change of settings.zip alone', play: settingsAlone },
  { title: 'Going back later: the deploy stage is rolled back to the image before', play: rolledBackLater },
];

import type { Stage } from './stage';
import { firstRelease, firstSettings } from './steps/first-release';
import { noApproval, rejected } from './steps/rejected';
import { blueNotKept, noAlarms, rolledBackByAlarm, rolledBackByHand } from './steps/rolled-back';
import { rolledBackLater } from './steps/rolled-back-later';
import { settingsAlone } from './steps/settings-alone';

/** One step of the rehearsal. */
export interface Step {
  readonly title: string;
  /** Why the step cannot be played on these pipelines, or nothing. */
  impossible?(stage: Stage): string | undefined;
  play(stage: Stage): Promise<void>;
  /** Whether all that follows builds on it. @default - it goes on after a miss */
  readonly vital?: boolean;
}

/** A release's life with a team, in the order it is played. */
export const STEPS: readonly Step[] = [
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

import { firstPush, pushTag, skipWithoutTags } from '../git/release-steps';
import type { ScenarioStep } from '../run-steps';
import type { FleetContext } from './context';
import { expectReleased } from './release';
import { alarmWhileMoving, skipWithoutAlarms } from './steps/alarm-while-moving';
import { neverHealthy } from './steps/never-healthy';
import { reusedImage } from './steps/reused-image';
import { rollBackAfterHold } from './steps/rollback-after-hold';
import { rollBackInHold, skipWithoutHold } from './steps/rollback-in-hold';
import { secondRelease } from './steps/second-release';
import { stoppedRelease } from './steps/stopped-release';

/** The steps in their order. */
export const FLEET_STEPS: readonly ScenarioStep<FleetContext>[] = [
  { title: 'Release 1: the first group', required: true, run: firstPush(expectReleased) },
  { title: 'Release 2: a tag goes to production', skipReason: skipWithoutTags, run: pushTag(expectReleased) },
  { title: 'Release 3: the traffic moves in steps', run: secondRelease },
  { title: 'Release 4: green is never healthy', run: neverHealthy },
  {
    title: 'Release 5: an alarm fires while the traffic moves',
    skipReason: skipWithoutAlarms,
    run: alarmWhileMoving,
  },
  { title: 'Release 6: a person stops it', run: stoppedRelease },
  { title: 'Release 7: nothing has changed in the image', run: reusedImage },
  { title: 'Release 8: taken back in the hold', skipReason: skipWithoutHold, run: rollBackInHold },
  { title: 'Release 9: taken back after the hold', run: rollBackAfterHold },
];

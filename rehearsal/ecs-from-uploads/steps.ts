import type { ScenarioStep } from '../run-steps';
import type { UploadsContext } from './context';
import {
  alarmRollback,
  manualRollback,
  skipWithoutAlarms,
  skipWithoutBlue,
} from './steps/deployment-rollback';
import { firstRelease, firstSettings } from './steps/first-release';
import { rejection, skipWithoutApproval } from './steps/rejection';
import { settingsChange } from './steps/settings-change';
import { rollBackToImage } from './steps/stage-rollback';

const FIRST_SETTINGS = 'The first settings.zip arrives; without an image there is nothing to release yet';

/** The steps in their order. */
export const UPLOADS_STEPS: readonly ScenarioStep<UploadsContext>[] = [
  { title: FIRST_SETTINGS, run: firstSettings },
  { title: 'Release 1: the first image', required: true, needs: [FIRST_SETTINGS], run: firstRelease },
  {
    title: 'Release 2: rolled back by hand while blue is still there',
    skipReason: skipWithoutBlue,
    run: manualRollback,
  },
  {
    title: 'Release 3: an alarm fires and CodeDeploy rolls back by itself',
    skipReason: skipWithoutAlarms,
    run: alarmRollback,
  },
  { title: 'Release 4: rejected at the approval', skipReason: skipWithoutApproval, run: rejection },
  { title: 'Release 5: a change of settings.zip alone', run: settingsChange },
  { title: 'Going back later: the deploy stage is rolled back to the image before', run: rollBackToImage },
];

import { firstPush, pushTag, skipWithoutTags } from '../git/release-steps';
import type { ScenarioStep } from '../run-steps';
import type { LambdaContext } from './context';
import { expectReleased } from './release';
import { alarmInCanary } from './steps/alarm-in-canary';
import { canary } from './steps/canary';
import { deployedAgain } from './steps/deployed-again';
import { rollBackVersions } from './steps/rollback';
import { secondFunctionFails } from './steps/second-function-fails';
import { skipWithoutAlarms, skipWithoutCanary, skipWithoutSecondFunction } from './steps/skip';

const CANARY = 'Release 3: old and new version answer in proportion';

/** The steps in their order. */
export const LAMBDA_STEPS: readonly ScenarioStep<LambdaContext>[] = [
  { title: 'Release 1: the first versions', required: true, run: firstPush(expectReleased) },
  { title: 'Release 2: a tag goes to production', skipReason: skipWithoutTags, run: pushTag(expectReleased) },
  { title: CANARY, skipReason: skipWithoutCanary, run: canary },
  { title: 'Release 4: an alarm fires in the canary', skipReason: skipWithoutAlarms, run: alarmInCanary },
  {
    title: 'Release 5: the second of two functions fails',
    skipReason: skipWithoutSecondFunction,
    run: secondFunctionFails,
  },
  { title: 'Release 6: taken back', run: rollBackVersions },
  { title: 'Deployed again: the stack leaves code and alias alone', run: deployedAgain },
];

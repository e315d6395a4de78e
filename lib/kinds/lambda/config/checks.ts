import { releasedVersionsUserParameters } from '../../../../handlers/contract/released-versions';
import { checkBuild, checkChecks, checkVerify } from '../../../build/config/check-build';
import { checkStages } from '../../../build/config/check-stages';
import type { Diagnostic } from '../../../config/diagnostic';
import { identityOf } from '../../../config/identity';
import type { LocatedPipeline } from '../../../config/kind';
import { minutesToShift } from '../../../config/traffic';
import { checkFunctions } from './check-functions';
import { checkHooks } from './check-hooks';
import { checkShared } from './check-shared';
import type { LambdaPipeline } from './model';
import { watchedAlarms } from './names';
import { lambdaSettings } from './settings';
import { verifyVariables } from './verify';

type Located = LocatedPipeline<LambdaPipeline>;

/** What is wrong with a pipeline beyond its schema. */
export function checkLambda(located: Located): Diagnostic[] {
  const { source, checks, verify } = located.pipeline;
  return [
    ...checkStages(checks, located, STAGES),
    ...(source.from === 'git' ? checkBuild(source.build, located) : []),
    ...checkChecks(checks, located),
    ...checkVerify(verify, Object.keys(verifyVariables(located.pipeline)), located),
    ...checkFunctions(located),
    ...checkShared(located),
    ...checkShiftTime(located),
    ...checkHooks(located),
    ...checkAlarms(located),
    ...checkSize(located),
  ];
}

/** The stages that a pipeline may have beside its checks. */
const STAGES = ['Source', 'Build', 'Publish', 'Approval', 'Deploy'];

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html */
const MAX_SHIFT_MINUTES = 2880;

function checkShiftTime({ pipeline, at }: Located): Diagnostic[] {
  const { traffic, hooks } = pipeline.deploy;
  const minutes = minutesToShift(traffic);
  if (hooks || traffic.type !== 'linear' || minutes <= MAX_SHIFT_MINUTES) return [];
  const rule = `takes ${minutes.toLocaleString('en')} minutes until all traffic has moved; CodePipeline’s action takes at most ${MAX_SHIFT_MINUTES.toLocaleString('en')}`;
  return [{ path: at(['deploy', 'traffic', 'linear', 'interval']), rule }];
}

/** Characters of a value of an action's configuration. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_VALUE_LENGTH = 1000;

function checkAlarms({ pipeline, at }: Located): Diagnostic[] {
  const { alarms, rollbackOn, hooks } = pipeline.deploy;
  const path = at(['deploy', 'alarms']);
  if (alarms.length > 0 && !rollbackOn.includes('alarm'))
    return [{ path, part: 'key', rule: 'needs alarm in rollbackOn: without it no alarm is watched' }];
  const longest = Math.max(...pipeline.functions.map((one) => watchedAlarms(pipeline, one).join().length));
  if (hooks || longest <= MAX_VALUE_LENGTH) return []; // CodeDeploy has a list of them
  const rule = `must have shorter names: with the alarm that the factory makes they are ${longest.toLocaleString('en')} characters, and CodePipeline’s action takes ${MAX_VALUE_LENGTH.toLocaleString('en')}`;
  return [{ path, part: 'key', rule }];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_SETTINGS_BYTES = 8192;

/** What the action functions are handed has its limits. */
function checkSize({ pipeline, at }: Located): Diagnostic[] {
  const hash = 'x'.repeat(16);
  const bytes = Buffer.byteLength(JSON.stringify(lambdaSettings(pipeline, hash)));
  const names = pipeline.functions.map(({ name }) => name);
  const { length } = releasedVersionsUserParameters(identityOf(pipeline), hash, names);
  const path = at(['functions']);
  return [
    ...(bytes > MAX_SETTINGS_BYTES
      ? [
          {
            path,
            part: 'key' as const,
            rule: `makes settings of ${bytes.toLocaleString('en')} bytes; Parameter Store takes ${MAX_SETTINGS_BYTES.toLocaleString('en')}: shorten environment variables, or release some of the functions by another pipeline`,
          },
        ]
      : []),
    ...(length > MAX_VALUE_LENGTH
      ? [
          {
            path,
            part: 'key' as const,
            rule: `makes parameters of ${length.toLocaleString('en')} characters for the action that records a release; CodePipeline takes ${MAX_VALUE_LENGTH.toLocaleString('en')}: shorten the names of functions`,
          },
        ]
      : []),
  ];
}

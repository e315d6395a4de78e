import { expectFailure, outcomeOf, playedPipeline, pushRelease } from '../../git/played-pipeline';
import { changeCode, forget } from '../change-code';
import { expectPublished, expectUnchanged, publishedVersions, servingBefore } from '../checks';
import type { LambdaContext } from '../context';
import { callAlias } from '../functions';
import type { ReleasedFunction } from '../pipeline';
import { callsFor } from '../proportion';
import { approveVersions, canaryBegun, setAlarm } from '../release';

const MARK = 'broken';

/** One function's new version fails its callers, and its alarm fires: the alias goes back, and no other function has moved. */
export async function alarmInCanary(context: LambdaContext): Promise<void> {
  const { clone, expect } = context;
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  const codeBefore = new Map(context.code);
  const [one] = pipeline.functions as [ReleasedFunction];
  const [alarm = ''] = one.alarms;
  await changeCode(context, pipeline, new Map([[one, { mark: MARK, fails: true }]]));
  const release = await pushRelease(context, 'A version with errors');
  await approveVersions(context, release);
  const [state] = await canaryBegun(context, release, [one]);
  if (!state) return;
  const answers = await callAlias(pipeline, one, callsFor(state.further.percent));
  const wrong = answers.filter(
    ({ version, payload }) => (version === state.further.version) !== payload.includes(MARK),
  );
  expect.that(
    `calls fail that version ${state.further.version} of ${one.name} answers, and no others`,
    wrong.length === 0 && answers.some(({ payload }) => payload.includes(MARK)),
    wrong.map(({ version, payload }) => `version ${version}: ${payload}`)[0] ?? 'no call failed',
  );
  await setAlarm(context, pipeline, alarm, 'ALARM');
  const outcome = await outcomeOf(context, { ...release, pipeline: { ...pipeline, approval: undefined } });
  expectFailure(context, pipeline, outcome, one.name, alarm);
  await setAlarm(context, pipeline, alarm, 'OK');
  expectPublished(context, before, await publishedVersions(pipeline, release.executionId), [one]);
  await expectUnchanged(context, pipeline);
  await clone.revert();
  forget(context, codeBefore);
}

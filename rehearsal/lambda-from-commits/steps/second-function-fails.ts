import { expectFailure, outcomeOf, playedPipeline, pushRelease } from '../../git/played-pipeline';
import { listActions } from '../../pipeline/executions';
import { changeAll, forget } from '../change-code';
import { expectUnchanged, publishedVersions } from '../checks';
import type { LambdaContext } from '../context';
import type { ReleasedFunction } from '../pipeline';
import { approveVersions, canaryBegun, setAlarm } from '../release';

/** The alarm of one function fires while both move: its alias goes back, the other moves on to its end, and is given back then. */
export async function secondFunctionFails(context: LambdaContext): Promise<void> {
  const { clone, expect } = context;
  const pipeline = playedPipeline(context);
  const codeBefore = new Map(context.code);
  const [first, second] = pipeline.functions as [ReleasedFunction, ReleasedFunction];
  await changeAll(context, pipeline, 'third');
  const release = await pushRelease(context, 'A version of both that is wrong for one');
  await approveVersions(context, release);
  await canaryBegun(context, release, [first, second]);
  const published = await publishedVersions(pipeline, release.executionId);
  const [alarm = ''] = second.alarms.filter((name) => !first.alarms.includes(name));
  await setAlarm(context, pipeline, alarm, 'ALARM');
  const outcome = await outcomeOf(context, { ...release, pipeline: { ...pipeline, approval: undefined } });
  expectFailure(context, pipeline, outcome, second.name, alarm);
  await setAlarm(context, pipeline, alarm, 'OK');
  const moved = (await listActions(pipeline, release.executionId)).find(
    ({ actionName }) => actionName === first.name,
  );
  expect.equal(
    `${first.name} moved on to version ${published[first.name] ?? 'none'}`,
    `${moved?.status}, version ${moved?.output?.outputVariables?.['FunctionVersion']}`,
    `Succeeded, version ${published[first.name]}`,
  );
  await expectUnchanged(context, pipeline);
  await clone.revert();
  forget(context, codeBefore);
}

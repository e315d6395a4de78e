import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { PushedRelease } from '../git/played-pipeline';
import { answerApproval, pendingApproval } from '../pipeline/approval';
import { expectUnderWay } from '../pipeline/executions';
import { expectRevision, expectSuccess } from '../pipeline/release';
import { until } from '../until';
import { expectReleaseServing, publishedVersions } from './checks';
import type { LambdaContext } from './context';
import { type AliasState, readAlias } from './functions';
import type { LambdaPipeline, ReleasedFunction } from './pipeline';

type Release = PushedRelease<LambdaPipeline>;

/** Approves where the pipeline asks for it, waits for the end and expects the versions of the commit to serve. */
export async function expectReleased(context: LambdaContext, release: Release): Promise<boolean> {
  const { pipeline, commit, executionId } = release;
  await approveVersions(context, release);
  if (!(await expectSuccess(context, { ...pipeline, approval: undefined }, executionId, commit)))
    return false;
  const source = { action: pipeline.source.action, name: 'CommitId' } as const;
  await expectRevision(context, pipeline, executionId, source, commit);
  await expectReleaseServing(context, pipeline, commit, executionId);
  return true;
}

/** Approves where the pipeline asks for it, and expects the request to name the commit and each version. */
export async function approveVersions(
  context: LambdaContext,
  { pipeline, commit, executionId }: Release,
): Promise<void> {
  if (!pipeline.approval) return;
  const pending = await pendingApproval(context, pipeline, executionId);
  const versions = await publishedVersions(pipeline, executionId);
  const shown = [commit, ...Object.entries(versions).map(([name, version]) => `${name} ${version}`)];
  context.terminal.line(`  ${pending.question}`);
  context.expect.that(
    `the approval of ${pipeline.name} names the commit and version ${Object.values(versions).join(', ')}`,
    shown.every((text) => pending.question.includes(text)),
    pending.question,
  );
  await answerApproval(pipeline, pending, 'Approved', 'Looks right');
}

/** Waits until the alias of each of some functions sends a part of its calls to the new version; returns their states. */
export async function canaryBegun(
  context: LambdaContext,
  { pipeline, executionId }: Release,
  functions: readonly ReleasedFunction[],
): Promise<Required<AliasState>[]> {
  return until(context, `the canary of ${pipeline.name}`, 120, async () => {
    await expectUnderWay(pipeline, executionId, 'its traffic began to move');
    const states = await Promise.all(functions.map((one) => readAlias(pipeline, one)));
    const moving = states.filter((state): state is Required<AliasState> => state.further !== undefined);
    return moving.length === functions.length ? moving : undefined;
  });
}

/** Sets the state of an alarm, as CloudWatch does when a metric passes its threshold: here no metric is evaluated. */
export async function setAlarm(
  { terminal }: LambdaContext,
  { clients }: LambdaPipeline,
  AlarmName: string,
  StateValue: 'ALARM' | 'OK',
): Promise<void> {
  if (StateValue === 'ALARM') terminal.line(`  alarm ${AlarmName} fires`);
  await clients.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'rehearsal' }));
}

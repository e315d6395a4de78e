import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { expectFailure, outcomeOf, playedPipeline, pushRelease } from '../../git/played-pipeline';
import { approveIfAsked } from '../../pipeline/approval';
import { expectUnchanged } from '../checks';
import type { FleetContext } from '../context';
import { actionBegun, trafficMoved } from '../moments';
import { changeImage } from '../release';
import { whileServing } from '../sampler';

/** An alarm fires when half of the traffic has moved: all of it goes back at once, and green is removed. */
export async function alarmWhileMoving(context: FleetContext): Promise<void> {
  const { terminal, expect, clone } = context;
  const pipeline = playedPipeline(context);
  const { clients, settings } = pipeline;
  const [AlarmName = ''] = settings.traffic.alarms;
  const setState = (StateValue: 'ALARM' | 'OK') =>
    clients.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'rehearsal' }));
  await changeImage(context, 'a version with errors');
  const release = await pushRelease(context, 'A version with errors');
  const { traffic } = await whileServing(context, pipeline, async () => {
    await approveIfAsked(context, pipeline, release.executionId, release.commit);
    await actionBegun(context, release, 'deploy');
    await trafficMoved(context, release, half(settings.traffic.steps));
    terminal.line(`  alarm ${AlarmName} fires`);
    await setState('ALARM');
    const outcome = await outcomeOf(context, { ...release, pipeline: { ...pipeline, approval: undefined } });
    expectFailure(context, pipeline, outcome, pipeline.deploy.action, AlarmName);
  });
  expect.that(
    'all of the traffic went back in one step',
    traffic.at(-1) === 0 && traffic.indexOf(0, 1) === traffic.length - 1,
    traffic.join(', '),
  );
  await setState('OK');
  await expectUnchanged(context, pipeline);
  await clone.revert();
}

/** The first step with half of the traffic or more. */
const half = (steps: readonly number[]): number => steps.find((percent) => percent >= 50) ?? 100;

export function skipWithoutAlarms(context: FleetContext): string | undefined {
  const { name, settings } = playedPipeline(context);
  return settings.traffic.alarms.length > 0 ? undefined : `${name} watches no alarm`;
}

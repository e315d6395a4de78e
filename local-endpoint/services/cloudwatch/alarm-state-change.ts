import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientOf } from '../../kit/client';
import { parseArn } from '../../kit/arn';
import type { ServiceContext } from '../../kit/context';
import type { ForwardedCall, Observer } from '../../kit/operation';

/**
 * Emits "CloudWatch Alarm State Change" and runs the alarm's actions on topics. moto does not evaluate metrics, so states
 * change by SetAlarmState.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmStateChange(context: ServiceContext): Observer {
  /** By ARN; moto keeps the current state only. */
  const states = new Map<string, string>();
  return {
    service: 'monitoring',
    operation: 'SetAlarmState',
    after: async (call) => {
      const alarm = await describe(context, call);
      if (!alarm?.AlarmArn) return;
      const previous = states.get(alarm.AlarmArn) ?? 'INSUFFICIENT_DATA';
      if (previous === alarm.StateValue) return;
      states.set(alarm.AlarmArn, alarm.StateValue ?? '');
      emit(context, call, alarm, previous);
      await notify(context, call, alarm);
    },
  };
}

async function describe(context: ServiceContext, call: ForwardedCall): Promise<MetricAlarm | undefined> {
  const { caller, region } = call.context;
  const client = clientOf(CloudWatchClient, context.aws.asService(caller.accountId, region));
  const { AlarmName } = call.input as { AlarmName: string };
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  return MetricAlarms?.[0];
}

function emit(context: ServiceContext, call: ForwardedCall, alarm: MetricAlarm, previous: string): void {
  context.bus.emit({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: call.context.caller.accountId,
    region: call.context.region,
    resources: [alarm.AlarmArn ?? ''],
    detail: {
      alarmName: alarm.AlarmName,
      state: {
        value: alarm.StateValue,
        reason: alarm.StateReason,
        timestamp: context.clock.now().toISOString(),
      },
      previousState: { value: previous },
      configuration: { description: alarm.AlarmDescription ?? '' },
    },
  });
}

async function notify(context: ServiceContext, call: ForwardedCall, alarm: MetricAlarm): Promise<void> {
  const actions = {
    ALARM: alarm.AlarmActions,
    OK: alarm.OKActions,
    INSUFFICIENT_DATA: alarm.InsufficientDataActions,
  }[alarm.StateValue ?? 'OK'];
  const { caller, region } = call.context;
  const as = context.aws.asPrincipal(
    'cloudwatch.amazonaws.com',
    caller.accountId,
    region,
    alarm.AlarmArn ?? '',
  );
  for (const topic of (actions ?? []).filter((arn) => parseArn(arn)?.service === 'sns')) {
    const message = `${alarm.StateValue}: "${alarm.AlarmName}" (${alarm.StateReason})`;
    await new SNSClient(as)
      .send(new PublishCommand({ TopicArn: topic, Subject: message.slice(0, 100), Message: message }))
      .catch((error: Error) =>
        context.log(`alarm ${alarm.AlarmName} could not notify ${topic}: ${error.message}`),
      );
  }
}

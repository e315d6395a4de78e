import { snapshot, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { settleAlarm } from '../../stores/lambda/alarms';
import type { PlantedAccount } from '../account';
import type { OwnReader } from '../replayed-kind';

/**
 * Has alarms follow what aliases serve, by the model's own rule, because the endpoint evaluates no metrics.
 * @param throwing texts of errors by which a version's answer is known to be one
 */
export function alarmSetter(
  { endpoint: { clock }, call, empty }: PlantedAccount,
  throwing: readonly string[],
): NonNullable<OwnReader['react']> {
  const { cloudWatch, functions: planted } = snapshot(empty);
  const setAll = async ({ functions, ...simulated }: SimulatedAccount): Promise<void> => {
    const now = clock.now().getTime();
    for (const one of Object.values(functions?.functions ?? {})) {
      const alarm = planted?.functions[one.name]?.alarm;
      if (!alarm) continue;
      const state = { ...simulated, now, cloudWatch, functions: { functions: {}, throwing } };
      const dueBefore = alarm.due;
      if (settleAlarm(state, { ...one, alarm }))
        await call('cloudwatch', 'SetAlarmState', {
          ...{ AlarmName: alarm.name, StateValue: cloudWatch[alarm.name] },
          StateReason: 'what callers of the alias are answered',
        });
      if (alarm.due !== undefined && alarm.due !== dueBefore)
        void clock.sleep(alarm.due - now, undefined, { background: true }); // then it is read again
    }
  };
  return setAll;
}

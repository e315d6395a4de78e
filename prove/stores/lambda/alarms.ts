import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { functionsOf, versionOf } from './find';
import type { FunctionAlarm, FunctionRecord } from './model';

/** How long an alias has errors before its alarm is raised, and has none before it is over. */
const ALARM_MILLISECONDS = 60_000;

/** Has the alarm of a function follow what its alias serves. @returns whether its state has changed */
export function settleAlarm(simulated: SimulatedAccount, { alarm, ...found }: FunctionRecord): boolean {
  if (!alarm) return false;
  const { cloudWatch, now } = simulated;
  const wanted = hasErrors(simulated, found, alarm) ? 'ALARM' : 'OK';
  if (cloudWatch[alarm.name] === wanted) alarm.due = undefined;
  else alarm.due ??= now + ALARM_MILLISECONDS;
  if (alarm.due === undefined || alarm.due > now) return false;
  cloudWatch[alarm.name] = wanted;
  alarm.due = undefined;
  return true;
}

function hasErrors(simulated: SimulatedAccount, found: FunctionRecord, alarm: FunctionAlarm): boolean {
  const alias = found.aliases[alarm.alias];
  const served = alias ? [alias.version, ...Object.keys(alias.weights)] : [];
  const { throwing } = functionsOf(simulated);
  return served.some((version) => {
    const code = Object.values(versionOf(found, version).content.files).join('\n');
    return throwing.some((text) => code.includes(text));
  });
}

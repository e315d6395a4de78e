import type { LocalService } from '../../kit/local-service';
import { alarmStateChange } from './alarm-state-change';
import { permissions } from './permissions';
import { resources } from './resources';

/** Alarms are moto's; it neither evaluates metrics nor raises events, so a change of state is watched here. */
export const cloudWatch: LocalService = {
  name: 'cloudwatch',
  otherwise: 'forward',
  permissions,
  resources,
  create: (context) => ({ observers: [alarmStateChange(context)] }),
};

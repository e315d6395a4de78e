import type { LocalService } from '../../kit/local-service';
import { alarmStateChange } from './alarm-state-change';
import { permissions } from './permissions';
import { resources } from './resources';

/** Alarms are moto's; it neither evaluates metrics nor emits events, so a change of state is observed here. */
export const cloudWatch: LocalService = {
  name: 'cloudwatch',
  client: () => import('@aws-sdk/client-cloudwatch'),
  otherwise: 'forward',
  keepsReads: /^(DescribeAlarms|ListTagsForResource)$/,
  standsAlone: true,
  writesChange: (operation) => (operation === 'PutMetricData' ? 'nothing' : 'itself'), // moto evaluates no alarm
  permissions,
  resources,
  create: (context) => ({ observers: [alarmStateChange(context)] }),
};

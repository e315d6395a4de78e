import type { LocalService } from '../../kit/local-service';
import { objectCalls } from './object-call';
import { resources } from './resources';

/** Trails are moto's; the events of recorded calls on S3 objects are emitted here. */
export const cloudTrail: LocalService = {
  name: 'cloudtrail',
  client: () => import('@aws-sdk/client-cloudtrail'),
  otherwise: 'forward',
  keepsReads: /^(DescribeTrails|GetEventSelectors)$/,
  standsAlone: true,
  writesChange: 'itself',
  permissions: {},
  resources,
  create: (context) => ({ observers: objectCalls(context) }),
};

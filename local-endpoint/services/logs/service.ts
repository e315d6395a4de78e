import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** Log groups and streams are moto's. */
export const logs: LocalService = {
  name: 'logs',
  client: () => import('@aws-sdk/client-cloudwatch-logs'),
  otherwise: 'forward',
  writesChange: (operation) => (operation === 'CreateExportTask' ? 'all' : 'nothing'), // it writes objects
  permissions,
  resources,
};

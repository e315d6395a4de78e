import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** Of Systems Manager the Parameter Store, which is moto's. */
export const systemsManager: LocalService = {
  name: 'ssm',
  client: () => import('@aws-sdk/client-ssm'),
  otherwise: 'forward',
  keepsReads: true,
  writesChange: 'itself',
  permissions,
  resources,
};

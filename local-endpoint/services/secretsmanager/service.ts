import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** Secrets are moto's. */
export const secretsManager: LocalService = {
  name: 'secretsmanager',
  client: () => import('@aws-sdk/client-secrets-manager'),
  otherwise: 'forward',
  permissions,
  resources,
};

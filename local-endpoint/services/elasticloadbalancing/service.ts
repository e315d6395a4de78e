import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** Load balancers, target groups and listeners are moto's. */
export const elasticLoadBalancing: LocalService = {
  name: 'elasticloadbalancing',
  otherwise: 'forward',
  permissions,
  resources,
};

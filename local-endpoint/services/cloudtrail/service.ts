import type { LocalService } from '../../kit/local-service';
import { objectCalls } from './object-call';
import { resources } from './resources';

/** Trails are moto's; what they would record of calls on S3 objects is raised as events here. */
export const cloudTrail: LocalService = {
  name: 'cloudtrail',
  otherwise: 'forward',
  permissions: {},
  resources,
  create: (context) => ({ observers: objectCalls(context) }),
};

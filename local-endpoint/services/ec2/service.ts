import type { LocalService } from '../../kit/local-service';
import { resources } from './resources';

/** Networks are moto's. Its operations have no permission rules yet, so a role needs them on `*`. */
export const ec2: LocalService = { name: 'ec2', otherwise: 'forward', permissions: {}, resources };

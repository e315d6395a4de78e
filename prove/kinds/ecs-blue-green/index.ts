import type { Kind } from '../kind';
import {
  firstRelease,
  release,
  rollback,
  scanEndless,
  scanFails,
  scanFinds,
  unhealthyRelease,
} from './scenarios';

/** A service whose traffic CodeDeploy moves to new tasks. */
export const ecsBlueGreen: Kind = {
  name: 'ecs-blue-green',
  isModelOnly: true,
  scenarios: [release, firstRelease, unhealthyRelease, scanFinds, scanFails, scanEndless, rollback],
};

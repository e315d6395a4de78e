import type { Kind } from '../kind';
import {
  firstRelease,
  release,
  rollback,
  sameImage,
  scanEndless,
  scanFails,
  scanFinds,
  unhealthyRelease,
} from './scenarios';

/** A service whose tasks ECS itself replaces, a few at a time. */
export const ecsRolling: Kind = {
  name: 'ecs-rolling',
  isModelOnly: true,
  scenarios: [
    release,
    firstRelease,
    unhealthyRelease,
    scanFinds,
    scanFails,
    scanEndless,
    rollback,
    sameImage,
  ],
};

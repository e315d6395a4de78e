import type { Observer, Service } from '../endpoint/service';
import type { World } from '../world';
import { expireHourly, policyObserver } from './expiry';
import { describeImages } from './operations/describe-images';
import { putImage } from './operations/put-image';
import type { Room } from './room';

/**
 * What moto's ECR leaves out: true digests, images that stay when they lose their tag, and lifecycle policies that
 * expire images, so that a rehearsal shows which digests stay. Everything else is moto's.
 */
export function createEcr(world: World): { service: Service; observers: Observer[] } {
  const room: Room = { world, pushedAt: new Map(), puts: new Map(), withPolicy: new Map() };
  void expireHourly(room);
  return {
    service: {
      name: 'ecr',
      otherwise: 'forward',
      operations: { DescribeImages: describeImages(room), PutImage: putImage(room) },
    },
    observers: [policyObserver(room)],
  };
}

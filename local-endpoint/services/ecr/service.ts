import type { Observer, Service } from '../../endpoint/service';
import type { World } from '../../kit/context';
import { expireHourly, policyObserver } from './expiry';
import { describeImages } from './operations/describe-images';
import { describeImageScanFindings } from './operations/describe-image-scan-findings';
import { putImage } from './operations/put-image';
import { putRegistryScanningConfiguration } from './operations/put-registry-scanning-configuration';
import { startImageScan } from './operations/start-image-scan';
import type { Room } from './room';

/**
 * What moto's ECR leaves out: true digests, images that stay when they lose their tag, lifecycle policies that
 * expire images, so that a rehearsal shows which digests stay, and basic scanning. The scanner is a stand-in without a
 * vulnerability database: it finds what an image's own annotations say (`scanning/findings.ts`). Everything else is moto's.
 */
export function createEcr(world: World): { service: Service; observers: Observer[] } {
  const room: Room = { world, pushedAt: new Map(), scans: new Map(), puts: new Map(), withPolicy: new Map() };
  void expireHourly(room);
  return {
    service: {
      name: 'ecr',
      otherwise: 'forward',
      operations: {
        DescribeImageScanFindings: describeImageScanFindings(room),
        DescribeImages: describeImages(room),
        PutImage: putImage(room),
        PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
        StartImageScan: startImageScan(room),
      },
    },
    observers: [policyObserver(room)],
  };
}

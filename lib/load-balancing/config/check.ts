import { checkArn } from '../../config/checks/arn';
import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import { isMapping } from '../../config/merge';
import type { Path } from '../../config/path';
import type { LoadBalancedService } from './model';

/** A load balancer may have the prefix in its name, and its certificate is one of its environment. */
export function checkLoadBalancer(
  located: LocatedPipeline,
  { certificate }: Pick<LoadBalancedService, 'certificate'>,
): Diagnostic[] {
  return [
    ...checkPrefix(located),
    ...(certificate ? checkArn(located, ['service', 'certificate'], certificate, true) : []),
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
function checkPrefix({ pipeline }: LocatedPipeline): Diagnostic[] {
  if (pipeline.prefix !== 'internal') return [];
  return [
    {
      path: ['prefix'],
      rule: 'must not be internal: no load balancer’s name may start with internal-',
    },
  ];
}

/** What goes beside `existing` in an entry's `service`. @param above path of the entry or its variation */
export function serviceClashes(entry: Readonly<Record<string, unknown>>, above: Path): Diagnostic[] {
  const { service } = entry;
  if (!isMapping(service) || !('existing' in service)) return [];
  const rule = 'does not go beside existing: the factory changes nothing of a service it does not own';
  return Object.keys(service)
    .filter((key) => key !== 'existing')
    .map((key) => ({ path: [...above, 'service', key], rule, part: 'key' }));
}

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

/**
 * What an environment retains or is hardened for is worth HTTPS: without a certificate everybody on the way reads and changes what goes over the
 * production listener. @param service whoever made it
 */
export function warnOfHttp(
  { pipeline, at }: LocatedPipeline,
  service: { readonly owned: false } | ({ readonly owned: true } & Pick<LoadBalancedService, 'certificate'>),
): Diagnostic[] {
  const { retain, hardened, name } = pipeline.environment;
  if (!service.owned || service.certificate || !(retain || hardened)) return [];
  const why = retain ? 'retains its data' : 'is hardened';
  const rule = `has no certificate, so that its traffic in ${name}, which ${why}, is plain HTTP: name an ACM certificate`;
  return [{ path: at(['service', 'certificate']), rule }];
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

import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import type { Path } from '../../config/path';
import type { EcsService } from './model';

/** Every ARN that an ECS service names is one of its environment, and a load balancer may have the prefix. */
export function checkEcsService(located: LocatedPipeline, service: EcsService): Diagnostic[] {
  if (!service.owned)
    return service.taskRoles.flatMap((arn, index) =>
      checkArn(located, ['service', 'existing', 'taskRoles', index], arn, false),
    );
  const { certificate } = service;
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
 * An ARN is one of the pipeline's environment.
 * @param regional whether it must be in the environment's region too
 */
export function checkArn(
  { pipeline, at }: LocatedPipeline,
  field: Path,
  arn: string,
  regional: boolean,
): Diagnostic[] {
  const [, , , region, account] = arn.split(':');
  const { environment } = pipeline;
  const right = account === environment.account && (!regional || region === environment.region);
  const home = regional ? `${environment.account} ${environment.region}` : environment.account;
  return right ? [] : [{ path: at(field), rule: `must be in ${home}, where ${environment.name} is` }];
}

/** What goes beside `existing` in an entry's `service`. @param above path of the entry or its variation */
export function serviceClashes(entry: Readonly<Record<string, unknown>>, above: Path): Diagnostic[] {
  const { service } = entry;
  if (typeof service !== 'object' || service === null || !('existing' in service)) return [];
  const rule = 'does not go beside existing: the factory changes nothing of a service it does not own';
  return Object.keys(service)
    .filter((key) => key !== 'existing')
    .map((key) => ({ path: [...above, 'service', key], rule, part: 'key' }));
}

import type { GroupSchedule } from '../../../../handlers/contract/fleet-settings';
import { checkArn } from '../../../config/checks/arn';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import type { Path } from '../../../config/path';
import type { AsgBlueGreenPipeline } from './model';

type Located = LocatedPipeline<AsgBlueGreenPipeline>;

/** The group is one that Auto Scaling makes, and serves although a zone is lost. */
export function checkFleet(located: Located): Diagnostic[] {
  const { min, max, schedules, hooks, notifications, tags } = located.pipeline.fleet;
  const { at, pipeline } = located;
  return [
    ...(min > max ? [{ path: at(['fleet', 'min']), rule: `must not be more than fleet.max, ${max}` }] : []),
    ...checkSubnets(located),
    ...schedules.flatMap((schedule) =>
      checkSchedule(schedule, pipeline.fleet, (...field) =>
        at(['fleet', 'schedules', schedule.name, ...field]),
      ),
    ),
    ...hooks.flatMap(({ name, notify }) => {
      const field: Path = ['fleet', 'hooks', name, 'notify'];
      if (!notify) return [];
      return [
        ...checkArn(located, [...field, 'target'], notify.target, true),
        ...checkArn(located, [...field, 'role'], notify.role, false),
      ];
    }),
    ...(notifications ? checkArn(located, ['fleet', 'notifications'], notifications, true) : []),
    ...bothTagged(Object.keys(tags), located),
  ];
}

/** The subnets are in the service's VPC, and more than one. */
function checkSubnets({ pipeline: { fleet, service }, at }: Located): Diagnostic[] {
  const path = at(['fleet', 'subnets']);
  const { subnets } = fleet;
  const network = service.owned ? service.network : undefined;
  if (!subnets) {
    if (!service.owned)
      return [{ path, rule: 'is required with service.existing: two or more, in different zones' }];
    if (!network || network.privateSubnets.length > 1) return [];
    return [{ path: at(['service', 'network', 'privateSubnets']), rule: ONE_SUBNET }];
  }
  if (service.owned && !network)
    return [
      {
        path,
        part: 'key',
        rule: 'needs service.network with the VPC that they are in: without it the factory makes a VPC, which has its own',
      },
    ];
  return subnets.length > 1 ? [] : [{ path, rule: ONE_SUBNET }];
}

const ONE_SUBNET = 'must have at least 2 subnets, in different zones: a fleet in one zone ends with it';

function checkSchedule(
  { min, max, desired }: GroupSchedule,
  group: { readonly min: number; readonly max: number },
  at: (...field: Path) => Path,
): Diagnostic[] {
  const [least, most] = [min ?? group.min, max ?? group.max];
  if (least > most)
    return [
      {
        path: at(min === undefined ? 'max' : 'min'),
        rule: `must leave min, ${least}, at most max, ${most}, as they are at that time`,
      },
    ];
  if (desired === undefined || (desired >= least && desired <= most)) return [];
  return [{ path: at('desired'), rule: `must be ${least} to ${most}, as min and max are at that time` }];
}

/** Auto Scaling tags instances with the tags of the group, the launch template with those of the instances: one must decide. */
function bothTagged(keys: readonly string[], { pipeline, at }: Located): Diagnostic[] {
  return keys
    .filter((key) => Object.hasOwn(pipeline.instances.tags, key))
    .map((key) => ({
      path: at(['fleet', 'tags', key]),
      part: 'key',
      rule: 'is in instances.tags too: tags of the group are tags of its instances',
    }));
}

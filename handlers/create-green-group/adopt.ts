import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { type FleetGroup, isRetiring } from '../fleet/fleet-group';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { awaitHealth } from './await-health';
import { type GreenPlan, type Look, secondsAfter } from './look';
import { variablesOf } from './variables';

type Wanted = Omit<GreenPlan, 'green'>;

/** Whether a group served before, and runs exactly what is wanted: only such a group has been watched under traffic. */
export function isRunning(
  wanted: Wanted,
  group: FleetGroup,
  servedBefore: readonly (string | undefined)[],
): boolean {
  return !isRetiring(group) && servedBefore.includes(group.name) && hasVersion(wanted, group);
}

/**
 * Uses a group that served before and is still there: what a rollback in the hold comes to. It is made as large as the
 * group that serves where that has grown, and has to be healthy on every target.
 * @returns nothing where it is retired meanwhile
 */
export async function adopt(
  look: Look,
  { settings, blue }: Wanted,
  group: FleetGroup,
  targetGroup: string,
): Promise<JobOutcome | undefined> {
  if (blue && blue.desired > group.desired) {
    const size = { MinSize: blue.desired, DesiredCapacity: blue.desired };
    await look.clients.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: group.name, ...size }),
    );
  }
  return awaitHealth(look, {
    group: group.name,
    targetGroup,
    blue: blue?.name,
    traffic: 'at-once',
    until: secondsAfter(look.now, settings.traffic.healthTimeout),
  });
}

/**
 * The end of a rollback whose traffic moved, but which died before it recorded that: what serves is what is wanted, and
 * the group that `…/asg/new` still names is on the idle target group.
 */
export function servesAlready(
  wanted: Wanted,
  {
    served,
    occupants,
    idle,
  }: { readonly served?: string; readonly occupants: readonly FleetGroup[]; readonly idle: string },
): JobOutcome | undefined {
  const { blue, settings } = wanted;
  if (!blue || !hasVersion(wanted, blue) || blue.name === served) return undefined;
  const before = occupants.find(({ name }) => name === served);
  if (!before) return undefined;
  const [targetGroup = ''] = settings.traffic.targetGroups.filter((one) => one !== idle);
  return succeed(`Group ${blue.name} has this version and serves already`, {
    variables: variablesOf({ group: blue.name, targetGroup, blue: before.name, traffic: 'at-once' }),
    externalExecutionId: blue.name,
  });
}

const hasVersion = ({ settings, version }: Wanted, { template }: FleetGroup): boolean =>
  template?.name === settings.launchTemplate && template.version === version;

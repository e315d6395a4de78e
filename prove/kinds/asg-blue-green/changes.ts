import { EXECUTION_TAG } from '../../../handlers/contract/names';
import { SHIFT_TRAFFIC } from '../../../handlers/contract/shift-traffic';
import type { GroupRecord } from '../../stores/autoscaling/model';
import { setChecks } from '../../stores/elasticloadbalancing/targets';
import type { ImageRecord } from '../../stores/ec2/model';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Change } from '../kind';
import { always } from './invariants';
import { IMAGES, NEXT, RELEASE, SIZE } from './names';
import { seeGroups, seeRetiring, seeSides } from './observe';
import { ALARM, SETTINGS } from './settings';
import { start } from './start';
import { TAKEN_AWAY, WITHOUT_TARGET_GROUP } from './taken-away';

/**
 * From the moment on that instances fail: the load balancer needs two checks, ten seconds apart, and the next look comes
 * after half a minute; where the group itself makes up for them, they have to start and become healthy.
 */
const LOSS_SECONDS = 60;

/** An alarm of the release is raised, until a person has mended what raised it. */
const alarm: Change = {
  name: 'alarm',
  apply: (simulated) => {
    simulated.cloudWatch[ALARM] = 'ALARM';
    return ({ cloudWatch }) => void (cloudWatch[ALARM] = 'OK');
  },
};

/** The scaling policy of the group with most of the traffic adds an instance. */
const growth: Change = {
  name: 'growth',
  apply: (simulated) => {
    const group = servingGroup(simulated);
    if (group) group.desired = Math.min(group.max, group.desired + 1);
  },
};

/** It removes one, where the minimum allows it: nobody can require as many as before then. */
const shrinkage: Change = {
  name: 'shrinkage',
  when: (simulated) => {
    const group = servingGroup(simulated);
    return group !== undefined && group.desired > group.min;
  },
  apply: (simulated) => {
    const group = servingGroup(simulated);
    if (group) group.desired -= 1;
  },
  always: (simulated) => always(simulated, start(), SIZE - 1),
};

/** EC2 ends an instance of the group with most of the traffic, and the group launches another one. */
const instanceLost: Change = {
  name: 'instance-lost',
  when: (simulated) => servingGroup(simulated) !== undefined,
  apply: (simulated) => {
    const group = servingGroup(simulated);
    if (group) failChecks(simulated, group, group.instances.slice(0, 1));
  },
  lossSeconds: LOSS_SECONDS,
};

/** All instances of the group that served before fail. */
const blueDies: Change = {
  name: 'blue-dies',
  when: (simulated) => isMoving(simulated),
  apply: (simulated) => {
    for (const group of groupsOf(simulated, false)) failChecks(simulated, group, group.instances);
  },
  lossSeconds: LOSS_SECONDS,
};

/** What the release brings was healthy, and is no more; it stays so until a person has mended it. */
const greenDies: Change = {
  name: 'green-dies',
  when: (simulated) =>
    simulated.pipeline.actions.at(-1)?.execution !== NEXT && // whose group takes over from it
    (isMoving(simulated) || isHeld(simulated)) &&
    groupsOf(simulated, true).some(({ instances }) => instances.some(isInService)),
  apply: (simulated) => {
    setHealth(simulated, 'none');
    for (const group of groupsOf(simulated, true)) failChecks(simulated, group, group.instances);
    return (later) => setHealth(later, 'all');
  },
  lossSeconds: LOSS_SECONDS,
};

/** EC2 has no capacity, until it has again. */
const noCapacity: Change = {
  name: 'no-capacity',
  apply: (simulated) => {
    simulated.autoScaling.hasNoCapacity = true;
    return ({ autoScaling }) => void (autoScaling.hasNoCapacity = false);
  },
};

/** What needs a group that served before, because all that there is else may be lost. */
const BESIDE_BLUE: readonly Change[] = [shrinkage, blueDies, greenDies, WITHOUT_TARGET_GROUP];

/** What can also happen where nothing serves. */
export const CHANGES_WITHOUT_BLUE: readonly Change[] = [
  ...[alarm, growth, instanceLost, noCapacity],
  ...TAKEN_AWAY,
];

export const CHANGES: readonly Change[] = [...CHANGES_WITHOUT_BLUE, ...BESIDE_BLUE];

/** Which instances of the release's image pass their health checks. */
export function setHealth({ ec2: { images } }: SimulatedAccount, succeeds: ImageRecord['succeeds']): void {
  const image = images[IMAGES[1]];
  if (image) images[IMAGES[1]] = { ...image, succeeds };
}

const isInService = ({ state }: GroupRecord['instances'][number]): boolean => state === 'InService';

/** The group with most of the traffic. */
function servingGroup(simulated: SimulatedAccount): GroupRecord | undefined {
  const [side] = seeSides(simulated).toSorted((one, other) => other.weight - one.weight);
  const [on] = seeGroups(simulated).filter(
    ({ targetGroups }) => side && targetGroups.includes(side.targetGroup),
  );
  return simulated.autoScaling.groups[on?.name ?? ''];
}

/** Groups of the release, or those of before. */
const groupsOf = (simulated: SimulatedAccount, isGreen: boolean): GroupRecord[] =>
  seeGroups(simulated)
    .filter(({ tags }) => (tags[EXECUTION_TAG] === RELEASE) === isGreen)
    .flatMap(({ name }) => simulated.autoScaling.groups[name] ?? []);

/** Whether the action runs that moves the traffic. */
function isMoving({ pipeline: { actions } }: SimulatedAccount): boolean {
  const last = actions.at(-1);
  return last?.definition.action === SHIFT_TRAFFIC.name && last.status === 'InProgress';
}

/** Whether the group that served before can still take over at the next look: one that fails now is found by then. */
function isHeld(simulated: SimulatedAccount): boolean {
  const { actions, jobs } = simulated.pipeline;
  const looks = jobs.filter(({ action }) => action === actions.at(-1)?.id).length;
  return seeRetiring(simulated) === RELEASE && looks * LOOK_SECONDS <= SETTINGS.traffic.hold;
}

const LOOK_SECONDS = 30;

function failChecks(
  simulated: SimulatedAccount,
  { targetGroups }: GroupRecord,
  instances: GroupRecord['instances'],
): void {
  for (const arn of targetGroups)
    setChecks(
      simulated,
      arn,
      instances.map(({ id }) => id),
      false,
    );
}

import { settingsVersionDescription } from '../../../handlers/contract/fleet-settings';
import { MINIMUM_TAG, RETIRING_TAG } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { World } from '../../world/world';
import { FOREIGN_GROUP, FOREIGN_TARGET_GROUP, MINIMUM, RULE, SIZE } from './names';
import { seeGroups, seeParameters, seeSides, seeVersions, type SeenGroup } from './observe';
import { SETTINGS } from './settings';

/** Invariants 1 and 5: what holds at every moment. */
export function always(world: World, before: World): string[] {
  const short = seeSides(world).filter(({ weight, healthy }) => weight > 0 && healthy.length < SIZE);
  return [
    ...short.map(
      ({ targetGroup, weight, healthy }) =>
        `1: ${end(targetGroup)} has ${weight} % of the traffic and must have ${SIZE} healthy targets, got: ${healthy.length}`,
    ),
    ...foreign(world, before),
  ];
}

/** What is someone else's is as it was. */
function foreign(world: World, before: World): string[] {
  const others = ({ autoScaling, loadBalancing, ec2 }: World): Record<string, unknown> => ({
    group: autoScaling.groups[FOREIGN_GROUP],
    'target group': loadBalancing.targetGroups[FOREIGN_TARGET_GROUP],
    rule: loadBalancing.rules[`${RULE}-other`],
    template: ec2.templates.other,
    image: ec2.images['ami-0000000000000009f'],
  });
  const now = others(world);
  return Object.entries(others(before))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name]))
    .map(([name]) => `5: the ${name} of someone else must be as it was`);
}

/** Invariants 2, 3 and 4: what holds when nothing happens any more. */
export function atRest(world: World): string[] {
  const groups = seeGroups(world);
  const parameters = seeParameters(world);
  const serving = servingGroup(world, groups);
  return [
    ...orphans(groups, parameters),
    ...(serving ? notGivenBack(serving) : ['3: one group must have all traffic']),
    ...(serving && serving.name !== parameters.new
      ? [`3: asg/new must be ${serving.name}, which serves, got: ${parameters.new}`]
      : []),
    ...wrongRecord(parameters.release, serving),
    ...unnamedVersions(world, parameters),
    ...unansweredJobs(world),
  ];
}

/** The one group on the target group with all of the traffic. */
function servingGroup(world: World, groups: readonly SeenGroup[]): SeenGroup | undefined {
  const [side, ...others] = seeSides(world).filter(({ weight }) => weight > 0);
  const on = groups.filter(({ targetGroups }) => side && targetGroups.includes(side.targetGroup));
  return others.length === 0 && on.length === 1 ? on[0] : undefined;
}

function orphans(
  groups: readonly SeenGroup[],
  { new: served, old, green }: ReturnType<typeof seeParameters>,
) {
  const named = (name: string) => [served, old].includes(name) || green.includes(`"${name}"`);
  return groups.flatMap(({ name, tags, desired }) => [
    ...(named(name) ? [] : [`2: no parameter names group ${name}`]),
    ...(RETIRING_TAG in tags ? [`2: group ${name} is left on its way out, with ${desired} instances`] : []),
  ]);
}

/** What the minimum was is given back by every way out. */
function notGivenBack({ name, min, tags }: SeenGroup): string[] {
  const isRaised = min !== MINIMUM || Boolean(tags[MINIMUM_TAG]);
  return isRaised ? [`2: group ${name} must have its minimum ${MINIMUM} back, got: ${min}`] : [];
}

function wrongRecord(text: string, serving: SeenGroup | undefined): string[] {
  const { serving: recorded } = JSON.parse(text) as ReleaseRecord;
  const group = recorded.type === 'asg' ? recorded.group : '';
  if (!serving || group === serving.name) return [];
  return [`3: the release record must name ${serving.name}, which serves, got: ${group}`];
}

/** Versions that are neither recorded, nor the newest, nor settings, nor among those that are kept. */
function unnamedVersions(world: World, { release, template }: ReturnType<typeof seeParameters>): string[] {
  const { serving, previous } = JSON.parse(release) as ReleaseRecord;
  const recorded = [serving, previous].flatMap((one) =>
    one?.type === 'asg' ? one.launchTemplate.version : [],
  );
  const settings = settingsVersionDescription(SETTINGS.hash);
  const others = Object.entries(seeVersions(world)).filter(
    ([description, number]) => description !== settings && number !== template && !recorded.includes(number),
  );
  return others.length <= SETTINGS.keep
    ? []
    : [
        `2: ${SETTINGS.keep} versions may be kept beside those that are named, got: ${others.map(([, number]) => number).join(', ')}`,
      ];
}

/** Each job has one result, but where its function never answered. */
function unansweredJobs({ pipeline: { jobs }, lambda: { dropped } }: World): string[] {
  const taken = jobs.map(({ id, results }) => [id, results.filter(({ isTaken }) => isTaken).length] as const);
  const none = taken.filter(([, count]) => count === 0);
  return [
    ...taken.filter(([, count]) => count > 1).map(([id]) => `4: job ${id} has more than one result`),
    ...(none.length > dropped ? [`4: jobs without a result: ${none.map(([id]) => id).join(', ')}`] : []),
  ];
}

/** Invariant 6: an execution that has succeeded has one version serving, its own. */
export function succeeded(world: World, image: string): string[] {
  const serving = servingGroup(world, seeGroups(world));
  const version = Object.entries(seeVersions(world)).find(([text]) => text.startsWith(image))?.[1];
  if (!serving) return ['6: one group must have all traffic'];
  return serving.versions.length === 1 && serving.versions[0] === version
    ? []
    : [`6: version ${version} must serve alone, got: ${serving.versions.join(', ') || 'none'}`];
}

const end = (arn: string): string => arn.replace(/^.*:targetgroup\//, '');

import { EXECUTION_TAG, MINIMUM_TAG, RETIRING_TAG } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { unansweredJobs } from '../unanswered-jobs';
import { EXTRAS, FOREIGN_GROUP, FOREIGN_TARGET_GROUP, MINIMUM, RULE } from './names';
import {
  seeGroups,
  seeParameters,
  seeRetiring,
  seeSides,
  seeVersions,
  type SeenGroup,
  type Side,
  type SeenParameters,
} from './observe';
import { SETTINGS } from './settings';

/**
 * Invariants 1 and 5: what holds at every moment.
 * @param before the simulated account at the start
 * @param need healthy targets of what served then
 */
export function always(simulated: SimulatedAccount, before: SimulatedAccount, need: number): string[] {
  const sides = seeSides(simulated);
  return [
    ...notServing(sides, need),
    ...cannotTakeOver(simulated, sides, need),
    ...foreign(simulated, before),
  ];
}

/** The same where nothing is left that could take over. */
export const alwaysServing = (
  simulated: SimulatedAccount,
  before: SimulatedAccount,
  need: number,
): string[] => [...notServing(seeSides(simulated), need), ...foreign(simulated, before)];

const notServing = (sides: readonly Side[], need: number): string[] =>
  sides
    .filter(({ weight, healthy }) => weight > 0 && healthy.length < need)
    .map(
      ({ targetGroup, weight, healthy }) =>
        `1: ${end(targetGroup)} has ${weight} % of the traffic and must have ${need} healthy targets, got: ${healthy.length}`,
    );

/** In the hold of a release one call gives the traffic to the group that served before, until that is tagged as retired. */
function cannotTakeOver(simulated: SimulatedAccount, sides: readonly Side[], need: number): string[] {
  const retiring = seeRetiring(simulated);
  if (retiring === undefined) return [];
  const [parameters, groups] = [seeParameters(simulated), seeGroups(simulated)];
  const serving = groups.find(({ name }) => name === parameters.new);
  if (!serving || serving.tags[EXECUTION_TAG] !== retiring) return [];
  const old = groups.find(({ name }) => name === parameters.old);
  if (!old || old.isDeleting || RETIRING_TAG in old.tags) return [];
  const healthy = sides.find(({ targetGroup }) => old.targetGroups.includes(targetGroup))?.healthy ?? [];
  return healthy.length < need
    ? [`1: group ${old.name} must be able to take over with ${need} healthy targets, got: ${healthy.length}`]
    : [];
}

/** What is someone else's is as it was. */
function foreign(simulated: SimulatedAccount, before: SimulatedAccount): string[] {
  const then = textsBefore.get(before) ?? textsOfOthers(before);
  textsBefore.set(before, then);
  const now = textsOfOthers(simulated);
  return then
    .filter(([name, text]) => now.every(([one, other]) => one !== name || text !== other))
    .map(([name]) => `5: the ${name} of someone else must be as it was`);
}

/** What others had at the start, by the simulated account of then. */
const textsBefore = new WeakMap<SimulatedAccount, readonly (readonly [string, string])[]>();

const textsOfOthers = ({
  autoScaling,
  loadBalancing,
  ec2,
}: SimulatedAccount): readonly (readonly [string, string])[] =>
  Object.entries({
    group: autoScaling.groups[FOREIGN_GROUP],
    'target group': loadBalancing.targetGroups[FOREIGN_TARGET_GROUP],
    rule: loadBalancing.rules[`${RULE}-other`],
    template: ec2.templates.other,
    image: ec2.images['ami-0000000000000009f'],
  }).map(([name, value]) => [name, JSON.stringify(value)] as const);

/** Invariants 2, 3 and 4: what holds when nothing happens any more. */
export function atRest(simulated: SimulatedAccount): string[] {
  const groups = seeGroups(simulated);
  const parameters = seeParameters(simulated);
  return [
    ...orphans(groups, parameters),
    ...wrongServing(simulated, groups, parameters),
    ...unnamedVersions(simulated, parameters),
    ...unansweredJobs(simulated),
  ];
}

/** Before the first release nothing serves, and nothing is recorded. */
function wrongServing(
  simulated: SimulatedAccount,
  groups: readonly SeenGroup[],
  { new: served, release }: SeenParameters,
): string[] {
  const recorded = recordIn(release)?.serving;
  if (groups.length === 0 && served === '' && !recorded) return [];
  const serving = servingGroup(simulated, groups);
  if (!serving) return ['3: one group must have all traffic'];
  const { name } = serving;
  const group = recorded?.type === 'asg' ? recorded.group : 'none';
  return [
    ...notGivenBack(serving),
    ...(name === served ? [] : [`3: asg/new must be ${name}, which serves, got: ${served}`]),
    ...(name === group ? [] : [`3: the release record must name ${name}, which serves, got: ${group}`]),
  ];
}

/** @returns nothing before the first release */
const recordIn = (text: string): ReleaseRecord | undefined =>
  text === '' ? undefined : (JSON.parse(text) as ReleaseRecord);

/** The one group on the target group with all of the traffic. */
function servingGroup(simulated: SimulatedAccount, groups: readonly SeenGroup[]): SeenGroup | undefined {
  const [side, ...others] = seeSides(simulated).filter(({ weight }) => weight > 0);
  const on = groups.filter(({ targetGroups }) => side && targetGroups.includes(side.targetGroup));
  return others.length === 0 && on.length === 1 ? on[0] : undefined;
}

function orphans(groups: readonly SeenGroup[], { new: served, old, green }: SeenParameters) {
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

/** Versions that are neither recorded, nor the newest, nor settings, nor among those that are kept. */
function unnamedVersions(simulated: SimulatedAccount, { release, template }: SeenParameters): string[] {
  const { serving, previous } = recordIn(release) ?? {};
  const recorded = [serving, previous].flatMap((one) =>
    one?.type === 'asg' ? one.launchTemplate.version : [],
  );
  const others = Object.entries(seeVersions(simulated)).filter(
    ([description, number]) =>
      !description.startsWith('settings ') && number !== template && !recorded.includes(number),
  );
  return others.length <= SETTINGS.keep
    ? []
    : [
        `2: ${SETTINGS.keep} versions may be kept beside those that are named, got: ${others.map(([, number]) => number).join(', ')}`,
      ];
}

/** Invariant 6: an execution that has succeeded has one version serving, its own, and the record names it. */
export function succeeded(simulated: SimulatedAccount, image: string, executionId: string): string[] {
  const serving = servingGroup(simulated, seeGroups(simulated));
  const version = Object.entries(seeVersions(simulated)).find(([text]) => text.startsWith(image))?.[1];
  if (!serving) return ['6: one group must have all traffic'];
  const recorded = recordIn(seeParameters(simulated).release)?.serving?.pipelineExecutionId;
  const missing = EXTRAS.filter((name) => !serving.extras.includes(name));
  return [
    ...(serving.versions.length === 1 && serving.versions[0] === version
      ? []
      : [`6: version ${version} must serve alone, got: ${serving.versions.join(', ') || 'none'}`]),
    ...(recorded === executionId
      ? []
      : [`6: the release record must name execution ${executionId}, got: ${recorded ?? 'none'}`]),
    ...missing.map((name) => `6: group ${serving.name}, which serves, must have its ${name}`),
  ];
}

const end = (arn: string): string => arn.replace(/^.*:targetgroup\//, '');

import { RELEASING_TAG } from '../../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../../handlers/contract/release-record';
import type { SimulatedAccount } from '../../../simulated-account/simulated-account';
import * as groups from '../invariants';
import { seeGroups, seeParameters, seeRefreshes, type SeenGroup } from '../observe';

/** What holds at rest of any fleet, and that no refresh is left, and the record names the version that serves. */
export const atRest = (simulated: SimulatedAccount): string[] => [
  ...groups.atRest(simulated),
  ...seeGroups(simulated).flatMap((group) => [
    ...leftOver(simulated, group),
    ...wrongVersions(simulated, group),
  ]),
];

const ENDED = ['Successful', 'Failed', 'Cancelled', 'RollbackSuccessful', 'RollbackFailed'];

const activeOf = (simulated: SimulatedAccount, group: string): string[] =>
  seeRefreshes(simulated, group).filter((status) => !ENDED.includes(status));

/** Whether an instance refresh of a group has not ended. */
export const isRefreshed = (simulated: SimulatedAccount, group: string): boolean =>
  activeOf(simulated, group).length > 0;

function leftOver(simulated: SimulatedAccount, { name, tags }: SeenGroup): string[] {
  return [
    ...activeOf(simulated, name).map(
      (status) => `2: group ${name} must have no instance refresh left, got: ${status}`,
    ),
    ...(RELEASING_TAG in tags
      ? [`2: group ${name} must not be tagged as being released, got: ${tags[RELEASING_TAG]}`]
      : []),
  ];
}

/** A rollback that AWS could not finish, because it had nothing to launch, leaves both versions; the failure says so. */
function wrongVersions(simulated: SimulatedAccount, { name, versions }: SeenGroup): string[] {
  const { new: served, release } = seeParameters(simulated);
  if (name !== served) return []; // found by what holds of any fleet
  const { serving } = JSON.parse(release || '{}') as Partial<ReleaseRecord>;
  const recorded = serving?.type === 'asg' ? serving.launchTemplate.version : 'none';
  const isMixed = seeRefreshes(simulated, name)[0] === 'RollbackFailed';
  const isTrue = isMixed ? versions.includes(recorded) : versions.every((version) => version === recorded);
  return isTrue
    ? []
    : [`3: the release record must name version ${versions.join(', ')}, which serves, got: ${recorded}`];
}

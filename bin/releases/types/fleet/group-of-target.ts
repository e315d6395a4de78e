import {
  LAUNCH_TEMPLATE_NAMESPACE,
  type CreateLaunchTemplateVersionVariables,
} from '../../../../handlers/contract/create-launch-template-version';
import { type Fleet, type FleetGroup, servingGroup } from '../../../../rehearsal/fleet-from-commits/fleet';
import type { RollbackTarget } from '../../model';

/** The group of an earlier release that is still at size and healthy, so that it can get the traffic at once. */
export function groupOfTarget(fleet: Fleet, target: RollbackTarget): FleetGroup | undefined {
  const serving = servingGroup(fleet);
  const { Version } = templateVariables(target);
  return fleet.groups.find(
    (group) =>
      group !== serving &&
      group.targetGroup !== serving?.targetGroup &&
      group.version === Version &&
      !group.retiring &&
      group.desired >= (serving?.desired ?? 0) &&
      group.healthy >= group.desired,
  );
}

/** What the execution handed on about its template version. */
export function templateVariables({
  actions,
}: Pick<RollbackTarget, 'actions'>): Partial<CreateLaunchTemplateVersionVariables> {
  const made = actions.find(({ input }) => input?.namespace === LAUNCH_TEMPLATE_NAMESPACE);
  return made?.output?.outputVariables ?? {};
}

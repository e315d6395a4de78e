import { ec2Of } from '../clients';
import { liveOf } from '../engine/begin-termination';
import { readTemplate } from '../launch/template';
import { typesOf } from '../launch/request';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import type { RefreshRecord } from './model';

/**
 * Ids of the instances that a refresh replaces.
 * @param skipMatching whether those that are as they would be launched now are left alone
 */
export async function findOld(
  store: AutoScalingStore,
  group: GroupRecord,
  { target, preferences }: RefreshRecord,
  skipMatching: boolean,
): Promise<string[]> {
  const candidates = liveOf(group).filter(
    (instance) => !(instance.protected && preferences.ScaleInProtectedInstances === 'Ignore'),
  );
  if (!skipMatching) return candidates.map(({ id }) => id);
  const { id: templateId, version } = await readTemplate(ec2Of(store, group), target.template);
  const types = typesOf(target);
  return candidates
    .filter(
      ({ template, type }) =>
        template?.LaunchTemplateId !== templateId ||
        template.Version !== version ||
        !(types.includes(undefined) || types.includes(type)),
    )
    .map(({ id }) => id);
}

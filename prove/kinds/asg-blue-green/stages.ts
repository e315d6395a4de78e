import {
  CREATE_GREEN_GROUP,
  createGreenGroupUserParameters,
  GREEN_NAMESPACE,
} from '../../../handlers/contract/create-green-group';
import {
  CREATE_LAUNCH_TEMPLATE_VERSION,
  createLaunchTemplateVersionUserParameters,
  LAUNCH_TEMPLATE_NAMESPACE,
} from '../../../handlers/contract/create-launch-template-version';
import {
  REFRESH_INSTANCES,
  REFRESH_NAMESPACE,
  refreshInstancesUserParameters,
} from '../../../handlers/contract/refresh-instances';
import {
  RETIRE_BLUE_GROUP,
  retireBlueGroupUserParameters,
} from '../../../handlers/contract/retire-blue-group';
import {
  SHIFT_TRAFFIC,
  shiftTrafficUserParameters,
  TRAFFIC_NAMESPACE,
} from '../../../handlers/contract/shift-traffic';
import { APPROVAL } from '../../stores/codepipeline/flow';
import type { StageDefinition } from '../../stores/codepipeline/model';
import { IDENTITY } from './names';

/** Actions by the names of their functions. @param hash of the settings */
const actionsOf = (hash: string) =>
  ({
    version: {
      ...{ name: LAUNCH_TEMPLATE_NAMESPACE, namespace: LAUNCH_TEMPLATE_NAMESPACE },
      action: CREATE_LAUNCH_TEMPLATE_VERSION.name,
      userParameters: createLaunchTemplateVersionUserParameters(IDENTITY, hash),
    },
    green: {
      ...{ name: GREEN_NAMESPACE, namespace: GREEN_NAMESPACE, action: CREATE_GREEN_GROUP.name },
      userParameters: createGreenGroupUserParameters(IDENTITY, hash),
    },
    traffic: {
      ...{ name: TRAFFIC_NAMESPACE, namespace: TRAFFIC_NAMESPACE, action: SHIFT_TRAFFIC.name },
      userParameters: shiftTrafficUserParameters(IDENTITY, hash),
    },
    refresh: {
      ...{ name: REFRESH_NAMESPACE, namespace: REFRESH_NAMESPACE, action: REFRESH_INSTANCES.name },
      userParameters: refreshInstancesUserParameters(IDENTITY, hash),
    },
    retire: {
      ...{ name: 'Retire', action: RETIRE_BLUE_GROUP.name },
      userParameters: retireBlueGroupUserParameters(IDENTITY, hash),
    },
  }) as const;

/** The stages after the bake, as the pipeline's stack has them. */
export function stagesOf(hash: string): readonly StageDefinition[] {
  const { version, green, traffic, retire } = actionsOf(hash);
  return [
    { name: 'Deploy', actions: [version, green, traffic] },
    { name: 'Retire', actions: [retire] },
  ];
}

/** The same where a person is asked before the traffic moves. */
export function stagesWithApproval(hash: string): readonly StageDefinition[] {
  const { version, green, traffic, retire } = actionsOf(hash);
  return [
    { name: 'Deploy', actions: [version, green] },
    { name: 'Approval', actions: [{ name: 'Approve', action: APPROVAL, userParameters: '{}' }] },
    { name: 'Traffic', actions: [traffic] },
    { name: 'Retire', actions: [retire] },
  ];
}

/** The one stage of a fleet whose instances are replaced by an instance refresh. */
export function stagesWithRefresh(hash: string): readonly StageDefinition[] {
  const { version, refresh } = actionsOf(hash);
  return [{ name: 'Deploy', actions: [version, refresh] }];
}

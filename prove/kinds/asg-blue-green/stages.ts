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
  RETIRE_BLUE_GROUP,
  retireBlueGroupUserParameters,
} from '../../../handlers/contract/retire-blue-group';
import {
  SHIFT_TRAFFIC,
  shiftTrafficUserParameters,
  TRAFFIC_NAMESPACE,
} from '../../../handlers/contract/shift-traffic';
import type { StageDefinition } from '../../stores/codepipeline/model';
import { IDENTITY } from './names';
import { SETTINGS } from './settings';

const { hash } = SETTINGS;

/** The stages after the bake, as the pipeline's stack has them. */
export const STAGES: readonly StageDefinition[] = [
  {
    name: 'Deploy',
    actions: [
      {
        ...{ name: LAUNCH_TEMPLATE_NAMESPACE, namespace: LAUNCH_TEMPLATE_NAMESPACE },
        action: CREATE_LAUNCH_TEMPLATE_VERSION.name,
        userParameters: createLaunchTemplateVersionUserParameters(IDENTITY, hash),
      },
      {
        ...{ name: GREEN_NAMESPACE, namespace: GREEN_NAMESPACE, action: CREATE_GREEN_GROUP.name },
        userParameters: createGreenGroupUserParameters(IDENTITY, hash),
      },
      {
        ...{ name: TRAFFIC_NAMESPACE, namespace: TRAFFIC_NAMESPACE, action: SHIFT_TRAFFIC.name },
        userParameters: shiftTrafficUserParameters(IDENTITY, hash),
      },
    ],
  },
  {
    name: 'Retire',
    actions: [
      {
        ...{ name: 'Retire', action: RETIRE_BLUE_GROUP.name },
        userParameters: retireBlueGroupUserParameters(IDENTITY, hash),
      },
    ],
  },
];

import {
  PUBLISH_VERSIONS,
  publishedVersion,
  publishVersionsUserParameters,
  VERSIONS_NAMESPACE,
} from '../../../handlers/contract/publish-versions';
import { RECORD_VERSIONS } from '../../../handlers/contract/record-versions';
import { releasedVersionsUserParameters } from '../../../handlers/contract/released-versions';
import { LAMBDA_ACTION } from '../../providers/names';
import { APPROVAL } from '../../stores/codepipeline/flow';
import type { ActionDefinition, StageDefinition } from '../../stores/codepipeline/model';
import { ALARM, ALIAS, alarmOf, BUILD, FUNCTIONS, functionName, IDENTITY } from './names';

/** How the traffic moves, as CodePipeline's action writes it. */
export type Strategy = 'AllAtOnce' | 'Canary10Percent2Minutes' | 'Linear40PercentEvery1Minute';

/** The stages after the build, as the pipeline's stack has them. @param hash of the settings */
export const stagesOf = (hash: string, strategy: Strategy): readonly StageDefinition[] => [
  {
    name: 'Publish',
    actions: [
      {
        ...{ name: 'PublishVersions', namespace: VERSIONS_NAMESPACE, action: PUBLISH_VERSIONS.name },
        ...{ inputs: [BUILD], userParameters: publishVersionsUserParameters(IDENTITY, hash) },
      },
    ],
  },
  {
    name: 'Deploy',
    actions: [
      ...FUNCTIONS.map((name) => moveTraffic(name, strategy)),
      {
        ...{ name: 'RecordVersions', action: RECORD_VERSIONS.name, runOrder: 2 },
        userParameters: releasedVersionsUserParameters(IDENTITY, hash, FUNCTIONS),
      },
    ],
  },
];

/** The same where a person is asked about what is published. */
export function stagesWithApproval(hash: string, strategy: Strategy): readonly StageDefinition[] {
  const [publish, deploy] = stagesOf(hash, strategy);
  const approval = {
    name: 'Approval',
    actions: [{ name: 'Approve', action: APPROVAL, userParameters: '{}' }],
  };
  return [publish, approval, deploy].flatMap((stage) => stage ?? []);
}

const moveTraffic = (name: string, strategy: Strategy): ActionDefinition => ({
  ...{ name, action: LAMBDA_ACTION, runOrder: 1, userParameters: '' },
  native: {
    provider: 'Lambda',
    configuration: {
      ...{ FunctionName: functionName(name), FunctionAlias: ALIAS, DeployStrategy: strategy },
      ...{ PublishedTargetVersion: publishedVersion(name), Alarms: [alarmOf(name), ALARM].join() },
    },
  },
});

import { recordReleaseUserParameters, RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { SCAN_IMAGES, scanImagesUserParameters } from '../../../handlers/contract/scan-images';
import {
  UPDATE_TASK_DEFINITION,
  updateTaskDefinitionUserParameters,
} from '../../../handlers/contract/update-task-definition';
import {
  ALARM,
  artifactKey,
  BUCKET,
  CONTAINER,
  FIRST,
  IDENTITY,
  imageOf,
  NAME,
  NEXT,
  RELEASE,
  TARGET_GROUPS,
} from '../../ecs-service/names';
import { MEMORY, REVISIONS, startService } from '../../ecs-service/start';
import { taskDefinition } from '../../ecs-service/task-definition';
import { ECS_ACTION } from '../../providers/names';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { StageDefinition } from '../../stores/codepipeline/model';
import { revisionArn } from '../../stores/ecs/find';

/** The artifact of the build. */
const BUILD = 'Build';

const FILE = 'taskdef.json';

/** The stages after the build, as the pipeline's stack has them. */
const STAGES: readonly StageDefinition[] = [
  {
    name: 'Scan',
    actions: [
      {
        ...{ name: 'ScanImages', action: SCAN_IMAGES.name, inputs: [BUILD] },
        userParameters: scanImagesUserParameters(IDENTITY, 'HIGH'),
      },
    ],
  },
  {
    name: 'Deploy',
    actions: [
      {
        ...{ name: 'UpdateTaskDefinition', action: UPDATE_TASK_DEFINITION.name, inputs: [BUILD] },
        userParameters: updateTaskDefinitionUserParameters(IDENTITY, {
          ...{ cluster: NAME, service: NAME, taskDefinition: FILE },
        }),
      },
      {
        ...{ name: 'Deploy', action: ECS_ACTION, inputs: [BUILD], userParameters: '' },
        native: {
          provider: 'ECS',
          configuration: {
            ...{ ClusterName: NAME, ServiceName: NAME, FileName: 'imagedefinitions.json' },
            DeploymentTimeout: '20',
          },
        },
      },
      {
        ...{ name: 'RecordRelease', action: RECORD_RELEASE.name },
        userParameters: recordReleaseUserParameters(IDENTITY),
      },
    ],
  },
];

/** Memory in the task definition of an execution's commit: the one that is proven brings another content. */
export const memoryOf = (execution: string): string => (execution === RELEASE ? MEMORY.after : MEMORY.before);

/** Keys of an execution's artifacts. */
export const artifactsOf = (execution: string): Readonly<Record<string, string>> => ({
  [BUILD]: artifactKey(BUILD, execution),
});

/** The same image again where `image` names that of another execution. */
export const buildOf = (execution: string, image = execution): Readonly<Record<string, string>> => ({
  'imagedefinitions.json': JSON.stringify([{ name: CONTAINER, imageUri: imageOf(image) }]),
  [FILE]: JSON.stringify(taskDefinition('<IMAGE1_NAME>', memoryOf(execution))),
});

/** A service that ECS itself replaces the tasks of, whose circuit breaker and alarm roll back. */
export function start(): SimulatedAccount {
  const deployment = {
    ...{ id: 'ecs-svc/1', definition: revisionArn(NAME, REVISIONS.serving), createdAt: 0 },
    ...{ state: 'COMPLETED' as const, reason: 'ECS deployment ecs-svc/1 completed.', failed: 0 },
  };
  return startService({
    pipeline: { stages: STAGES },
    service: {
      controller: 'ECS',
      configuration: {
        ...{ minimumHealthyPercent: 100, maximumPercent: 200 },
        deploymentCircuitBreaker: { enable: true, rollback: true },
        alarms: { alarmNames: [ALARM], enable: true, rollback: true },
      },
      ...{ deployments: [deployment], completed: deployment, taskSets: [] },
    },
    ...{ servedBy: deployment.id, recordedDeployment: deployment.id },
    targetGroups: TARGET_GROUPS.slice(0, 1),
    objects: Object.fromEntries(
      [FIRST, RELEASE, NEXT].map((execution) => [
        `${BUCKET}/${artifactKey(BUILD, execution)}`,
        buildOf(execution),
      ]),
    ),
    artifactsOf,
  });
}

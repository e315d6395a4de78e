import { RECORD_RELEASE, recordReleaseUserParameters } from '../../../handlers/contract/record-release';
import { SCAN_IMAGES, scanImagesUserParameters } from '../../../handlers/contract/scan-images';
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
  PORT,
  RELEASE,
  REPOSITORY,
  RULE,
  TARGET_GROUPS,
} from '../../ecs-service/names';
import { MEMORY, REVISIONS, startService } from '../../ecs-service/start';
import { taskDefinition } from '../../ecs-service/task-definition';
import { CODE_DEPLOY_ACTION } from '../../providers/names';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { PipelineState, StageDefinition } from '../../stores/codepipeline/model';
import { revisionArn } from '../../stores/ecs/find';

/** The artifacts of both sources. */
const [IMAGE, SETTINGS] = ['Image', 'Settings'] as const;

const SOURCES: PipelineState['sources'] = [
  { name: IMAGE, provider: 'ECR', configuration: { RepositoryName: REPOSITORY }, artifact: IMAGE },
  { name: SETTINGS, provider: 'S3', configuration: {}, artifact: SETTINGS },
];

/** The stages after the sources, as the pipeline's stack has them. */
const STAGES: readonly StageDefinition[] = [
  {
    name: 'Scan',
    actions: [
      {
        ...{ name: 'ScanImages', action: SCAN_IMAGES.name, inputs: [IMAGE] },
        userParameters: scanImagesUserParameters(IDENTITY, 'HIGH'),
      },
    ],
  },
  {
    name: 'Deploy',
    actions: [
      {
        ...{ name: 'Deploy', action: CODE_DEPLOY_ACTION, inputs: [SETTINGS, IMAGE], userParameters: '' },
        native: {
          provider: 'CodeDeployToECS',
          configuration: {
            ...{ ApplicationName: NAME, DeploymentGroupName: NAME },
            ...{ AppSpecTemplateArtifact: SETTINGS, TaskDefinitionTemplateArtifact: SETTINGS },
            ...{ Image1ArtifactName: IMAGE, Image1ContainerName: 'IMAGE1_NAME' },
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

/** Memory in the settings of an execution: the one that is proven brings other settings. */
export const memoryOf = (execution: string): string => (execution === RELEASE ? MEMORY.after : MEMORY.before);

/** Keys of an execution's artifacts. */
export const artifactsOf = (execution: string): Readonly<Record<string, string>> =>
  Object.fromEntries([IMAGE, SETTINGS].map((name) => [name, artifactKey(name, execution)]));

/** As a team has it. https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html */
const APP_SPEC = `
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: ${CONTAINER}, ContainerPort: ${PORT} }
`;

const objectsOf = (execution: string): NonNullable<SimulatedAccount['s3']> => ({
  [`${BUCKET}/${artifactKey(IMAGE, execution)}`]: {
    'imageDetail.json': JSON.stringify({ ImageURI: imageOf(execution) }),
  },
  [`${BUCKET}/${artifactKey(SETTINGS, execution)}`]: {
    'taskdef.json': JSON.stringify(taskDefinition('<IMAGE1_NAME>', memoryOf(execution))),
    'appspec.yaml': APP_SPEC,
  },
});

/** A service that CodeDeploy moves the traffic of in two steps, and whose tasks it keeps for two minutes. */
export function start(): SimulatedAccount {
  const definition = revisionArn(NAME, REVISIONS.serving);
  const [targetGroup] = TARGET_GROUPS;
  const taskSet = {
    ...{ id: 'ecs-svc/1', arn: 'arn:aws:ecs:task-set/1', externalId: 'd-1', definition },
    ...{ targetGroup, isPrimary: true },
  };
  return {
    ...startService({
      pipeline: { stages: STAGES, sources: SOURCES },
      service: { controller: 'CODE_DEPLOY', configuration: {}, deployments: [], taskSets: [taskSet] },
      ...{ servedBy: taskSet.id, recordedDeployment: 'd-1' },
      targetGroups: TARGET_GROUPS,
      objects: Object.assign({}, ...[FIRST, RELEASE, NEXT].map(objectsOf)) as NonNullable<
        SimulatedAccount['s3']
      >,
      artifactsOf,
    }),
    codeDeploy: {
      ...{ name: NAME, cluster: NAME, service: NAME, targetGroups: TARGET_GROUPS, rule: RULE },
      steps: [
        { percent: 10, seconds: 60 },
        { percent: 100, seconds: 0 },
      ],
      ...{ terminationSeconds: 120, alarms: [ALARM], deployments: [] },
    },
  };
}

import type { GetDeploymentGroupOutput, GetDeploymentOutput } from '@aws-sdk/client-codedeploy';
import type { BatchGetImageResponse, DescribeImageScanFindingsResponse } from '@aws-sdk/client-ecr';
import type {
  DescribeServicesResponse,
  DescribeTaskDefinitionResponse,
  ListTasksResponse,
  Service,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import type { GetParameterResult } from '@aws-sdk/client-ssm';

/** What functions, CodePipeline and CodeDeploy read of an answer of ECR, ECS and CodeDeploy. */
export const READ_OF_SERVICES: Readonly<Record<string, (answer: never) => unknown>> = {
  BatchGetImage: ({ images = [] }: BatchGetImageResponse) =>
    images.map(({ imageManifest, imageId }) => [imageManifest, imageId?.imageDigest, imageId?.imageTag]),
  DescribeImageScanFindings: ({ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse) => [
    ...[imageScanStatus?.status, imageScanFindings?.findings?.length ?? 0],
  ],
  DescribeTaskDefinition: revisionRead,
  RegisterTaskDefinition: revisionRead,
  GetParameter: ({ Parameter }: GetParameterResult) => [Parameter?.Value, Parameter?.Version],
  DescribeServices: ({ services = [], failures = [] }: DescribeServicesResponse) => ({
    found: services.map(serviceRead),
    failed: failures.map(({ reason }) => reason),
  }),
  UpdateService: ({ service = {} }: UpdateServiceResponse) => serviceRead(service),
  ListTasks: ({ taskArns = [] }: ListTasksResponse) => taskArns.length,
  GetDeployment: ({ deploymentInfo: found = {} }: GetDeploymentOutput) => ({
    ...{ id: found.deploymentId, application: found.applicationName, group: found.deploymentGroupName },
    ...{ status: found.status, creator: found.creator, hasEnded: found.completeTime !== undefined },
  }),
  GetDeploymentGroup: ({ deploymentGroupInfo: found = {} }: GetDeploymentGroupOutput) =>
    found.ecsServices?.map(({ clusterName, serviceName }) => [clusterName, serviceName]),
};

const serviceRead = (service: Service) => ({
  ...{ status: service.status, controller: service.deploymentController?.type },
  ...{ taskDefinition: service.taskDefinition },
  ...{ desired: service.desiredCount, running: service.runningCount },
  containers: service.loadBalancers?.map(({ containerName, containerPort }) => [
    containerName,
    containerPort,
  ]),
  deployments: service.deployments?.map((one) => [
    ...[one.id, one.status, one.taskDefinition, one.runningCount],
    ...[one.rolloutState, one.rolloutStateReason, one.failedTasks],
  ]),
  taskSets: service.taskSets?.map((one) => ({
    ...{ externalId: one.externalId, status: one.status, taskDefinition: one.taskDefinition },
    ...{ running: one.runningCount, desired: one.computedDesiredCount, stability: one.stabilityStatus },
    targetGroups: one.loadBalancers?.map(({ targetGroupArn }) => targetGroupArn),
  })),
});

function revisionRead({ taskDefinition: found, tags = [] }: DescribeTaskDefinitionResponse): unknown {
  return [
    ...[found?.family, found?.revision, found?.status, found?.cpu, found?.memory],
    found?.containerDefinitions?.map(({ name, image }) => [name, image]),
    tags.map(({ key, value }) => [key, value]),
  ];
}

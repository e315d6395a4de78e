import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import type { BlueGreenPipeline } from './deployed-pipeline';

/** appspec.yaml and taskdef.json of one pipeline. */
export interface Settings {
  readonly appspec: string;
  readonly taskDefinition: string;
}

/**
 * The settings a team would release with: those of the folder where there is one for this object key
 * (`<folder>/<key without .zip>`, then `<folder>/<directory of the key>`), else made from the service as it was deployed.
 */
export async function settingsFor(pipeline: BlueGreenPipeline, folder: string): Promise<Settings> {
  return fromFolder(pipeline, folder) ?? (await fromService(pipeline));
}

/** Zips the settings and puts them where the pipeline takes them from, as a CI job does. Gives the object's version. */
export async function uploadSettings(pipeline: BlueGreenPipeline, settings: Settings): Promise<string> {
  const Body = zipSync({
    'appspec.yaml': strToU8(settings.appspec),
    'taskdef.json': strToU8(settings.taskDefinition),
  });
  const { bucket, key } = pipeline.settings;
  const { VersionId } = await pipeline.clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body, Tagging: 'uploaded-by=ci' }),
  );
  return VersionId ?? '';
}

/** The same settings with an environment variable set in every container: the smallest change worth a release. */
export function withVariable(settings: Settings, name: string, value: string): Settings {
  const definition = JSON.parse(settings.taskDefinition) as {
    containerDefinitions: { environment?: { name: string; value: string }[] }[];
  };
  for (const container of definition.containerDefinitions) {
    container.environment = [
      ...(container.environment ?? []).filter((entry) => entry.name !== name),
      { name, value },
    ];
  }
  return { ...settings, taskDefinition: JSON.stringify(definition, null, 2) };
}

function fromFolder(pipeline: BlueGreenPipeline, folder: string): Settings | undefined {
  const repository = pipeline.images[0]?.repository ?? '';
  const [directory = ''] = pipeline.settings.key.split('/');
  const read = (file: string) => {
    const candidates = [join(folder, repository, directory, file), join(folder, repository, file)];
    const found = candidates.find((candidate) => existsSync(candidate));
    return found ? readFileSync(found, 'utf8') : undefined;
  };
  const appspec = read('appspec.yaml');
  const taskDefinition = read('taskdef.json');
  return appspec && taskDefinition ? { appspec, taskDefinition } : undefined;
}

async function fromService(pipeline: BlueGreenPipeline): Promise<Settings> {
  const { ecs } = pipeline.clients;
  const { clusterName, serviceName } = pipeline.group.ecsServices?.[0] ?? {};
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: clusterName, services: [serviceName ?? ''] }),
  );
  const serving = services?.[0]?.taskSets?.find(({ status }) => status === 'PRIMARY') ?? services?.[0];
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: serving?.taskDefinition }),
  );
  const balancer = serving?.loadBalancers?.[0];
  return {
    appspec: appspecFor(balancer?.containerName ?? 'app', balancer?.containerPort ?? 80),
    taskDefinition: JSON.stringify(
      releasable(pipeline, taskDefinition ?? {}, balancer?.containerName),
      null,
      2,
    ),
  };
}

function appspecFor(container: string, port: number): string {
  return `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: ${container}
          ContainerPort: ${port}
`;
}

/** What RegisterTaskDefinition takes of a task definition, the first container's image and one further for each source. */
function releasable(pipeline: BlueGreenPipeline, current: TaskDefinition, container = 'app'): object {
  const { family, taskRoleArn, executionRoleArn, networkMode, requiresCompatibilities, cpu, memory } =
    current;
  const model = current.containerDefinitions?.find(({ name }) => name === container);
  return {
    family,
    taskRoleArn,
    executionRoleArn,
    networkMode,
    requiresCompatibilities,
    cpu,
    memory,
    containerDefinitions: pipeline.images.map((_, index) => ({
      name: index === 0 ? container : `${container}-${index + 1}`,
      image: `<IMAGE${index + 1}_NAME>`,
      essential: true,
      memory: 128,
      ...(index === 0 ? { portMappings: model?.portMappings } : {}),
      ...(model?.logConfiguration ? { logConfiguration: model.logConfiguration } : {}),
    })),
  };
}

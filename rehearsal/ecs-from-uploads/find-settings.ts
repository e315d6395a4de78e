import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { servingTasks } from '../ecs/serving';
import type { UploadsPipeline } from './pipeline';
import type { UploadedSettings } from './settings';

/**
 * The settings a team would release with: those of the folder where there is one for this object key
 * (`<folder>/<key without .zip>`, then `<folder>/<directory of the key>`), else made from the service as it was deployed.
 */
export async function settingsFor(pipeline: UploadsPipeline, folder: string): Promise<UploadedSettings> {
  return fromFolder(pipeline, folder) ?? (await fromService(pipeline));
}

function fromFolder(pipeline: UploadsPipeline, folder: string): UploadedSettings | undefined {
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

/** Settings for the task definition that the service was deployed with, with the images of the pipeline. */
async function fromService(pipeline: UploadsPipeline): Promise<UploadedSettings> {
  const { taskDefinition, loadBalancer } = await servingTasks(pipeline);
  const { containerName, containerPort } = loadBalancer ?? {};
  return {
    appspec: appspecFor(containerName ?? 'app', containerPort ?? 80),
    taskDefinition: JSON.stringify(releasable(pipeline, taskDefinition, containerName), null, 2),
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

/** What RegisterTaskDefinition takes of a task definition, with a container for each image of the pipeline. */
function releasable(pipeline: UploadsPipeline, current: TaskDefinition, container = 'app'): object {
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

import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { codeDeployClient, deployAppSpec, requireApplication } from './codedeploy/deployment';
import { fillTaskDefinition, putTaskDefinition } from './codedeploy/placeholders';
import { readTemplates } from './codedeploy/templates';
import type { ActionJob, ActionOutcome, ActionProvider } from './provider';
import { ActionFailure } from './provider';

/**
 * Registers a task definition with the images of this execution and has CodeDeploy bring it up beside the one that
 * serves. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const codeDeployToEcs: ActionProvider = {
  type: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeployToECS', version: '1' },
  inputArtifacts: { minimum: 1, maximum: 5 },
  outputArtifacts: { minimum: 0, maximum: 0 },
  configuration: {
    ApplicationName: 'required',
    DeploymentGroupName: 'required',
    TaskDefinitionTemplateArtifact: 'required',
    TaskDefinitionTemplatePath: 'optional',
    AppSpecTemplateArtifact: 'required',
    AppSpecTemplatePath: 'optional',
    ...Object.fromEntries(
      [1, 2, 3, 4].flatMap((number) => [
        [`Image${number}ArtifactName`, 'optional' as const],
        [`Image${number}ContainerName`, 'optional' as const],
      ]),
    ),
  },
  timeoutInMinutes: 5 * 24 * 60,
  run: release,
};

async function release(job: ActionJob): Promise<ActionOutcome> {
  const templates = await readTemplates(job);
  const taskDefinition = fillTaskDefinition(templates);
  const codeDeploy = await codeDeployClient(job);
  await requireApplication(job, codeDeploy);
  const arn = await register(job, taskDefinition);
  return deployAppSpec(job, codeDeploy, putTaskDefinition(templates.appSpec, arn));
}

async function register(job: ActionJob, taskDefinition: object): Promise<string> {
  const ecs = new ECSClient({ ...(await job.identity()), region: job.region });
  const command = new RegisterTaskDefinitionCommand(taskDefinition as RegisterTaskDefinitionCommand['input']);
  const { taskDefinition: registered } = await ecs.send(command);
  if (!registered?.taskDefinitionArn)
    throw new ActionFailure('JobFailed', 'Amazon ECS returned no task definition ARN.');
  return registered.taskDefinitionArn;
}

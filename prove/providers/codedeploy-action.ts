import { createHash } from 'node:crypto';
import type { CreateDeploymentOutput, GetDeploymentOutput } from '@aws-sdk/client-codedeploy';
import type { RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import { failAction, succeedAction } from '../stores/codepipeline/flow';
import { acceptLater } from '../simulated-account/lambda';
import { CODE_DEPLOY_ACTION } from './names';
import { actionProvider, type ActionStep, readFiles } from './pipeline-action';

/** Seconds between two looks at a deployment; AWS documents none. */
const POLL_SECONDS = 60;

interface CodeDeployEvent {
  readonly run: string;
  /** The deployment that is watched. @default - there is none yet */
  readonly deployment?: string;
}

type Step = ActionStep<CodeDeployEvent>;

/**
 * Registers the task definition with the images in it, and has CodeDeploy deploy it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const codeDeployAction = actionProvider<CodeDeployEvent>((step) =>
  step.event.deployment ? watch(step) : begin(step),
);

async function begin(step: Step): Promise<void> {
  const { simulated, run, call, configuration } = step;
  const { ApplicationName: applicationName, DeploymentGroupName: deploymentGroupName } = configuration;
  const settings = await readFiles(call, run, configuration.TaskDefinitionTemplateArtifact ?? '');
  const image = await readFiles(call, run, configuration.Image1ArtifactName ?? '');
  const { ImageURI } = JSON.parse(image['imageDetail.json'] ?? '{}') as { readonly ImageURI?: string };
  const template = settings['taskdef.json'] ?? '{}';
  await call('codedeploy', 'GetApplication', { applicationName });
  const registered = await call<RegisterTaskDefinitionResponse>(
    ...(['ecs', 'RegisterTaskDefinition'] as const),
    JSON.parse(template.replaceAll(`<${configuration.Image1ContainerName}>`, ImageURI ?? '')) as object,
  );
  const arn = registered.taskDefinition?.taskDefinitionArn ?? '';
  const content = (settings['appspec.yaml'] ?? '').replaceAll('<TASK_DEFINITION>', arn);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } };
  await call('codedeploy', 'RegisterApplicationRevision', { applicationName, revision });
  await call('codedeploy', 'GetApplicationRevision', { applicationName, revision });
  const { deploymentId: deployment = '' } = await call<CreateDeploymentOutput>(
    'codedeploy',
    'CreateDeployment',
    {
      ...{ applicationName, deploymentGroupName, revision },
    },
  );
  run.externalId = deployment;
  await call('codedeploy', 'GetDeployment', { deploymentId: deployment });
  await call('codedeploy', 'GetDeploymentConfig', { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  const event: CodeDeployEvent = { run: run.id, deployment };
  acceptLater(simulated, CODE_DEPLOY_ACTION, event, POLL_SECONDS);
}

async function watch({ simulated, run, event, call }: Step): Promise<void> {
  const { deployment: deploymentId } = event;
  const { deploymentInfo } = await call<GetDeploymentOutput>('codedeploy', 'GetDeployment', { deploymentId });
  const { status = '', errorInformation } = deploymentInfo ?? {};
  if (status === 'Succeeded') {
    run.output = { DeploymentId: deploymentId ?? '' };
    return succeedAction(simulated, run.id);
  }
  if (status !== 'InProgress')
    return failAction(
      simulated,
      run.id,
      `Deployment ${deploymentId} ${status}. ${errorInformation?.message}`,
    );
  acceptLater(simulated, CODE_DEPLOY_ACTION, event, POLL_SECONDS);
}

import { randomUUID } from 'node:crypto';
import type { LifecycleEventStatus } from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Hook } from '../app-spec';
import { DeploymentInterruption } from './interruption';
import type { DeploymentRun } from './run';
import { callAsServiceRole } from './service-role-call';

const CALLBACK_MILLISECONDS = 60 * 60_000;

/**
 * Invokes the function that the AppSpec file names for a lifecycle event, if it names one, and waits for its report.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 * @throws DeploymentInterruption where it reports failure, or nothing within an hour
 */
export async function runHook(run: DeploymentRun, event: Hook): Promise<void> {
  const { appSpec, functionSpec } = run.deployment;
  const hooks: Partial<Record<Hook, string>> | undefined = (functionSpec ?? appSpec)?.hooks;
  const functionName = hooks?.[event];
  if (!functionName) return;
  const executionId = Buffer.from(randomUUID()).toString('base64');
  const reported = expectReport(run, event, executionId);
  const { deploymentId } = run.deployment.info;
  const payload = { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId };
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: 'Event',
    Payload: new TextEncoder().encode(JSON.stringify(payload)),
  });
  await callAsServiceRole(run, 'AWSLambda', () => new LambdaClient(run.identity).send(command));
  const status = await Promise.race([reported, callbackTimeout(run)]);
  if (status !== 'Succeeded')
    throw new DeploymentInterruption(
      'HOOK_EXECUTION_FAILURE',
      'The deployment failed because one or more of the lifecycle event validation functions failed.',
    );
}

function expectReport(run: DeploymentRun, event: Hook, executionId: string): Promise<LifecycleEventStatus> {
  return new Promise((resolve) => {
    run.deployment.hooks.set(executionId, { event, report: resolve, reported: false });
  });
}

async function callbackTimeout(run: DeploymentRun): Promise<never> {
  await run.serviceContext.clock.sleep(CALLBACK_MILLISECONDS, run.signal);
  run.signal.throwIfAborted();
  throw new DeploymentInterruption(
    'TIMEOUT',
    'The deployment timed out while waiting for a status callback. ' +
      'CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
  );
}

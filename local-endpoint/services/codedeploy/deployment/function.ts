import {
  type AliasConfiguration,
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionSpec } from '../function-spec';
import type { DeploymentRecord } from './deployment';
import { runHook } from './hooks';
import { DeploymentInterruption } from './interruption';
import { lifecycleEvent, markUpdated } from './lifecycle';
import { type DeploymentRun, pause } from './run';
import { callAsServiceRole } from './service-role-call';
import { trafficSteps } from './traffic';

/**
 * Moves the traffic of an alias from one version of a function to another, with a hook before and after.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-lambda
 */
export async function releaseFunction(run: DeploymentRun): Promise<void> {
  await checkAlias(run);
  await lifecycleEvent(run, 'BeforeAllowTraffic', () => runHook(run, 'BeforeAllowTraffic'));
  await lifecycleEvent(run, 'AllowTraffic', () => allowTraffic(run));
  await lifecycleEvent(run, 'AfterAllowTraffic', () => runHook(run, 'AfterAllowTraffic'));
}

/** Has the alias name the version again that it named before the deployment that is rolled back, whatever it names now. */
export async function rollBackFunction(run: DeploymentRun): Promise<void> {
  await lifecycleEvent(run, 'BeforeAllowTraffic', async () => undefined);
  await lifecycleEvent(run, 'AllowTraffic', () => share(run, specOf(run.deployment).TargetVersion, 0));
  recordWeight(run, 100);
  await lifecycleEvent(run, 'AfterAllowTraffic', async () => undefined);
}

/** @throws DeploymentInterruption `INVALID_LAMBDA_CONFIGURATION` where the alias is not as the AppSpec file has it */
async function checkAlias(run: DeploymentRun): Promise<void> {
  const { Name: FunctionName, Alias: Name, CurrentVersion } = specOf(run.deployment);
  const alias = await asRole<AliasConfiguration>(run, (client) =>
    client.send(new GetAliasCommand({ FunctionName, Name })),
  );
  const weighted = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  if (alias.FunctionVersion === CurrentVersion && weighted.length === 0) return;
  throw new DeploymentInterruption(
    'INVALID_LAMBDA_CONFIGURATION',
    `The alias ${Name} of the function ${FunctionName} must point to the current version ${CurrentVersion} alone, and points to ${[alias.FunctionVersion, ...weighted].join(' and ')}.`,
  );
}

/** In the steps of the deployment configuration. */
async function allowTraffic(run: DeploymentRun): Promise<void> {
  const { CurrentVersion, TargetVersion } = specOf(run.deployment);
  await readProvisionedConcurrency(run);
  for (const { green, minutes } of trafficSteps(run.config)) {
    await (green === 100 ? share(run, TargetVersion, 0) : share(run, CurrentVersion, green));
    recordWeight(run, green);
    if (minutes) await pause(run, minutes * 60_000);
  }
}

/** @param percent of the traffic that the target version gets, where the alias names the other one */
async function share(run: DeploymentRun, FunctionVersion: string, percent: number): Promise<void> {
  const { Name: FunctionName, Alias: Name, TargetVersion } = specOf(run.deployment);
  const AdditionalVersionWeights = percent > 0 ? { [TargetVersion]: percent / 100 } : {};
  const RoutingConfig = { AdditionalVersionWeights };
  await asRole(run, (client) =>
    client.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion, RoutingConfig })),
  );
}

function recordWeight(run: DeploymentRun, percent: number): void {
  const { lambdaFunctionInfo } = run.deployment.target;
  if (lambdaFunctionInfo) lambdaFunctionInfo.targetVersionWeight = percent / 100;
  markUpdated(run);
}

/** The managed policy AWSCodeDeployRoleForLambda allows it: there is none to wait for here. */
async function readProvisionedConcurrency(run: DeploymentRun): Promise<void> {
  const { Name: FunctionName, Alias: Qualifier } = specOf(run.deployment);
  await asRole(run, (client) =>
    client
      .send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }))
      .catch((error: Error) => {
        if (error.name !== 'ProvisionedConcurrencyConfigNotFoundException') throw error;
      }),
  );
}

const asRole = <Output>(run: DeploymentRun, send: (client: LambdaClient) => Promise<Output>) =>
  callAsServiceRole(run, 'AWSLambda', () => send(new LambdaClient(run.identity)));

function specOf({ functionSpec, info }: DeploymentRecord): FunctionSpec {
  if (!functionSpec) throw new Error(`deployment ${info.deploymentId} deploys no function`);
  return functionSpec;
}

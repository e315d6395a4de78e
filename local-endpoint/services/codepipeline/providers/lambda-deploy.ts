import { LambdaClient } from '@aws-sdk/client-lambda';
import { requireNoAlarm } from './lambda-deploy/alarms';
import { readSettings } from './lambda-deploy/settings';
import { publishArtifact, requireVersion } from './lambda-deploy/target-version';
import { requireSingleVersion, moveTraffic } from './lambda-deploy/traffic';
import type { ActionJob, ActionOutcome, ActionProvider } from './provider';

/**
 * Gives a function new code and publishes a version of it, or takes a version that is published, and moves the traffic of
 * an alias to it. What is wrong with the input is found before anything is changed.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export const lambdaDeploy: ActionProvider = {
  type: { category: 'Deploy', owner: 'AWS', provider: 'Lambda', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 1 },
  outputArtifacts: { minimum: 0, maximum: 0 },
  configuration: {
    FunctionName: 'required',
    FunctionAlias: 'optional',
    PublishedTargetVersion: 'optional',
    DeployStrategy: 'optional',
    Alarms: 'optional',
  },
  timeoutInMinutes: 2 * 24 * 60 + 60,
  run: release,
};

async function release(job: ActionJob): Promise<ActionOutcome> {
  const settings = readSettings(job);
  const client = new LambdaClient({ ...(await job.identity()), region: job.region });
  const serving =
    settings.alias && (await requireSingleVersion(client, settings.functionName, settings.alias));
  await requireNoAlarm(job, settings.alarms);
  const version = settings.targetVersion
    ? await requireVersion(client, settings.functionName, settings.targetVersion)
    : await publishArtifact(job, client, settings.functionName);
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/lambda/home?region=${job.region}#/functions/${settings.functionName}`;
  if (settings.alias && serving)
    await moveTraffic(job, client, { ...settings, alias: settings.alias, from: serving, to: version });
  return {
    summary: `Version ${version} of ${settings.functionName} deployed`,
    outputVariables: { FunctionVersion: version },
  };
}

import { type LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { stopDeployment } from '../code-deploy/stop-deployment';
import type { LambdaSettings } from '../contract/lambda-settings';
import { pipelineName, releaseParameterName } from '../contract/names';
import type { RecordedRelease } from '../contract/release-record';
import { logger } from '../logger';
import { readRecord } from '../release-record/read-record';
import { type Alias, describeAlias, hasWeights, LATEST, readAlias } from '../versions/alias';
import {
  describeDeployment,
  executionOf,
  isRollback,
  listDeployments,
  readDeployment,
} from '../versions/deployments';
import { readLatestSettings } from '../versions/read-settings';
import { hasDeployed, isDeploying } from './deploying';
import type { EndedExecution } from './parse-event';
import type { VersionClients } from './record';

/**
 * Gives each alias back to the version that the release record says serves, after an execution ended that had begun to
 * deploy and recorded nothing. What deployed functions side by side may have moved some of them.
 *
 * It decides by what it finds and not by the event, so that it is right late, twice, and for several executions. While
 * another execution deploys it changes nothing: that moves every alias, or its end invokes this again. Aliases are read
 * first, and changed only from the revision that was read, so that nobody's change after that is undone. An execution that
 * did not deploy leaves aliases as they are, because somebody may have moved them by hand.
 *
 * Where no version of a function is recorded, as before its first release, nobody can tell what its alias named before: it
 * keeps the version that it names, and loses weights. CodePipeline's action begins with one version and names the next one
 * when all traffic goes there, so that weights are of the deployment that has ended; and no release begins with weights.
 *
 * Deployments of CodeDeploy go on when the execution that began them is stopped: they are stopped first. One that somebody has
 * made by hand goes on, and the alias that it moves stays as it is.
 * @throws the first error, after every alias had its turn; and where CodePipeline does not show yet that the execution ended,
 * or a deployment has still to stop
 */
export async function restoreAliases(clients: VersionClients, ended: EndedExecution): Promise<void> {
  const { pipeline, executionId } = ended;
  const settings = await readLatestSettings(clients.ssm, pipeline);
  if (!settings) return logger.info('Nothing to do: the pipeline releases no functions');
  if (settings.latest)
    return logger.info('Nothing to do: the aliases name $LATEST, of which there is nothing to go back to');
  const aliases = await readAliases(clients.lambda, settings);
  if (await isDeploying(clients.codePipeline, ended))
    return logger.info('Nothing to do: another execution deploys');
  if (!(await hasDeployed(clients.codePipeline, pipelineName(pipeline), executionId)))
    return logger.info('Nothing to do: the execution has not begun to deploy');
  const moved = settings.hooks ? await stopDeployments(clients, ended, settings) : [];
  const serving = (await readRecord(clients.ssm, releaseParameterName(pipeline)))?.serving;
  const errors: unknown[] = [];
  for (const one of aliases.filter(({ alias }) => !moved.includes(alias.functionName)))
    try {
      await restore(clients.lambda, recordedVersion(serving, one), one.alias);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
}

/**
 * Stops what executions of this pipeline have begun, and what CodeDeploy gives back after them.
 * @returns the functions, as Lambda names them, whose alias somebody else's deployment moves
 * @throws Error where one is still there: Lambda asks again after a minute
 */
async function stopDeployments(
  { codeDeploy }: VersionClients,
  { pipeline }: EndedExecution,
  { functions }: LambdaSettings,
): Promise<string[]> {
  const moved: string[] = [];
  const stopping: string[] = [];
  for (const { functionName } of Object.values(functions)) {
    const others: string[] = [];
    for (const id of await listDeployments(codeDeploy, pipeline, functionName)) {
      const deployment = await readDeployment(codeDeploy, id);
      if (executionOf(deployment) === undefined && !isRollback(deployment)) {
        logger.warn(
          `Deployment ${id} of ${functionName}, ${describeDeployment(deployment)}, is not the pipeline's: it goes on, and the alias stays as it is`,
        );
        others.push(id);
        continue;
      }
      logger.info(`Deployment ${id} of ${functionName} is stopped: the execution that began it has ended`);
      await stopDeployment(codeDeploy, id, false);
    }
    if (others.length > 0) moved.push(functionName);
    const left = await listDeployments(codeDeploy, pipeline, functionName);
    stopping.push(...left.filter((id) => !others.includes(id)));
  }
  if (stopping.length > 0)
    throw new Error(
      `Deployments must have stopped before aliases are given back, got: ${stopping.join(', ')}`,
    );
  return moved;
}

interface NamedAlias {
  /** Of the function in the config. */
  readonly name: string;
  readonly alias: Alias;
}

async function readAliases(client: LambdaClient, settings: LambdaSettings): Promise<NamedAlias[]> {
  const aliases: NamedAlias[] = [];
  for (const [name, { functionName }] of Object.entries(settings.functions)) {
    const alias = await readAlias(client, functionName, settings.alias);
    if (alias) aliases.push({ name, alias });
  }
  return aliases;
}

/** @returns nothing where none is recorded */
function recordedVersion(
  serving: RecordedRelease | undefined,
  { name, alias }: NamedAlias,
): string | undefined {
  if (serving?.type !== 'lambda' || serving.alias !== alias.name) return undefined;
  const recorded = serving.functions[name];
  const isKept = recorded?.functionName === alias.functionName && recorded.version !== LATEST;
  return isKept ? recorded.version : undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
async function restore(client: LambdaClient, recorded: string | undefined, alias: Alias): Promise<void> {
  const { functionName, version: named } = alias;
  const version = recorded ?? named;
  if (recorded === undefined)
    logger.warn(
      `No version of ${functionName} is recorded: alias ${alias.name}, with ${describeAlias(alias)}, keeps ${named}`,
    );
  if (named === version && !hasWeights(alias)) return;
  logger.info(
    `Alias ${alias.name} of ${functionName} goes back to version ${version} from ${describeAlias(alias)}`,
  );
  await client.send(
    new UpdateAliasCommand({
      FunctionName: functionName,
      Name: alias.name,
      FunctionVersion: version,
      RoutingConfig: { AdditionalVersionWeights: {} },
      ...(alias.revisionId && { RevisionId: alias.revisionId }),
    }),
  );
}

import { type LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import type { LambdaSettings } from '../contract/lambda-settings';
import { pipelineName, releaseParameterName } from '../contract/names';
import type { LambdaRelease } from '../contract/release-record';
import { logger } from '../logger';
import { readRecord } from '../release-record/read-record';
import { type Alias, describeAlias, hasWeights, readAlias } from '../versions/alias';
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
 * Before the first release is recorded nobody can tell what an alias named before: it stays, and what stands is logged.
 * @throws the first error, after every alias had its turn; and where CodePipeline does not show yet that the execution ended
 */
export async function restoreAliases(clients: VersionClients, ended: EndedExecution): Promise<void> {
  const { pipeline, executionId } = ended;
  const settings = await readLatestSettings(clients.ssm, pipeline);
  if (!settings) return logger.info('Nothing to do: the pipeline releases no functions');
  const aliases = await readAliases(clients.lambda, settings);
  if (await isDeploying(clients.codePipeline, ended))
    return logger.info('Nothing to do: another execution deploys');
  if (!(await hasDeployed(clients.codePipeline, pipelineName(pipeline), executionId)))
    return logger.info('Nothing to do: the execution has not begun to deploy');
  const serving = (await readRecord(clients.ssm, releaseParameterName(pipeline)))?.serving;
  if (serving?.type !== 'lambda') {
    const stand = aliases.map(({ alias }) => `${alias.functionName}: ${describeAlias(alias)}`).join('; ');
    return logger.warn(
      `Aliases stay, because no release of functions is recorded that served before: ${stand}`,
    );
  }
  const errors: unknown[] = [];
  for (const one of aliases)
    try {
      await restore(clients.lambda, serving, one);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
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

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
async function restore(
  client: LambdaClient,
  { alias: recordedName, functions }: LambdaRelease,
  { name, alias }: NamedAlias,
): Promise<void> {
  const recorded = functions[name];
  const { functionName } = alias;
  if (recorded?.functionName !== functionName || recordedName !== alias.name)
    return logger.warn(
      `Alias ${alias.name} of ${functionName} stays at ${describeAlias(alias)}: no version of it is recorded`,
    );
  if (alias.version === recorded.version && !hasWeights(alias)) return;
  logger.info(
    `Alias ${alias.name} of ${functionName} goes back to version ${recorded.version} from ${describeAlias(alias)}`,
  );
  await client.send(
    new UpdateAliasCommand({
      FunctionName: functionName,
      Name: alias.name,
      FunctionVersion: recorded.version,
      RoutingConfig: { AdditionalVersionWeights: {} },
      ...(alias.revisionId && { RevisionId: alias.revisionId }),
    }),
  );
}

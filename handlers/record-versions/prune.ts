import {
  type AliasConfiguration,
  DeleteFunctionCommand,
  type LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import type { RecordedRelease, ReleaseRecord } from '../contract/release-record';
import { logger } from '../logger';

/** Whose versions are pruned. */
export interface Pruning {
  /** Of the function in the config. */
  readonly name: string;
  readonly functionName: string;
  /** How many versions stay, from the one that serves backwards. */
  readonly keep: number;
  /** The record after the release. */
  readonly record: ReleaseRecord;
  /** Further versions that stay. */
  readonly kept: readonly string[];
}

/** Versions that one release deletes of a function: within a minute, all of them go. */
const MAX_DELETED = 50;

/**
 * Deletes published versions beyond those that are kept. Never one that an alias names or gives weight, that serves or has
 * served before by the record, that another pipeline of the same functions needs, or that is newer than what serves, which may wait for an approval.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 * @throws what Lambda says, for a version that it does not delete
 */
export async function pruneVersions(client: LambdaClient, pruning: Pruning): Promise<void> {
  const { functionName, keep, record } = pruning;
  const serving = Number(recordedVersion(record.serving, pruning));
  // Versions are numbered from 1 on: there cannot be more.
  if (!(serving > keep)) return;
  const published = (await listVersions(client, functionName)).filter((version) => version <= serving);
  const old = published.sort((one, other) => other - one).slice(keep);
  if (old.length === 0) return;
  const named = namedVersions(await listAliases(client, functionName));
  const recorded = [record.serving, record.previous].map((one) => recordedVersion(one, pruning));
  const deletable = old.filter((version) => ![...named, ...recorded, ...pruning.kept].includes(`${version}`));
  for (const version of deletable.reverse().slice(0, MAX_DELETED)) {
    await deleteVersion(client, functionName, version);
    logger.info(`Deleted version ${version} of ${functionName}`);
  }
}

const recordedVersion = (
  release: RecordedRelease | undefined,
  { name, functionName }: Pruning,
): string | undefined => {
  const one = release?.type === 'lambda' ? release.functions[name] : undefined;
  return one?.functionName === functionName ? one.version : undefined;
};

/** Numbers; `$LATEST` is none. */
async function listVersions(client: LambdaClient, FunctionName: string): Promise<number[]> {
  const versions: number[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName }))
    versions.push(...Versions.map(({ Version }) => Number(Version)).filter(Number.isInteger));
  return versions;
}

async function listAliases(client: LambdaClient, FunctionName: string): Promise<AliasConfiguration[]> {
  const aliases: AliasConfiguration[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName }))
    aliases.push(...Aliases);
  return aliases;
}

const namedVersions = (aliases: readonly AliasConfiguration[]): string[] =>
  aliases.flatMap(({ FunctionVersion = '', RoutingConfig }) => [
    FunctionVersion,
    ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
  ]);

/** Without a qualifier the whole function would go. */
async function deleteVersion(client: LambdaClient, FunctionName: string, version: number): Promise<void> {
  if (!Number.isInteger(version) || version < 1)
    throw new Error(`A version must be a number from 1 on, got: ${version}`);
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: `${version}` }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
}

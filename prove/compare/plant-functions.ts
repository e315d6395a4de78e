import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { FunctionContent, FunctionRecord, VersionRecord } from '../stores/lambda/model';
import type { CallAccount } from './call-account';
import type { PairedIds } from './paired-ids';

/** How many seconds a change takes there. */
const CHANGE_TAG = 'rehearsal.change-seconds';

/**
 * Makes the functions of a simulated account with their versions and aliases, of which revisions are paired. `$LATEST` has
 * to be what the last version is of, and all versions numbered from 1 on.
 * @param Role ARN of the functions' own
 */
export async function plantFunctions(
  { functions }: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
  Role: string,
): Promise<void> {
  for (const one of Object.values(functions?.functions ?? {})) {
    const { FunctionArn } = await plantVersions(one, call, Role);
    for (const [Name, { version, weights, revision }] of Object.entries(one.aliases)) {
      const { RevisionId = '' } = (await call('lambda', 'CreateAlias', {
        ...{ FunctionName: one.name, Name, FunctionVersion: version },
        RoutingConfig: { AdditionalVersionWeights: weights },
      })) as AliasConfiguration;
      ids.pair(revision, RevisionId);
    }
    const Tags = { [CHANGE_TAG]: `${one.seconds.change}` };
    await call('lambda', 'TagResource', { Resource: FunctionArn, Tags });
  }
}

/** Code as it is uploaded: the same bytes for the same files. */
export const zipOf = (files: FunctionContent['files']): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])), {
    mtime: new Date(1980, 0, 2),
  });

async function plantVersions(
  { name: FunctionName, versions }: FunctionRecord,
  call: CallAccount,
  Role: string,
): Promise<FunctionConfiguration> {
  let made: FunctionConfiguration = {};
  for (const [at, one] of versions.entries()) {
    if (at === 0)
      made = await call('lambda', 'CreateFunction', {
        ...{ FunctionName, Role, Code: { ZipFile: zipOf(one.content.files) } },
        ...{ Architectures: one.content.Architectures, ...configurationOf(one) },
      });
    else {
      // Of what a version is of no other one is published: their descriptions differ.
      const Description = `version ${one.version}`;
      await call('lambda', 'UpdateFunctionConfiguration', {
        ...{ FunctionName, Description, ...configurationOf(one) },
      });
      await call('lambda', 'UpdateFunctionCode', { FunctionName, ZipFile: zipOf(one.content.files) });
    }
    await call('lambda', 'PublishVersion', { FunctionName });
  }
  return made;
}

const configurationOf = ({ content }: VersionRecord): object => {
  const { Handler, Runtime, MemorySize, Timeout, Environment } = content;
  return { Handler, Runtime, MemorySize, Timeout, Environment };
};

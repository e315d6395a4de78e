import type {
  FunctionConfiguration,
  InvokeCommandOutput,
  ListAliasesResponse,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import { ALIAS } from '../../kinds/lambda/names';
import { LATEST } from '../../stores/lambda/find';
import type { AliasRecord, FunctionRecord, VersionRecord } from '../../stores/lambda/model';
import type { PlantedAccount } from '../account';
import type { OwnReader } from '../replayed-kind';
import { readHistory } from './history';

/** Reads the pipeline's functions; those of others, what versions answer, and executions with a whole reading only. */
export function functionReader(account: PlantedAccount): OwnReader {
  const answers = new Map<string, string>();
  return {
    read: async (simulated, isWhole) => {
      const { functions = {} } = simulated.functions ?? {};
      for (const [name, planted] of Object.entries(functions)) {
        const isOwn = planted.alarm !== undefined;
        if (!isWhole && !isOwn) continue;
        const read = await readFunction(account, planted);
        functions[name] = isWhole && isOwn ? await withAnswer(account, read, answers) : read;
      }
      if (isWhole) await readHistory(account, simulated);
    },
    recordsOf: ({ functions }) => [functions?.functions ?? {}],
  };
}

async function readFunction({ call }: PlantedAccount, planted: FunctionRecord): Promise<FunctionRecord> {
  const { name: FunctionName } = planted;
  const { Versions = [] } = (await call('lambda', 'ListVersionsByFunction', {
    FunctionName,
  })) as ListVersionsByFunctionResponse;
  const { Aliases = [] } = (await call('lambda', 'ListAliases', { FunctionName })) as ListAliasesResponse;
  const all = Versions.map(versionOf);
  return {
    ...planted,
    latest: all.find(({ version }) => version === LATEST) ?? planted.latest,
    versions: all.filter(({ version }) => version !== LATEST),
    aliases: Object.fromEntries(
      Aliases.map(
        ({ Name = '', FunctionVersion = '', RoutingConfig, RevisionId = '' }): [string, AliasRecord] => [
          Name,
          {
            version: FunctionVersion,
            weights: { ...RoutingConfig?.AdditionalVersionWeights },
            revision: RevisionId,
          },
        ],
      ),
    ),
  };
}

const versionOf = (found: FunctionConfiguration): VersionRecord => ({
  version: found.Version ?? '',
  content: {
    ...{ CodeSha256: found.CodeSha256 ?? '', files: {}, Handler: found.Handler ?? '' },
    ...{ Runtime: found.Runtime ?? 'nodejs22.x', MemorySize: found.MemorySize ?? 0 },
    ...{ Timeout: found.Timeout ?? 0, Architectures: found.Architectures ?? [] },
    Environment: { Variables: found.Environment?.Variables ?? {} },
  },
  revision: found.RevisionId ?? '',
  ...(found.State === 'Pending' && { pending: { member: 'State', until: Infinity } }),
});

/** The code of the version that serves is known by what callers of the alias are answered. */
async function withAnswer(
  { call }: PlantedAccount,
  read: FunctionRecord,
  answers: Map<string, string>,
): Promise<FunctionRecord> {
  const { version: served = '' } = read.aliases[ALIAS] ?? {};
  const known = `${read.name}:${served}`;
  if (!answers.has(known)) {
    const request = { FunctionName: read.name, Qualifier: served };
    const { Payload = new Uint8Array() } = (await call('lambda', 'Invoke', request)) as InvokeCommandOutput;
    answers.set(known, Buffer.from(Payload).toString());
  }
  const files = { 'index.js': answers.get(known) ?? '' };
  return {
    ...read,
    versions: read.versions.map((one) =>
      one.version === served ? { ...one, content: { ...one.content, files } } : one,
    ),
  };
}

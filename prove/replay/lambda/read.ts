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
import { alarmSetter } from './alarms';
import { readHistory } from './history';

/**
 * Reads the pipeline's functions; those of others and executions with a whole reading only. What versions answer is read
 * with a whole reading, and with each where the code of some throws.
 */
export function functionReader(account: PlantedAccount): OwnReader {
  const { throwing = [] } = account.before.functions ?? {};
  const answers = new Map<string, string>();
  return {
    read: async (simulated, isWhole) => {
      const { functions = {} } = simulated.functions ?? {};
      for (const [name, planted] of Object.entries(functions)) {
        const isOwn = planted.alarm !== undefined;
        if (!isWhole && !isOwn) continue;
        const read = await readFunction(account, planted);
        const isAnswered = isOwn && (isWhole || throwing.length > 0);
        functions[name] = isAnswered ? await withAnswers(account, read, answers) : read;
      }
      if (isWhole) await readHistory(account, simulated);
    },
    ...(throwing.length > 0 && { react: alarmSetter(account, throwing) }),
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

/** The code of a version that serves is known by what its callers are answered. */
async function withAnswers(
  { call }: PlantedAccount,
  read: FunctionRecord,
  answers: Map<string, string>,
): Promise<FunctionRecord> {
  const { version: first = '', weights = {} } = read.aliases[ALIAS] ?? {};
  const keyOf = (version: string) => `${read.name}:${version}`;
  for (const Qualifier of [first, ...Object.keys(weights)])
    if (!answers.has(keyOf(Qualifier))) {
      const request = { FunctionName: read.name, Qualifier };
      const { Payload = new Uint8Array() } = (await call('lambda', 'Invoke', request)) as InvokeCommandOutput;
      answers.set(keyOf(Qualifier), Buffer.from(Payload).toString());
    }
  const versions = read.versions.map((one) => {
    const answer = answers.get(keyOf(one.version));
    return answer === undefined ? one : { ...one, content: { ...one.content, files: { [ANSWER]: answer } } };
  });
  return { ...read, versions };
}

/** Beside which there is no file of a version. */
const ANSWER = 'answer.json';

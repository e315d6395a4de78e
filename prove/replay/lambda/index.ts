import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { RECORD_VERSIONS } from '../../../handlers/contract/record-versions';
import { plant } from '../../compare/plant';
import { plantFunctions } from '../../compare/plant-functions';
import { BUILD, FIRST, functionName, PARTNER } from '../../kinds/lambda/names';
import { PARTNER_ALIAS } from '../../kinds/lambda/start';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { putArtifact, s3Source } from '../artifacts';
import { FOLLOW_UPS, UNMENDED_FOLLOW_UPS } from '../follow-ups';
import type { ReplayedKind } from '../replayed-kind';
import { makeRole } from '../role';
import { functionReader } from './read';

/** Releases of functions of Lambda, whose traffic CodePipeline's own action moves. */
export const lambda: ReplayedKind = {
  /** The endpoint gives the actions of a rollback its own id; code that throws cannot be mended there. */
  scenarios: {
    release: FOLLOW_UPS,
    'first-release': FOLLOW_UPS,
    unchanged: FOLLOW_UPS,
    'rollback-by-own-id': FOLLOW_UPS,
    'alarm-in-canary': UNMENDED_FOLLOW_UPS,
    'second-function-fails': UNMENDED_FOLLOW_UPS,
  },
  eventFunctions: () => [RECORD_VERSIONS],
  plant: async ({ endpoint, call, empty }) => {
    const Role = await makeRole(endpoint, `${empty.pipeline.name}-released`, {
      Service: 'lambda.amazonaws.com',
    });
    const ids = await plant(empty, call);
    await plantFunctions(empty, call, ids, Role);
    return ids;
  },
  reader: functionReader,
  sources: (_, bucket) => [s3Source(BUILD, bucket)],
  bring: async (account, { pipeline, s3 = {} }, execution, bucket) => {
    const { artifacts = {} } = pipeline.executions.find(({ id }) => id === execution) ?? {};
    const files = s3[`${pipeline.artifactBucket}/${artifacts[BUILD]}`];
    if (!files) throw new Error(`execution ${execution} must have a build`);
    await putArtifact(account.endpoint, bucket, BUILD, builtFiles(files, account.before));
  },
  /** Of the first release someone else names a version. */
  served: async ({ call, ids }, id) => {
    if (ids.toModel(id) !== FIRST) return;
    const { RevisionId = '' } = (await call('lambda', 'CreateAlias', {
      ...{ FunctionName: functionName('api'), Name: PARTNER, FunctionVersion: PARTNER_ALIAS.version },
    })) as AliasConfiguration;
    ids.pair(PARTNER_ALIAS.revision, RevisionId);
  },
};

/** Code that throws in the scenario does so there. */
const builtFiles = (
  files: Readonly<Record<string, string>>,
  { functions }: SimulatedAccount,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      functions?.throwing.some((one) => text.includes(one))
        ? text.replace(/=> (.*)$/, '=> { throw new Error($1) }')
        : text,
    ]),
  );

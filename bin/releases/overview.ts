import { paginateListPipelines } from '@aws-sdk/client-codepipeline';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { pipelineName, releaseParameterName } from '../../handlers/contract/names';
import type { RecordedRelease } from '../../handlers/contract/release-record';
import { parseRecord } from '../../handlers/release-record/parse-record';
import { identityOf } from '../../lib/config/identity';
import type { BasePipeline } from '../../lib/config/model';
import { readStages } from './approvals';
import type { ReleaseClients } from './clients';
import { type StageProgress, stageProgress } from './stage-progress';

/** One pipeline of a config, as AWS shows it. */
export interface PipelineOverview {
  readonly name: string;
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  /** `elsewhere` is an account that the credentials are not of: nothing is known of it. */
  readonly found: 'deployed' | 'not deployed' | 'elsewhere';
  /** What the release record names as what serves. @default - nothing, or the record cannot be read */
  readonly serving?: RecordedRelease;
  /** Why the record cannot be read. @default - it can, or there is none */
  readonly recordProblem?: string;
  /** @default - nothing is on its way */
  readonly underWay?: StageProgress;
}

/** Parameter Store takes no more names at once. */
const MAX_NAMES = 10;

/**
 * Reads what serves and what is on its way for many pipelines, in their order. Records are read ten a call, and which
 * pipelines there are a page of them a call; only for its stages CodePipeline has to be asked one by one, and it is for
 * those that are deployed.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelines.html
 */
export async function readOverview(
  pipelines: readonly BasePipeline[],
  clientsFor: (region: string) => ReleaseClients,
): Promise<readonly PipelineOverview[]> {
  const regions = [...new Set(pipelines.map(({ environment }) => environment.region))];
  const [first] = regions;
  if (first === undefined) return [];
  const { Account } = await clientsFor(first).sts.send(new GetCallerIdentityCommand({}));
  const own = pipelines.filter(({ environment }) => environment.account === Account);
  const read = await Promise.all(
    regions.map((region) =>
      readRegion(
        own.filter(({ environment }) => environment.region === region),
        clientsFor(region),
      ),
    ),
  );
  const found = new Map(read.flat());
  return pipelines.map((pipeline) => ({
    name: nameOf(pipeline),
    kind: pipeline.kind,
    account: pipeline.environment.account,
    region: pipeline.environment.region,
    found: 'elsewhere',
    ...found.get(pipeline),
  }));
}

type Found = Pick<PipelineOverview, 'found' | 'serving' | 'recordProblem' | 'underWay'>;

async function readRegion(
  pipelines: readonly BasePipeline[],
  clients: ReleaseClients,
): Promise<readonly (readonly [BasePipeline, Found])[]> {
  if (pipelines.length === 0) return [];
  const names = await deployedNames(clients);
  const deployed = pipelines.filter((pipeline) => names.has(nameOf(pipeline)));
  const [records, progress] = await Promise.all([
    readRecords(deployed, clients),
    Promise.all(
      deployed.map(async (pipeline) => stageProgress(await readStages({ clients, name: nameOf(pipeline) }))),
    ),
  ]);
  return pipelines.map((pipeline) => {
    const index = deployed.indexOf(pipeline);
    if (index < 0) return [pipeline, { found: 'not deployed' }] as const;
    return [
      pipeline,
      { found: 'deployed', ...records.get(recordName(pipeline)), underWay: progress[index] },
    ] as const;
  });
}

const nameOf = (pipeline: BasePipeline): string => pipelineName(identityOf(pipeline));

const recordName = (pipeline: BasePipeline): string => releaseParameterName(identityOf(pipeline));

async function deployedNames({ codePipeline: client }: ReleaseClients): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const { pipelines = [] } of paginateListPipelines({ client }, {}))
    for (const { name = '' } of pipelines) names.add(name);
  return names;
}

/** By the name of the parameter. */
async function readRecords(
  pipelines: readonly BasePipeline[],
  { ssm }: ReleaseClients,
): Promise<ReadonlyMap<string, Pick<PipelineOverview, 'serving' | 'recordProblem'>>> {
  const names = pipelines.map(recordName);
  const pages = Array.from({ length: Math.ceil(names.length / MAX_NAMES) }, (_, page) =>
    names.slice(page * MAX_NAMES, (page + 1) * MAX_NAMES),
  );
  const found = await Promise.all(pages.map((Names) => ssm.send(new GetParametersCommand({ Names }))));
  const parameters = found.flatMap(({ Parameters = [] }) => Parameters);
  return new Map(parameters.map(({ Name = '', Value = '' }) => [Name, recordIn(Value)]));
}

function recordIn(text: string): Pick<PipelineOverview, 'serving' | 'recordProblem'> {
  try {
    return { serving: parseRecord(text).serving };
  } catch (error) {
    return { recordProblem: (error as Error).message };
  }
}

import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { LambdaSettings } from '../contract/lambda-settings';
import { type PipelineIdentity, pipelineName, releaseParameterName } from '../contract/names';
import { VERSIONS_NAMESPACE } from '../contract/publish-versions';
import { listActionExecutions } from '../executions/action-executions';
import { isUnderWay } from '../executions/under-way';
import { readParameters, type StateParameter } from '../parameters/read-parameters';
import { recordIn } from '../release-record/record-in';
import { siblingsOf } from '../versions/siblings';

/** The version that a new environment's alias begins at. */
const FIRST_VERSION = '1';

/** Parameters that one call reads. */
const BATCH = 10;

/**
 * The versions of the functions that the other pipelines of the entry need: what serves and served before by their records,
 * what an execution has published that is under way and may wait for a person, and the first one. What their aliases name
 * beyond that, Lambda shows.
 * @returns by the function's name in the config; nothing where the functions are of one pipeline
 * @throws ConfigurationError where a parameter holds no record, so that nobody knows
 */
export async function keptBySiblings(
  { ssm, codePipeline }: { readonly ssm: SSMClient; readonly codePipeline: CodePipelineClient },
  pipeline: PipelineIdentity,
  settings: Pick<LambdaSettings, 'shared' | 'functions'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (!settings.shared) return new Map();
  const siblings = siblingsOf(pipeline, settings);
  const kept = new Map(Object.keys(settings.functions).map((name) => [name, [FIRST_VERSION]]));
  const names = siblings.map(releaseParameterName);
  const found = new Map<string, StateParameter>();
  for (let start = 0; start < names.length; start += BATCH)
    for (const one of await readParameters(
      ssm,
      names.slice(start, start + BATCH).map((name) => ({ name })),
    ))
      found.set(...one);
  for (const name of names) {
    const record = recordIn(name, found.get(name)?.value);
    for (const release of [record?.serving, record?.previous])
      if (release?.type === 'lambda')
        for (const [one, { version }] of Object.entries(release.functions)) kept.get(one)?.push(version);
  }
  for (const sibling of siblings)
    for (const published of await publishedUnderWay(codePipeline, pipelineName(sibling)))
      for (const [one, version] of Object.entries(published)) kept.get(one)?.push(version);
  return kept;
}

/**
 * What the executions of a pipeline that are under way have published, by function.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 * @returns nothing where the pipeline is not deployed
 */
async function publishedUnderWay(
  client: CodePipelineClient,
  name: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  try {
    const request = new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 100 });
    const { pipelineExecutionSummaries = [] } = await client.send(request);
    const published: Readonly<Record<string, string>>[] = [];
    for (const { pipelineExecutionId = '', status } of pipelineExecutionSummaries)
      if (isUnderWay(status))
        published.push(
          ...(await listActionExecutions(client, name, pipelineExecutionId)).flatMap(variablesOf),
        );
    return published;
  } catch (error) {
    if ((error as Error).name === 'PipelineNotFoundException') return [];
    throw error;
  }
}

const variablesOf = ({ input, output }: ActionExecutionDetail): Readonly<Record<string, string>>[] =>
  input?.namespace === VERSIONS_NAMESPACE && output?.outputVariables ? [output.outputVariables] : [];

import type { Change, Push } from '../../../kit/pushes';
import { newExecution } from '../engine/execution';
import { enter, firstStage } from '../engine/flow';
import { currentStructure, type Action, type Pipeline } from '../model';
import { requireRoom, variablesOf } from '../operations/start-pipeline-execution';
import type { CodePipelineStore } from '../store';
import { refusalOf } from './refusal';

/**
 * Starts every pipeline, of whatever account and region, that a push to its repository is to start.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 * @returns what the pusher is told
 */
export async function startByPush(
  store: CodePipelineStore,
  { repository, changes }: Push,
): Promise<string[]> {
  const watching = store.pipelines().flatMap((pipeline) =>
    sourcesOf(pipeline)
      .filter(({ configuration }) => configuration.FullRepositoryId === repository)
      .map((source) => ({ pipeline, source })),
  );
  const started: string[] = [];
  const refused = new Map<string, string>();
  for (const change of changes) {
    for (const { pipeline, source } of watching) {
      const refusal =
        refusalOf(currentStructure(pipeline), source, change) ?? start(store, pipeline, source, change);
      if (typeof refusal === 'string') refused.set(pipeline.name, refusal);
      else started.push(`${pipeline.name} started by ${nameOf(change)} (execution ${refusal.id})`);
    }
  }
  const lines = started.length > 0 ? started : [nothing(repository, refused)];
  for (const line of lines) store.context.log(`git push to ${repository}: ${line}`);
  return lines;
}

const sourcesOf = (pipeline: Pipeline): Action[] =>
  firstStage(pipeline).actions.filter(
    ({ actionTypeId }) => actionTypeId.provider === 'CodeStarSourceConnection',
  );

/** @returns the execution, or why there is none */
function start(
  store: CodePipelineStore,
  pipeline: Pipeline,
  source: Action,
  change: Change,
): { id: string } | string {
  const structure = currentStructure(pipeline);
  const { ConnectionArn: connectionArn = '', FullRepositoryId: repository = '' } = source.configuration;
  try {
    requireRoom(pipeline, structure);
    const execution = newExecution(store.context, pipeline, {
      trigger: { triggerType: 'WebhookV2', triggerDetail: connectionArn },
      variables: variablesOf(structure, []),
      change: { actionName: source.name, connectionArn, repository, change },
    });
    enter(store, execution, firstStage(pipeline).name);
    return execution;
  } catch (error) {
    return (error as Error).message;
  }
}

function nameOf(change: Change): string {
  if (change.type === 'branch') return change.branch;
  if (change.type === 'tag') return `tag ${change.tag}`;
  return `pull request ${change.id} ${change.event}: ${change.source} to ${change.destination}`;
}

function nothing(repository: string, refused: ReadonlyMap<string, string>): string {
  if (refused.size === 0) return `nothing started: no pipeline has ${repository} as its source`;
  const reasons = [...new Set(refused.values())];
  const only = reasons.length === 1 ? reasons[0] : undefined;
  return `nothing started: ${only ?? [...refused].map(([name, why]) => `${name}: ${why}`).join('; ')}`;
}

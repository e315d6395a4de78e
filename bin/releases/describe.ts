import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import type { RecordedRelease } from '../../handlers/contract/release-record';
import { shortRevision } from '../../rehearsal/pipeline/revision';
import { revisionsOf } from './executions';
import type { Fact, ReleasePipeline, Serving } from './model';

/** What serves, since when, and by which execution. */
export function servingFacts(
  { record, recordProblem }: ReleasePipeline,
  serving: Serving | undefined,
  now: Date,
): Fact[] {
  if (!serving)
    return [
      {
        name: 'serves',
        value: record
          ? 'nothing: what the release record names is not there'
          : 'nothing: there was no release yet',
      },
    ];
  const { facts, since, executionId, recordDiffers } = serving;
  const recorded = recordDiffers === undefined ? record?.serving : undefined;
  return [
    ...facts,
    { name: 'since', value: since ? `${utc(since)}, ${age(since, now)} ago` : 'not known' },
    { name: 'execution', value: executionId ?? 'not known' },
    ...(recorded ? recordedFacts(recorded) : []),
    ...(recordDiffers === undefined
      ? []
      : [{ name: 'record', value: `does not name what serves: ${recordDiffers}` }]),
    ...(recordProblem === undefined ? [] : [{ name: 'record', value: recordProblem }]),
  ];
}

function recordedFacts({ commit, settingsVersion, codeVersion, approvedBy, cause }: RecordedRelease): Fact[] {
  const from = commit?.tag ?? commit?.branch;
  return [
    ...(commit ? [{ name: 'commit', value: `${shortRevision(commit.id)}${from ? ` of ${from}` : ''}` }] : []),
    ...(settingsVersion ? [{ name: 'settings', value: `version ${settingsVersion}` }] : []),
    ...(codeVersion ? [{ name: 'code', value: `version ${codeVersion}` }] : []),
    ...(approvedBy ? [{ name: 'approved by', value: approvedBy }] : []),
    ...(cause === 'release' ? [] : [{ name: 'cause', value: cause }]),
  ];
}

/** Whether an execution has not ended. */
export const isUnderWay = ({ status }: PipelineExecutionSummary): boolean =>
  status === 'InProgress' || status === 'Stopping';

/** Executions that have not ended. */
export function underWayFacts(executions: readonly PipelineExecutionSummary[]): Fact[] {
  const running = executions.filter(isUnderWay);
  if (running.length === 0) return [{ name: 'under way', value: 'no execution' }];
  return running.map((execution) => ({
    name: 'under way',
    value: `execution ${execution.pipelineExecutionId} (${revisionsOf(execution)}), ${execution.status}`,
  }));
}

/** A time as in a log: `2026-11-28 09:30:00 UTC`. */
export const utc = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** How long ago: in the largest unit of which there are two. */
export function age(date: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - date.getTime()) / 1_000));
  const units = [
    { length: 86_400, name: 'days' },
    { length: 3_600, name: 'hours' },
    { length: 60, name: 'minutes' },
  ];
  const unit = units.find(({ length }) => seconds >= 2 * length);
  return unit ? `${Math.floor(seconds / unit.length)} ${unit.name}` : `${seconds} seconds`;
}

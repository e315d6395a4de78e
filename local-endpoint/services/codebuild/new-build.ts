import { randomUUID } from 'node:crypto';
import type { StartBuildInput } from '@aws-sdk/client-codebuild';
import { formatArn, parseArn } from '../../kit/arn';
import type { Caller } from '../../kit/operation';
import type { Scope } from '../../kit/scope';
import type { BuildRecord, StoredBuild, StoredProject } from './model';
import { resolvedVersionOf } from './override';
import { buildArn, type CodeBuildState } from './store';

/**
 * A build that has been submitted, with the next number of its project.
 * @param project with the overrides of StartBuild put in
 */
export function newBuild(
  state: CodeBuildState,
  project: StoredProject,
  input: StartBuildInput,
  caller: Caller,
  now: Date,
): BuildRecord {
  const uuid = randomUUID();
  const id = `${project.name}:${uuid}`;
  const buildNumber = (state.buildNumbers.get(project.name) ?? 0) + 1;
  state.buildNumbers.set(project.name, buildNumber);
  const build: StoredBuild = {
    id,
    arn: buildArn(state.scope, id),
    buildNumber,
    startTime: now,
    currentPhase: 'SUBMITTED',
    buildStatus: 'IN_PROGRESS',
    buildComplete: false,
    sourceVersion: input.sourceVersion ?? project.sourceVersion,
    resolvedSourceVersion: resolvedVersionOf(input),
    projectName: project.name,
    phases: [],
    source: project.source,
    secondarySources: project.secondarySources ?? [],
    secondarySourceVersions: project.secondarySourceVersions ?? [],
    artifacts: { location: '' },
    cache: project.cache,
    environment: project.environment,
    serviceRole: project.serviceRole,
    logs: logsOf(state.scope, project, uuid),
    timeoutInMinutes: project.timeoutInMinutes,
    queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
    initiator: initiatorOf(caller),
    encryptionKey: project.encryptionKey,
    exportedEnvironmentVariables: [],
    reportArns: [],
  };
  return { build, project, interrupted: new AbortController() };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_LogsLocation.html */
function logsOf(scope: Scope, project: StoredProject, uuid: string): StoredBuild['logs'] {
  const cloudWatchLogs = project.logsConfig?.cloudWatchLogs ?? { status: 'ENABLED' };
  if (cloudWatchLogs.status === 'DISABLED') return { cloudWatchLogs };
  const groupName = cloudWatchLogs.groupName || `/aws/codebuild/${project.name}`;
  const streamName = cloudWatchLogs.streamName ? `${cloudWatchLogs.streamName}/${uuid}` : uuid;
  const path = [groupName, streamName]
    .map((name) => encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$'))
    .join('/log-events/');
  return {
    cloudWatchLogs,
    groupName,
    streamName,
    cloudWatchLogsArn: formatArn('logs', scope, `log-group:${groupName}:log-stream:${streamName}`),
    deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${scope.region}#logsV2:log-groups/log-group/${path}`,
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html, `CODEBUILD_INITIATOR` */
function initiatorOf({ arn, sourceArn }: Caller): string {
  const source = parseArn(sourceArn);
  if (source?.service === 'codepipeline') return `codepipeline/${source.resource}`;
  return arn
    .split(/[:/]/)
    .slice(arn.includes(':assumed-role/') ? -2 : -1)
    .join('/');
}

import { randomUUID } from 'node:crypto';
import type { StartBuildInput } from '@aws-sdk/client-codebuild';
import type { Caller } from '../../kit/operation';
import type { BuildRecord, StoredBuild } from './build-record';
import { resolvedVersionOf } from './resolved-version';
import { buildArn, type Region } from './store';
import type { StoredProject } from './stored-project';

/**
 * A build that has been submitted.
 * @param project with the overrides of StartBuild put in
 */
export function newBuild(
  region: Region,
  project: StoredProject,
  input: StartBuildInput,
  caller: Caller,
  now: Date,
): BuildRecord {
  const uuid = randomUUID();
  const id = `${project.name}:${uuid}`;
  const buildNumber = (region.buildNumbers.get(project.name) ?? 0) + 1;
  region.buildNumbers.set(project.name, buildNumber);
  const build: StoredBuild = {
    id,
    arn: buildArn(region, id),
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
    logs: logsOf(region, project, uuid),
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
function logsOf(
  { account, name: region }: Region,
  project: StoredProject,
  uuid: string,
): StoredBuild['logs'] {
  const cloudWatchLogs = project.logsConfig?.cloudWatchLogs ?? { status: 'ENABLED' };
  if (cloudWatchLogs.status === 'DISABLED') return { cloudWatchLogs };
  const groupName = cloudWatchLogs.groupName || `/aws/codebuild/${project.name}`;
  const streamName = cloudWatchLogs.streamName ? `${cloudWatchLogs.streamName}/${uuid}` : uuid;
  const words = [groupName, streamName].map((word) =>
    encodeURIComponent(encodeURIComponent(word)).replaceAll('%', '$'),
  );
  return {
    cloudWatchLogs,
    groupName,
    streamName,
    cloudWatchLogsArn: `arn:aws:logs:${region}:${account}:log-group:${groupName}:log-stream:${streamName}`,
    deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${words.join('/log-events/')}`,
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html, `CODEBUILD_INITIATOR` */
function initiatorOf({ arn, sourceArn = '' }: Caller): string {
  const [, , service, , , name] = sourceArn.split(':');
  if (service === 'codepipeline') return `codepipeline/${name}`;
  return arn
    .split(/[:/]/)
    .slice(arn.includes(':assumed-role/') ? -2 : -1)
    .join('/');
}

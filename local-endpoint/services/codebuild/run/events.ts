import type { BuildPhase } from '@aws-sdk/client-codebuild';
import type { BuildRecord } from '../build-record';
import type { Place } from './run';

/** Told when a build begins and when it ends. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html */
export function raiseStateChange(place: Place): void {
  const { build } = place.record;
  emit(place, 'CodeBuild Build State Change', {
    'build-status': build.buildStatus,
    'current-phase': build.currentPhase,
    'current-phase-context': '[]',
  });
}

/** Told when a phase has ended. */
export function raisePhaseChange(place: Place, phase: BuildPhase): void {
  const contexts = (phase.contexts ?? []).map(({ statusCode, message }) => `${statusCode}: ${message}`);
  emit(place, 'CodeBuild Build Phase Change', {
    'completed-phase': phase.phaseType,
    'completed-phase-status': phase.phaseStatus,
    'completed-phase-context': `[${contexts.length > 0 ? contexts.join(', ') : ': '}]`,
    'completed-phase-duration-seconds': phase.durationInSeconds,
    'completed-phase-start': wordsOf(phase.startTime),
    'completed-phase-end': wordsOf(phase.endTime),
  });
}

function emit(
  { store: store, region, record }: Place,
  type: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  store.context.bus.emit({
    source: 'aws.codebuild',
    'detail-type': type,
    account: region.account,
    region: region.name,
    resources: [record.build.arn],
    detail: {
      ...detail,
      'project-name': record.build.projectName,
      'build-id': record.build.arn,
      'additional-information': information(record),
      version: '1',
    },
  });
}

function information({ build, project }: BuildRecord): Readonly<Record<string, unknown>> {
  return {
    artifact: { location: build.artifacts?.location ?? '' },
    environment: {
      image: project.environment.image,
      'privileged-mode': project.environment.privilegedMode ?? false,
      'compute-type': project.environment.computeType,
      type: project.environment.type,
      'environment-variables': project.environment.environmentVariables ?? [],
    },
    'timeout-in-minutes': build.timeoutInMinutes,
    'build-complete': build.buildComplete,
    initiator: build.initiator,
    'build-start-time': wordsOf(build.startTime),
    source: { location: project.source.location ?? '', type: project.source.type },
    'source-version': build.sourceVersion ?? '',
    logs: {
      'group-name': build.logs.groupName,
      'stream-name': build.logs.streamName,
      'deep-link': build.logs.deepLink,
    },
    phases: build.phases.map((phase) => ({
      'phase-type': phase.phaseType,
      'phase-status': phase.phaseStatus,
      'phase-context': (phase.contexts ?? []).map(({ statusCode, message }) => `${statusCode}: ${message}`),
      'start-time': wordsOf(phase.startTime),
      'end-time': wordsOf(phase.endTime),
      'duration-in-seconds': phase.durationInSeconds,
    })),
  };
}

/** For example `Sep 1, 2017 4:12:29 PM`. */
const wordsOf = (time: Date | undefined): string | undefined =>
  time
    ?.toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' })
    .replace(/(\d{4}), /, '$1 ')
    .replaceAll('\u202f', ' ');

import type { BuildPhase } from '@aws-sdk/client-codebuild';
import type { BuildRecord } from '../model';
import type { BuildContext } from './context';

/** Emitted when a build begins and when it ends. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html */
export function emitBuildStateChange(context: BuildContext): void {
  const { build } = context.record;
  emit(context, 'CodeBuild Build State Change', {
    'build-status': build.buildStatus,
    'current-phase': build.currentPhase,
    'current-phase-context': '[]',
  });
}

/** Emitted when a phase has ended. */
export function emitPhaseChange(context: BuildContext, phase: BuildPhase): void {
  const contexts = (phase.contexts ?? []).map(({ statusCode, message }) => `${statusCode}: ${message}`);
  emit(context, 'CodeBuild Build Phase Change', {
    'completed-phase': phase.phaseType,
    'completed-phase-status': phase.phaseStatus,
    'completed-phase-context': `[${contexts.length > 0 ? contexts.join(', ') : ': '}]`,
    'completed-phase-duration-seconds': phase.durationInSeconds,
    'completed-phase-start': formatTime(phase.startTime),
    'completed-phase-end': formatTime(phase.endTime),
  });
}

function emit(
  { store, state, record }: BuildContext,
  type: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  store.context.bus.emit({
    source: 'aws.codebuild',
    'detail-type': type,
    ...state.scope,
    resources: [record.build.arn],
    detail: {
      ...detail,
      'project-name': record.build.projectName,
      'build-id': record.build.arn,
      'additional-information': additionalInformation(record),
      version: '1',
    },
  });
}

function additionalInformation({ build, project }: BuildRecord): Readonly<Record<string, unknown>> {
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
    'build-start-time': formatTime(build.startTime),
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
      'start-time': formatTime(phase.startTime),
      'end-time': formatTime(phase.endTime),
      'duration-in-seconds': phase.durationInSeconds,
    })),
  };
}

/** One for all times: making it takes longer than a build's event. */
const FORMAT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** For example `Sep 1, 2017 4:12:29 PM`. */
const formatTime = (time: Date | undefined): string | undefined =>
  time &&
  FORMAT.format(time)
    .replace(/(\d{4}), /, '$1 ')
    .replaceAll('\u202f', ' ');

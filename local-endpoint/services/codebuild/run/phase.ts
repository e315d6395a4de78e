import type { BuildPhase, BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import type { BuildContext } from './context';
import { emitPhaseChange } from './events';
import { BuildInterruption, PhaseFailure } from './failure';

/**
 * Runs one phase and records how it ended.
 * @returns whether it succeeded
 * @throws BuildInterruption where the build was stopped, or its time was over, in this phase
 */
export async function runPhase(
  context: BuildContext,
  phaseType: BuildPhaseType,
  work: () => Promise<void>,
): Promise<boolean> {
  const { record, signal, store } = context;
  const phase: BuildPhase = { phaseType, startTime: store.context.clock.now() };
  record.build.phases.push(phase);
  record.build.currentPhase = phaseType;
  context.happened();
  try {
    signal.throwIfAborted();
    await work();
    signal.throwIfAborted();
    endPhase(context, phase, 'SUCCEEDED');
    return true;
  } catch (error) {
    const cause = signal.aborted ? (signal.reason as unknown) : error;
    if (cause instanceof BuildInterruption) {
      endPhase(context, phase, cause.status, cause);
      throw cause;
    }
    if (signal.aborted) throw cause; // the endpoint ends
    if (cause instanceof PhaseFailure) endPhase(context, phase, 'FAILED', cause);
    else endPhase(context, phase, 'FAULT', faultOf(context, cause));
    return false;
  }
}

/** Any other error is a defect of the local CodeBuild itself. */
function faultOf({ store }: BuildContext, error: unknown): PhaseFailure {
  store.context.log(`codebuild: ${error instanceof Error ? error.stack : String(error)}`);
  return new PhaseFailure('INTERNAL_SERVICE_ERROR', error instanceof Error ? error.message : String(error));
}

function endPhase(
  context: BuildContext,
  phase: BuildPhase,
  phaseStatus: StatusType,
  { statusCode, message }: { readonly statusCode: string; readonly message: string } = SUCCESS,
): void {
  const { log, store } = context;
  const endTime = store.context.clock.now();
  const milliseconds = endTime.getTime() - (phase.startTime?.getTime() ?? 0);
  Object.assign(phase, {
    phaseStatus,
    endTime,
    durationInSeconds: Math.floor(milliseconds / 1000),
    contexts: [{ statusCode, message: log.withoutSecrets(message) }],
  });
  log.write(`Phase complete: ${phase.phaseType} State: ${phaseStatus}`);
  log.write(`Phase context status code: ${statusCode} Message: ${message}`);
  emitPhaseChange(context, phase);
}

const SUCCESS = { statusCode: '', message: '' };

import type { BuildPhase, BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import { raisePhaseChange } from './events';
import { Interruption, PhaseFailure } from './failure';
import type { Place } from './run';

/**
 * Goes through one phase and notes how it ended.
 * @returns whether it did well
 * @throws Interruption where the build was stopped, or its time was over, in this phase
 */
export async function phase(
  place: Place,
  phaseType: BuildPhaseType,
  work: () => Promise<void>,
): Promise<boolean> {
  const { build } = place.record;
  const begun: BuildPhase = { phaseType, startTime: place.store.context.clock.now() };
  build.phases.push(begun);
  build.currentPhase = phaseType;
  try {
    place.signal.throwIfAborted();
    await work();
    place.signal.throwIfAborted();
    end(place, begun, 'SUCCEEDED');
    return true;
  } catch (error) {
    const why = place.signal.aborted ? (place.signal.reason as unknown) : error;
    if (why instanceof Interruption) {
      end(place, begun, why.status, why);
      throw why;
    }
    if (place.signal.aborted) throw why; // the endpoint ends
    if (why instanceof PhaseFailure) end(place, begun, 'FAILED', why);
    else end(place, begun, 'FAULT', fault(place, why));
    return false;
  }
}

/** What nobody foresaw is CodeBuild's own mistake, and is shown as one. */
function fault({ store: store }: Place, error: unknown): PhaseFailure {
  store.context.log(`codebuild: ${error instanceof Error ? error.stack : String(error)}`);
  return new PhaseFailure('INTERNAL_SERVICE_ERROR', error instanceof Error ? error.message : String(error));
}

function end(
  place: Place,
  begun: BuildPhase,
  phaseStatus: StatusType,
  why?: { readonly statusCode: string; readonly message: string },
): void {
  const endTime = place.store.context.clock.now();
  const milliseconds = endTime.getTime() - (begun.startTime?.getTime() ?? 0);
  Object.assign(begun, {
    phaseStatus,
    endTime,
    durationInSeconds: Math.floor(milliseconds / 1000),
    contexts: [{ statusCode: why?.statusCode ?? '', message: place.log.withoutSecrets(why?.message ?? '') }],
  });
  place.log.write(`Phase complete: ${begun.phaseType} State: ${phaseStatus}`);
  place.log.write(`Phase context status code: ${why?.statusCode ?? ''} Message: ${why?.message ?? ''}`);
  raisePhaseChange(place, begun);
}
